import { jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Config } from '../../src/platform/config/config.js';
import { serve } from '../../src/serve.js';
import { createMigratedDatabase, type TestDatabase } from '../support/postgres.js';
import { patienceMillis, startProcess, startToFail } from '../support/process.js';
import { longDescribe } from '../support/size.js';

jest.setTimeout(patienceMillis + 60_000);

const listening = (): Promise<{ server: Server; port: string }> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => resolve({ server, port: String((server.address() as { port: number }).port) }));
  });

async function asked(database: TestDatabase, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(text);
  await client.end();
  return rows;
}

longDescribe('a start that fails says why and ends with 1', () => {
  let folder: string;
  let database: TestDatabase;
  const file = (name: string) => join(folder, name);
  /** A data folder that a server has made and left in order. */
  const initialised = (name: string): string => {
    cpSync(file('initialised'), file(name), { recursive: true });
    return file(name);
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'failed-starts-'));
    database = await createMigratedDatabase();
    for (const name of ['one', 'other']) {
      expect(spawnSync(process.execPath, ['scripts/dev-cert.mjs', file(name)]).status).toBe(0);
    }
    writeFileSync(file('text.pem'), 'no certificate');
    await (await startProcess({ DATA_DIR: file('initialised') })).stop();
  }, patienceMillis);
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('on a port that is taken, and leaves the data folder to the next start', async () => {
    const { server, port } = await listening();
    const DATA_DIR = initialised('data');
    const failed = await startToFail({ PORT: port, DATA_DIR });
    server.close();
    expect(failed).toEqual({ code: 1, output: expect.stringContaining(`Cannot listen on port ${port} of 127.0.0.1`) });
    expect(failed.output).not.toContain('    at ');
    expect(readdirSync(join(DATA_DIR, 'claims'))).toEqual([]);
    const next = await startProcess({ DATA_DIR });
    expect(await next.stop()).toBe(0);
  });

  it('on a port that is taken, and leaves no connection to Postgres', async () => {
    const { server, port } = await listening();
    const failed = await startToFail({ PORT: port, DATABASE_URL: database.url });
    server.close();
    expect(failed).toEqual({ code: 1, output: expect.stringContaining('set PORT to another one') });
    const left = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    expect(await asked(database, left)).toEqual([]);
  });

  it('although something is left open, which would keep it alive', async () => {
    const left = 'data:text/javascript,if(/start.mjs/.test(process.argv[1]))setInterval(()=>{},1e6)';
    const failed = await startToFail({ TLS_CERT_FILE: file('none.crt'), NODE_OPTIONS: `--import=${left}` });
    expect(failed.code).toBe(1);
  });

  it('on a data folder that another server has, which goes on', async () => {
    const DATA_DIR = initialised('shared');
    const first = await startProcess({ DATA_DIR });
    const second = await startToFail({ DATA_DIR });
    expect(second).toEqual({ code: 1, output: expect.stringContaining(`is in use by process ${first.pid}`) });
    expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
    expect(await first.stop()).toBe(0);
  });

  it('on a database whose migrations are not ours', async () => {
    const theirs = await createMigratedDatabase();
    await asked(theirs, `UPDATE _prisma_migrations SET checksum = 'another'`);
    const failed = await startToFail({ DATABASE_URL: theirs.url });
    await theirs.drop();
    expect(failed).toEqual({ code: 1, output: expect.stringMatching(/Migration \S+ was changed after it ran here/) });
  });

  it('on an embedded database that it cannot read', async () => {
    const DATA_DIR = initialised('broken');
    writeFileSync(join(DATA_DIR, 'database/global/pg_control'), 'nothing');
    const failed = await startToFail({ DATA_DIR });
    expect(failed.code).toBe(1);
    expect(failed.output).toMatch(/\S/);
    expect(readdirSync(join(DATA_DIR, 'claims'))).toEqual([]);
  });

  // How the process ends is seen above: here the server is started in this one.
  it.each<[string, () => Record<string, string>, RegExp]>([
    ['a database that is not there', () => ({ DATABASE_URL: `${database.url}_gone` }), /database "\S+_gone" does not/],
    ['a user whom Postgres does not know', () => ({ DATABASE_URL: asNobody(database.url) }), /nobody_here|password/],
    ['a data folder that is a file', () => ({ DATA_DIR: file('text.pem') }), /text\.pem/],
    [
      'an address that is not ours',
      () => ({ ...entra, ...postgres(), HOST: '192.0.2.7' }),
      /of 192\.0\.2\.7: this machine/,
    ],
    ['a certificate that is not there', () => tls('none.crt', 'one/localhost.key'), /TLS_CERT_FILE cannot be read/],
    ['a key that is not there', () => tls('one/localhost.crt', 'none.key'), /TLS_KEY_FILE cannot be read/],
    ['a certificate that is none', () => tls('text.pem', 'one/localhost.key'), /TLS_CERT_FILE and TLS_KEY_FILE are no/],
    ['a key of another certificate', () => tls('one/localhost.crt', 'other/localhost.key'), /are no PEM certificate/],
  ])('on %s', async (_, env, reason) => {
    const config = new Config({ PORT: '0', DATA_DIR: file('unused'), LOG_LEVEL: 'fatal', ...env() });
    await expect(serve(config)).rejects.toThrow(reason);
    expect(existsSync(file('unused'))).toBe(false);
  });

  const postgres = () => ({ DATABASE_URL: database.url });
  const tls = (cert: string, key: string) => ({ TLS_CERT_FILE: file(cert), TLS_KEY_FILE: file(key) });
});

const someId = '11111111-1111-4111-8111-111111111111';
const entra = { AZURE_TENANT_ID: someId, AZURE_CLIENT_ID: someId };

function asNobody(url: string): string {
  const nobody = new URL(url);
  nobody.username = 'nobody_here';
  return nobody.href;
}

longDescribe('a name that looks like a setting', () => {
  it('is told at the start', async () => {
    const { output } = await startToFail({ DATABSE_URL: 'postgres://127.0.0.1/db', PORT: 'none' });
    expect(output).toMatch(/Wrong configuration: PORT/);
    const server = await startProcess({ DATABSE_URL: 'postgres://127.0.0.1/db' });
    await server.stop();
    expect(server.output()).toContain('DATABSE_URL is no setting and was passed over: did you mean DATABASE_URL?');
  });
});
