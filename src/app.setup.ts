import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { graphOperations } from './entitlement-management/graph-operations.js';
import { DemoData } from './demo-data/index.js';
import { DoorCheck } from './platform/auth/door-check.js';
import type { Config } from './platform/config/config.js';
import { requireTlsFiles } from './platform/config/tls-files.js';
import { Database } from './platform/database/database.js';
import { Worker } from './platform/eventing/worker.js';
import { requireHarmless } from './platform/extensions/extension-check.js';
import { fastifyAdapter, prepareCalls, routesRegisteredAt } from './platform/http/fastify.js';
import { Routes } from './platform/http/routes.js';
import { securityHeaders } from './platform/http/security-headers.js';
import { ServerLog } from './platform/logging/server-log.js';
import { serveExplorer } from './platform/openapi/explorer.js';
import { OutsideGrants } from './entitlement-management/grants/index.js';
import { Provisioners } from './provisioning/index.js';

/** Builds the application, ready to listen; who calls this closes it. Shared by the server and its tests. */
export async function createApp(
  config: Config,
  extensions: NonNullable<DynamicModule['imports']> = [],
): Promise<NestFastifyApplication> {
  requireTlsFiles(config.tls);
  await requireHarmless(extensions, [AppModule.with(config)]);
  const adapter = fastifyAdapter(config);
  const registered = routesRegisteredAt(adapter);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, extensions), adapter, {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
    forceCloseConnections: false,
  });
  app.useLogger(app.get(ServerLog));
  app.useSecurityHeaders(securityHeaders(config));
  const routes = app.get(Routes);
  routes.document(graphOperations);
  prepareCalls(adapter, config, routes);
  serveExplorer(app);
  try {
    await app.init();
    app.get(DoorCheck).requireClosed(registered);
    app.get(Provisioners).open();
    await app.get(Worker).start();
    app.get(OutsideGrants).start();
    await seedDemoData(app);
  } catch (error) {
    await closeSoon(app);
    throw error;
  }
  return app;
}

const longestCloseMillis = 5_000;

/** Closes what failed to start: its worker, its database, its data folder; what does not end is left to the end of the process. */
export async function closeSoon(app: INestApplicationContext): Promise<void> {
  const limit = new AbortController();
  const closed = app.close().catch(() => undefined);
  await Promise.race([closed, sleep(longestCloseMillis, undefined, { signal: limit.signal }).catch(() => undefined)]);
  limit.abort();
}

/** A database that is away does not hold up the start: the data follows once it is there. */
async function seedDemoData(app: NestFastifyApplication): Promise<void> {
  const seeded = app.get(DemoData).seed();
  if (await app.get(Database).isReady()) await seeded;
  else seeded.catch((error: unknown) => app.get(ServerLog).error(error));
}
