import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../support/postgres.js';
import { copyOfProject, linesOfReadme, pathOfMachine, sources } from '../support/production.js';
import { longDescribe } from '../support/size.js';

jest.setTimeout(400_000);

const tenant = '11111111-1111-4111-8111-111111111111';
const publicUrl = 'https://entitlements.example.org';
const builds = 'npm ci --include=dev && npm run build';

const freePort = (): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(String(port)));
    });
  });

longDescribe('what README says under "In production"', () => {
  let project: string;
  let database: TestDatabase;
  let port: string;
  const [install = '', prune = '', start = ''] = linesOfReadme().filter((line) => line.startsWith('npm '));
  const env = () => ({
    ...{ PATH: pathOfMachine(), HOME: process.env['HOME'], PORT: port, NODE_ENV: 'production' },
    ...{ DATABASE_URL: database.url, AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: tenant },
    ...{ HOST: '127.0.0.1', PUBLIC_URL: publicUrl, npm_config_offline: 'true' },
  });
  const typed = (line: string) => spawnSync('bash', ['-c', line], { cwd: project, env: env(), encoding: 'utf8' });

  beforeAll(async () => {
    database = await createDatabase();
    port = await freePort();
    project = copyOfProject();
  });
  afterAll(async () => {
    rmSync(project, { recursive: true, force: true, maxRetries: 5 });
    await database.drop();
  });

  it('sets every name that the server then finds set', () => {
    const named = linesOfReadme().flatMap((line) => line.match(/\b[A-Z_]+(?==)/g) ?? []);
    const given = ['DATABASE_URL', 'AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'HOST', 'PUBLIC_URL', 'NODE_ENV'];
    expect(named).toEqual(given);
  });

  it('builds with the packages for development', () => {
    expect(install).toBe(builds);
    expect(typed('npm run build')).toMatchObject({ status: 0, stderr: '' });
  });

  it('starts a server that trusts only Entra ID', async () => {
    await expect(answersOf(start)).resolves.toEqual([200, 401, 401]);
  });

  it('starts it on the Node that the project brings once the packages for development are gone', async () => {
    const { status, stderr } = typed(prune);
    // Packages of others may want a newer Node than npm runs on; this one does not.
    expect([status, stderr]).toEqual([0, expect.not.stringMatching(/package: 'open-entitlements@/)]);
    expect(existsSync(join(project, 'node_modules/@nestjs/cli'))).toBe(false);
    await expect(answersOf(start)).resolves.toEqual([200, 401, 401]);
    expect(typed('npm exec -- node -p process.execPath').stdout.trim()).toBe(
      join(project, 'node_modules/node/bin/node'),
    );
  });

  it('starts it without the source, as in an image', async () => {
    for (const part of sources) rmSync(join(project, part), { recursive: true });
    await expect(answersOf(start)).resolves.toEqual([200, 401, 401]);
  });

  it('is what a start asks for that finds no build', () => {
    rmSync(join(project, 'dist'), { recursive: true });
    writeFileSync(join(project, 'src'), '');
    const { status, stderr } = typed(start);
    expect([status, stderr]).toEqual([1, expect.stringContaining(builds)]);
  });

  /** What the started server answers to readiness, to a call without a token, and to whoever wants one for nothing. */
  async function answersOf(line: string): Promise<number[]> {
    const server = spawn('bash', ['-c', `exec ${line}`], { cwd: project, env: env() });
    let said = '';
    const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
    const listening = new Promise<void>((resolve) => {
      const hear = (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes(`listens on ${publicUrl}`)) resolve();
      };
      for (const stream of [server.stdout, server.stderr]) stream.on('data', hear);
    });
    try {
      await Promise.race([listening, ended.then(() => Promise.reject(new Error(said)))]);
      const ask = async (path: string, method = 'GET') =>
        (await fetch(`http://127.0.0.1:${port}${path}`, { method })).status;
      let ready = await ask('/health/ready');
      // A machine that is busy may take its time.
      for (; ready === 503; ready = await ask('/health/ready')) await after(200);
      return [ready, await ask('/v1.0/users'), await ask('/dev/token', 'POST')];
    } finally {
      server.kill('SIGTERM');
      await ended;
    }
  }
});
