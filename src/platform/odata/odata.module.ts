import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { HttpModule } from '../http/http.module.js';
import { ByIdsQueryHandler } from './by-ids-query.handler.js';
import { CountInterceptor } from './count.interceptor.js';
import { EntityTagsInterceptor } from './entity-tags.interceptor.js';
import { Expansions } from './expansions.js';
import { GetQueryHandler } from './get-query.handler.js';
import { linkAddresses } from './link-addresses.js';
import { LinkedQueryHandler } from './linked-query.handler.js';
import { ListQueryHandler } from './list-query.handler.js';
import { NextLinks } from './next-links.js';
import { SkipTokens } from './plan/skip-tokens.js';
import { ResourceRegistry } from './resource-registry.js';
import type { Resource } from './resource.js';
import { Rows } from './rows.js';

/** Serves reads of every registered resource. */
@Module({})
export class ODataModule {
  /** `linked` are those whose links to one entity get an address here; the others' modules have their own. */
  static with(resources: readonly Resource[], linked: readonly Resource[] = []): DynamicModule {
    return {
      module: ODataModule,
      global: true,
      imports: [HttpModule],
      controllers: linkAddresses(linked, resources),
      providers: [
        { provide: ResourceRegistry, useFactory: () => new ResourceRegistry(resources) },
        SkipTokens,
        Rows,
        NextLinks,
        Expansions,
        ListQueryHandler,
        GetQueryHandler,
        ByIdsQueryHandler,
        LinkedQueryHandler,
        { provide: APP_INTERCEPTOR, useClass: EntityTagsInterceptor },
        { provide: APP_INTERCEPTOR, useClass: CountInterceptor },
      ],
      exports: [ResourceRegistry],
    };
  }
}
