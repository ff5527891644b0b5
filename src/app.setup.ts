import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { DemoData } from './demo-data/index.js';
import type { Config } from './platform/config/config.js';
import { Database } from './platform/database/database.js';
import { Worker } from './platform/eventing/worker.js';
import { fastifyAdapter, prepareCalls } from './platform/http/fastify.js';
import { Routes } from './platform/http/routes.js';
import { securityHeaders } from './platform/http/security-headers.js';
import { ServerLog } from './platform/logging/server-log.js';
import { serveExplorer } from './platform/openapi/explorer.js';

/** Builds the application, ready to listen; who calls this closes it. Shared by the server and its tests. */
export async function createApp(
  config: Config,
  extensions: NonNullable<DynamicModule['imports']> = [],
): Promise<NestFastifyApplication> {
  const adapter = fastifyAdapter(config);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, extensions), adapter, {
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
    forceCloseConnections: false,
  });
  app.useLogger(app.get(ServerLog));
  app.useSecurityHeaders(securityHeaders(config));
  prepareCalls(adapter, config, app.get(Routes));
  serveExplorer(app);
  try {
    await app.init();
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
  app.get(Worker).start();
  await seedDemoData(app);
  return app;
}

/** A database that is away does not hold up the start: the data follows once it is there. */
async function seedDemoData(app: NestFastifyApplication): Promise<void> {
  const seeded = app.get(DemoData).seed();
  if (await app.get(Database).isReady()) await seeded;
  else seeded.catch((error: unknown) => app.get(ServerLog).error(error));
}
