import { type DynamicModule, Module } from '@nestjs/common';
import { DemoDataModule } from './demo-data/index.js';
import { FulfilmentModule } from './entitlement-management/fulfilment/fulfilment.module.js';
import { allResources, entitlementResources } from './all-resources.js';
import { collections, directory } from './collections.js';
import './graph/index.js';
import { AuthModule } from './platform/auth/auth.module.js';
import { BatchModule } from './platform/batch/batch.module.js';
import { CalloutsModule } from './platform/callouts/callouts.module.js';
import { ConfigModule } from './platform/config/config.module.js';
import type { Config } from './platform/config/config.js';
import { CsdlModule } from './platform/csdl/csdl.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { DevelopmentModule } from './platform/development/development.module.js';
import { EventingModule } from './platform/eventing/eventing.module.js';
import { FrontPageModule } from './platform/front-page/front-page.module.js';
import { HealthModule } from './platform/health/health.module.js';
import { HttpModule } from './platform/http/http.module.js';
import { LoggingModule } from './platform/logging/logging.module.js';
import { MetricsModule } from './platform/metrics/metrics.module.js';
import { ODataModule } from './platform/odata/odata.module.js';
import { OpenApiModule } from './platform/openapi/openapi.module.js';
import { TimeModule } from './platform/time/time.module.js';
import { ProvisioningModule } from './provisioning/index.js';

/** The server: the platform under it, and one module per collection. */
@Module({})
export class AppModule {
  /** `extensions` are Nest modules of your own: request types, policy rules, controllers. */
  static with(config: Config, extensions: NonNullable<DynamicModule['imports']> = []): DynamicModule {
    const platform = [
      ConfigModule.with(config),
      LoggingModule.with(config),
      DatabaseModule,
      TimeModule,
      EventingModule,
      CalloutsModule,
      HttpModule,
      HealthModule,
      BatchModule,
      MetricsModule,
      AuthModule,
      DevelopmentModule.for(config),
      ODataModule.with(allResources, entitlementResources),
      OpenApiModule,
      FrontPageModule,
      CsdlModule,
    ];
    const served = [directory, ...collections].map(({ module }) => module);
    const ours = [FulfilmentModule, ProvisioningModule, DemoDataModule];
    return { module: AppModule, imports: [...platform, ...served, ...ours, ...extensions] };
  }
}
