// `npm run docs:permissions`: writes docs/permissions.md from the server as it was built.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { permissionsPage } from './lib/permissions-page.mjs';
import { complain, root } from './lib/run.mjs';

await print().catch(complain);

async function print() {
  await ensureBuilt();
  const { permissions, roles } = await built('graph/index.js');
  const { routes, requestTypes } = await declared();
  writeFileSync(join(root, 'docs/permissions.md'), permissionsPage({ permissions, roles, routes, requestTypes }));
  process.stdout.write('Wrote docs/permissions.md\n');
}

/** What the server's classes declare; it is started on a database that is gone when this ends. */
async function declared() {
  const { createApp } = await built('app.setup.js');
  const { Config } = await built('platform/config/config.js');
  const { DescribedRoutes } = await built('platform/openapi/described-routes.js');
  const { RequestTypes } = await built('entitlement-management/assignment-requests/request-types.registry.js');
  const settings = {
    AUTH_MODE: 'development',
    DATA_DIR: 'memory://permissions',
    DEMO_DATA: 'false',
    LOG_LEVEL: 'fatal',
  };
  const app = await createApp(new Config(settings));
  try {
    return {
      routes: [...app.get(DescribedRoutes, { strict: false }).byKey().values()],
      requestTypes: app.get(RequestTypes, { strict: false }).declared(),
    };
  } finally {
    await app.close();
  }
}

function built(file) {
  return import(pathToFileURL(join(root, 'dist', file)).href);
}
