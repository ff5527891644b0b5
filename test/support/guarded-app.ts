import { Controller, Get, Post, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DirectoryStandingModule } from '../../src/directory/index.js';
import { AuthModule } from '../../src/platform/auth/auth.module.js';
import { type Caller, CurrentCaller } from '../../src/platform/auth/caller.js';
import { JsonFetcher } from '../../src/platform/auth/keys/json-fetcher.js';
import { Permitted, Public } from '../../src/platform/auth/permissions.js';
import { RouteCheck } from '../../src/platform/auth/route-check.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { Config } from '../../src/platform/config/config.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { DevelopmentModule } from '../../src/platform/development/development.module.js';
import { EventingModule } from '../../src/platform/eventing/eventing.module.js';
import { fastifyAdapter, prepareCalls } from '../../src/platform/http/fastify.js';
import { HttpModule } from '../../src/platform/http/http.module.js';
import { Routes } from '../../src/platform/http/routes.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { TimeModule } from '../../src/platform/time/time.module.js';
import { createMigratedDatabase } from './postgres.js';

/** Routes that say who was admitted. */
@Controller()
export class WhoController {
  @Get('who')
  @Permitted('entitlements.read')
  who(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  @Post('who')
  @Permitted('entitlements.read')
  whoPosts(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  @Get('anybody')
  @Public()
  anybody(): { admitted: boolean } {
    return { admitted: true };
  }
}

export interface GuardedAppOptions {
  readonly env?: Record<string, string>;
  readonly fetcher?: JsonFetcher;
  readonly controllers?: Type[];
  /** False: starts although a route names no operation. */
  readonly checkRoutes?: boolean;
}

/** The platform's doors with a few routes behind them, on a free port and an empty database. */
export async function guardedApp(options: GuardedAppOptions = {}) {
  const database = options.env?.['DATABASE_URL'] ? undefined : await createMigratedDatabase();
  const config = new Config({ DATABASE_URL: database?.url, DEMO_DATA: 'false', LOG_LEVEL: 'fatal', ...options.env });
  const adapter = fastifyAdapter(config);
  const testing = await testingModule(config, options);
  const app = testing.createNestApplication<NestFastifyApplication>(adapter, { bodyParser: false, logger: false });
  const close = async (): Promise<void> => {
    await app.close();
    await database?.drop();
  };
  prepareCalls(adapter, config, app.get(Routes));
  try {
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await close();
    throw error;
  }
  return { app, url: (await app.getUrl()).replace('[::1]', '127.0.0.1'), close };
}

function testingModule(
  config: Config,
  { fetcher, controllers = [WhoController], checkRoutes = true }: GuardedAppOptions,
) {
  const imports = [
    ConfigModule.with(config),
    DatabaseModule,
    TimeModule,
    EventingModule,
    MetricsModule,
    HttpModule,
    DirectoryStandingModule,
    AuthModule,
    DevelopmentModule.for(config),
  ];
  const building = Test.createTestingModule({ imports, controllers });
  if (fetcher) building.overrideProvider(JsonFetcher).useValue(fetcher);
  if (!checkRoutes) building.overrideProvider(RouteCheck).useValue({});
  return building.compile();
}
