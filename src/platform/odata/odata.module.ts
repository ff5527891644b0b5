import { type DynamicModule, Module } from '@nestjs/common';
import { GetQueryHandler } from './get-query.handler.js';
import { ListQueryHandler } from './list-query.handler.js';
import { SkipTokens } from './plan/skip-tokens.js';
import { ResourceRegistry } from './resource-registry.js';
import type { Resource } from './resource.js';
import { Rows } from './rows.js';

/** Serves reads of every registered resource. */
@Module({})
export class ODataModule {
  static with(resources: readonly Resource[]): DynamicModule {
    return {
      module: ODataModule,
      global: true,
      providers: [
        { provide: ResourceRegistry, useFactory: () => new ResourceRegistry(resources) },
        SkipTokens,
        Rows,
        ListQueryHandler,
        GetQueryHandler,
      ],
      exports: [ResourceRegistry],
    };
  }
}
