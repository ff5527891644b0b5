// `npm run docs:parity`: writes docs/parity.md from Graph's contract, the server as it was built, and the table of witnesses, and
// into README.md what is served.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { parseCsdl } from './lib/csdl.mjs';
import { parityPage } from './lib/parity-page.mjs';
import { complain, root } from './lib/run.mjs';
import { servedTable, withServedTable } from './lib/served-table.mjs';

await print().catch(complain);

async function print() {
  await ensureBuilt();
  const { storedOnly, witnesses } = await load('test/support/witnesses.ts');
  const operations = JSON.parse(textOf('test/contract/operations.json'));
  const { types } = parseCsdl(textOf('test/contract/entitlement-management.csdl.xml'));
  const document = await description();
  writeFileSync(join(root, 'docs/parity.md'), parityPage({ operations, types, document, witnesses, storedOnly }));
  writeFileSync(join(root, 'README.md'), withServedTable(textOf('README.md'), servedTable(document)));
  process.stdout.write('Wrote docs/parity.md, and what is served into README.md\n');
}

/** What the server says of itself; it is started on a database that is gone when this ends. */
async function description() {
  const { createApp } = await load('dist/app.setup.js');
  const { Config } = await load('dist/platform/config/config.js');
  const settings = { AUTH_MODE: 'development', DATA_DIR: 'memory://parity', DEMO_DATA: 'false', LOG_LEVEL: 'fatal' };
  const app = await createApp(new Config(settings));
  try {
    const { body } = await app.inject({ method: 'GET', url: '/openapi.json' });
    return JSON.parse(body);
  } finally {
    await app.close();
  }
}

function load(path) {
  return import(pathToFileURL(join(root, path)).href);
}

function textOf(path) {
  return readFileSync(join(root, path), 'utf8');
}
