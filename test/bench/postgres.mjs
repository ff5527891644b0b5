import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** What is measured is durable: a commit is on disk before it is answered. */
const durable = ['fsync=on', 'full_page_writes=on', 'synchronous_commit=on', 'track_commit_timestamp=on'];
const settings = [...durable, 'shared_buffers=512MB', 'max_wal_size=4GB', 'checkpoint_timeout=30min'];

/** A throw-away Postgres of our own that commits to disk. */
export async function startPostgres() {
  const script = fileURLToPath(new URL('../support/postgres-server.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, ...settings], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const address = await Promise.race([
    new Promise((resolve) => createInterface(child.stdout).once('line', resolve)),
    exited.then(() => Promise.reject(new Error('Postgres did not start.'))),
  ]);
  const admin = new pg.Client({ connectionString: address });
  await admin.connect();
  const { rows } = await admin.query("SELECT pg_backend_pid() AS pid, current_setting('server_version') AS version");
  const urlOf = (name) => Object.assign(new URL(address), { pathname: name }).href;
  return {
    version: rows[0].version,
    durable,
    /** The process that all of its others are children of. */
    pid: Number(/\nPPid:\s+(\d+)/.exec(readFileSync(`/proc/${rows[0].pid}/status`, 'utf8'))?.[1]),
    async createDatabase(name, template) {
      await admin.query(`CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`);
      return urlOf(name);
    },
    checkpoint: () => admin.query('CHECKPOINT'),
    async stop() {
      await admin.end();
      child.stdin.end();
      await exited;
    },
  };
}

/** A connection to look at a database with. */
export async function connect(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
