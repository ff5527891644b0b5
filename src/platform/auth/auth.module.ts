import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { Config } from '../config/config.js';
import { Clock } from '../time/clock.js';
import { Admissions } from './admissions.js';
import { Authentication } from './authentication.js';
import { AzureAdStrategy } from './azure-ad.strategy.js';
import { CallQuota } from './call-quota.js';
import { DoorCheck } from './door-check.js';
import { FrontDoor } from './front-door.js';
import { DevelopmentKeys } from './keys/development-keys.js';
import { EntraKeys } from './keys/entra-keys.js';
import { JsonFetcher } from './keys/json-fetcher.js';
import { SigningKeys } from './keys/signing-keys.js';
import { PublicRoutes } from './public-routes.js';
import { RouteCheck } from './route-check.js';
import { TokenGuard } from './token.guard.js';

/** Tokens, callers and permissions: closes every route of the application that does not say otherwise. */
@Module({
  imports: [DiscoveryModule],
  providers: [
    JsonFetcher,
    DevelopmentKeys,
    {
      provide: SigningKeys,
      inject: [Config, JsonFetcher, Clock, DevelopmentKeys],
      useFactory: (config: Config, fetcher: JsonFetcher, clock: Clock, development: DevelopmentKeys): SigningKeys =>
        config.authMode === 'development' ? development : new EntraKeys(config, fetcher, clock),
    },
    Admissions,
    CallQuota,
    AzureAdStrategy,
    Authentication,
    PublicRoutes,
    FrontDoor,
    RouteCheck,
    DoorCheck,
    { provide: APP_GUARD, useClass: TokenGuard },
  ],
  exports: [DevelopmentKeys],
})
export class AuthModule {}
