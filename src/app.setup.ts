import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { Config } from './platform/config/config.js';
import { Worker } from './platform/eventing/worker.js';
import { fastifyAdapter, prepareCalls } from './platform/http/fastify.js';
import { Routes } from './platform/http/routes.js';

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
  app.useLogger(app.get(Logger));
  prepareCalls(adapter, config, app.get(Routes));
  try {
    await app.init();
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
  app.get(Worker).start();
  return app;
}
