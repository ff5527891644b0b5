import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ApiDocument } from './api-document.js';
import { DescribedRoutes } from './described-routes.js';
import { ResourceRoutes } from './resource-routes.js';

/** The description of the API, drawn from its code. */
@Module({
  imports: [DiscoveryModule],
  providers: [DescribedRoutes, ApiDocument, ResourceRoutes],
  exports: [DescribedRoutes],
})
export class OpenApiModule {}
