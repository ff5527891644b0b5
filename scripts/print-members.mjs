// `npm run docs:members`: writes into docs/compatibility.md what becomes of the members of bodies, from the server as it was built.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { bodiesOf, withMembers } from './lib/members-page.mjs';
import { complain, root } from './lib/run.mjs';

await print().catch(complain);

async function print() {
  await ensureBuilt();
  const page = join(root, 'docs/compatibility.md');
  writeFileSync(page, withMembers(readFileSync(page, 'utf8'), bodiesOf(await routes(), await model())));
  process.stdout.write('Wrote docs/compatibility.md\n');
}

/** What the routes declare; the server is started on a database that is gone when this ends. */
async function routes() {
  const { createApp } = await built('app.setup.js');
  const { Config } = await built('platform/config/config.js');
  const { DescribedRoutes } = await built('platform/openapi/described-routes.js');
  const settings = { AUTH_MODE: 'development', DATA_DIR: 'memory://members', DEMO_DATA: 'false', LOG_LEVEL: 'fatal' };
  const app = await createApp(new Config(settings));
  try {
    return [...app.get(DescribedRoutes, { strict: false }).byKey().values()];
  } finally {
    await app.close();
  }
}

async function model() {
  const files = ['declared-members', 'member-classes', 'members', 'type-names'].map((file) => `edm/${file}`);
  const modules = await Promise.all(
    [...files, 'http/member-index', 'beta/bodies'].map((file) => built(`platform/${file}.js`)),
  );
  return Object.assign({}, ...modules);
}

function built(file) {
  return import(pathToFileURL(join(root, 'dist', file)).href);
}
