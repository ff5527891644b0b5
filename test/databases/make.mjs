// `npm run databases:record [-- name]`: runs the built server on both databases, fills each over HTTP, and keeps what is in them
// beside this file. Later builds start from these databases in `test/integration/upgrade.spec.ts`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { startPostgres } from '../bench/postgres.mjs';
import { root } from '../bench/processes.mjs';
import { contentsOf } from './contents.mjs';
import { fill } from './fill.mjs';
import { speakerTo } from './speaker.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dist: { type: 'string', default: join(root, 'dist') } },
});
const [name = new Date().toISOString().slice(0, 10)] = positionals;
const from = (path) => import(join(values.dist, path));
const { createApp } = await from('app.setup.js');
const { Config } = await from('platform/config/config.js');
const { Database } = await from('platform/database/database.js');
const { Worker } = await from('platform/eventing/worker.js');

const postgres = await startPostgres();
await record('postgres', { DATABASE_URL: await postgres.createDatabase('made') });
await postgres.stop();
const folder = mkdtempSync(join(tmpdir(), 'made-'));
await record('embedded', { DATA_DIR: folder });
rmSync(folder, { recursive: true, force: true });
process.exit();

async function record(kind, settings) {
  const config = new Config({
    PORT: '0',
    LOG_LEVEL: 'fatal',
    AUTH_MODE: 'development',
    DEMO_DATA: 'false',
    ...settings,
  });
  const app = await createApp(config);
  await app.listen(0, '127.0.0.1');
  const { pool } = app.get(Database);
  const query = (sql) => pool.$queryRawUnsafe(sql);
  const worker = app.get(Worker);
  const facts = await fill({ ...speakerTo((await app.getUrl()).replace('[::1]', '127.0.0.1')), query, worker });
  const { sql, migrations } = await contentsOf(query);
  const file = join(import.meta.dirname, `${name}.${kind}`);
  writeFileSync(`${file}.sql`, sql);
  const style = { ...(await resolveConfig(file)), parser: 'json' };
  writeFileSync(`${file}.json`, await format(JSON.stringify({ kind, migrations, ...facts }, null, 2), style));
  process.stdout.write(`${file}.sql: ${(sql.length / 1024).toFixed(0)} KB\n`);
  await app.close();
}
