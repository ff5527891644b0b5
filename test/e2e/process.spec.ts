import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { until } from '../support/consumers.js';
import { type ServerProcess, startProcess } from '../support/process.js';
import { longIt } from '../support/size.js';

const json = { 'content-type': 'application/json' };

/** Sends a request whose body arrives in two parts, the second when told to. */
function slowPost(url: string, body: string): { finish: () => void; answer: Promise<number> } {
  const headers = { ...json, 'content-length': Buffer.byteLength(body) };
  let finish = (): void => undefined;
  const answer = new Promise<number>((resolve, reject) => {
    const call = request(url, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on('error', reject);
    call.write(body.slice(0, 5));
    finish = () => call.end(body.slice(5));
  });
  return { finish: () => finish(), answer };
}

/** The lines of its log so far. */
const linesOf = (server: ServerProcess) =>
  server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Types the lines that a server prints at its start. */
function expectFirstStepsOf(server: ServerProcess): void {
  const [token, post, read] = server
    .output()
    .split('\n')
    .filter((line) => /^(TOKEN=|curl )/.test(line));
  const typed = (...lines: (string | undefined)[]) =>
    spawnSync('bash', ['-c', lines.join('\n')], { encoding: 'utf8' }).stdout;
  expect(JSON.parse(typed(token, post))).toMatchObject({ requestType: 'adminAdd', state: 'submitted' });
  const { value } = JSON.parse(typed(token, 'sleep 1', read)) as { value: object[] };
  expect(value).toEqual([
    expect.objectContaining({ state: 'delivered', target: expect.objectContaining({ displayName: 'Mia Chen' }) }),
  ]);
}

describe('the server as a process', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startProcess({ DEMO_DATA: 'true' });
  });
  afterAll(() => server.stop());

  it('prints what to type first, and the lines work as printed', () => {
    expectFirstStepsOf(server);
  });

  it('logs no call of a monitor, and every other', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics', '/metrics?x=1', '/v1.0/metrics', '/health'])
      await fetch(`${server.url}${path}`);
    const paths = (): string[] => linesOf(server).flatMap(({ req }) => (req ? [(req as { path: string }).path] : []));
    // The log comes through a pipe of its own, in its order.
    await until(() => paths().includes('/health'));
    expect(paths().filter((path) => /^\/(health\/|metrics)/.test(path))).toEqual([]);
  });

  it('never needs more than 700 MB with the embedded database', () => {
    // Only Linux says how much memory a process has ever had.
    const status = process.platform === 'linux' ? readFileSync(`/proc/${server.pid}/status`, 'utf8') : 'VmHWM: 0 kB';
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(status) ?? [];
    expect(Number(kilobytes) / 1_000).toBeLessThan(700);
  });

  it('logs JSON with the id of the request, and no token', async () => {
    const { access_token: token } = (await (
      await fetch(`${server.url}/dev/token`, { method: 'POST', headers: json, body: '{"as":"user"}' })
    ).json()) as { access_token: string };
    const answer = await fetch(`${server.url}/v1.0/users?$top=1`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    const refused = await fetch(`${server.url}/v1.0/users`, { headers: { authorization: 'Bearer not-a-token' } });
    const lineOf = (one: Response) =>
      linesOf(server).find(({ requestId }) => requestId === one.headers.get('request-id'));
    // The log comes through a pipe of its own, in its order.
    await until(() => lineOf(refused) !== undefined);
    expect(lineOf(answer)).toMatchObject({ res: { statusCode: 200 } });
    expect(server.output()).not.toContain(token.split('.')[2]);
    expect(server.output()).not.toContain('not-a-token');
    expect(server.output()).not.toContain('$top');
  });

  it('finishes what is under way when it is told to stop, and ends with 0', async () => {
    const { finish, answer } = slowPost(`${server.url}/dev/token`, '{"as":"user"}');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const ended = server.stop('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    finish();
    expect(await answer).toBe(200);
    expect(await ended).toBe(0);
  });
});

describe('the data folder of a server', () => {
  longIt('is readable by nobody else, with all that is in it, whatever the umask', async () => {
    const DATA_DIR = mkdtempSync(join(tmpdir(), 'data-folder-'));
    chmodSync(DATA_DIR, 0o755);
    const before = process.umask(0);
    const server = await startProcess({ DATA_DIR }).finally(() => process.umask(before));
    const open = readdirSync(DATA_DIR, { recursive: true, encoding: 'utf8' })
      .map((name) => join(DATA_DIR, name))
      .concat(DATA_DIR)
      .filter((path) => existsSync(path) && (lstatSync(path).mode & 0o077) !== 0);
    await server.stop();
    rmSync(DATA_DIR, { recursive: true, force: true });
    expect(open).toEqual([]);
  });
});

describe('a server with TLS', () => {
  longIt('prints lines that work as printed, with a certificate that nobody else trusts', async () => {
    const folder = mkdtempSync(join(tmpdir(), "tls of o'hara "));
    expect(spawnSync(process.execPath, ['scripts/dev-cert.mjs', folder]).status).toBe(0);
    const file = (name: string) => relative(process.cwd(), join(folder, name));
    const tls = { TLS_CERT_FILE: file('localhost.crt'), TLS_KEY_FILE: file('localhost.key') };
    const server = await startProcess({ DEMO_DATA: 'true', ...tls });
    try {
      expectFirstStepsOf(server);
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a server whose database is away', () => {
  it('logs calls that it answers 503 in one line each, without a stack', async () => {
    const server = await startProcess({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });
    for (const path of ['/health/ready', '/dev/token'])
      await fetch(
        `${server.url}${path}`,
        path === '/dev/token' ? { method: 'POST', headers: json, body: '{"as":"user"}' } : {},
      );
    await server.stop();
    const calls = linesOf(server).filter(({ req }) => req);
    expect(calls).toEqual([
      expect.objectContaining({ req: { method: 'POST', path: '/dev/token' }, res: { statusCode: 503 } }),
    ]);
    expect(server.output()).not.toMatch(/"stack"|    at /);
  });
});

describe('a wrong setting', () => {
  longIt('stops the start with its name', async () => {
    await expect(startProcess({ PORT: 'many' })).rejects.toThrow(/Wrong configuration: PORT/);
    await expect(startProcess({ NODE_ENV: 'production' })).rejects.toThrow(
      /AUTH_MODE=development refuses NODE_ENV=production/,
    );
    await expect(startProcess({ AZURE_TENANT_ID: ' ', AZURE_CLIENT_ID: randomUUID() })).rejects.toThrow(
      /refuses AZURE_CLIENT_ID; AUTH_MODE=development, said explicitly, allows it/,
    );
  });
});
