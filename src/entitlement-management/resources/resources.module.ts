import { Module } from '@nestjs/common';
import { DirectoryModule } from '../../directory/index.js';
import { RoleManagementModule } from '../../role-management/index.js';
import { CatalogsModule } from '../catalogs/index.js';
import { AddResourceHandler } from './commands/add-resource.js';
import { RefreshResourceHandler } from './commands/refresh-resource.js';
import { RemoveResourceHandler } from './commands/remove-resource.js';
import { UpdateResourceHandler } from './commands/update-resource.js';
import { DirectoryAsOrigin } from './directory.origins.js';
import { EnvironmentsReader } from './environments.reader.js';
import { NamedResources } from './named-resources.reader.js';
import { Origins } from './origins.registry.js';
import { RolesToGive } from './roles-to-give.reader.js';
import { ResourceEnvironmentsController } from './resource-environments.controller.js';
import { ResourceRequestsController } from './resource-requests.controller.js';
import { ResourceRequestsRepository } from './resource-requests.repository.js';
import { ResourcesController } from './resources.controller.js';
import { ResourcesOfCatalogController } from './resources-of-catalog.controller.js';
import { ResourcesRepository } from './resources.repository.js';

/** What packages of a catalog can give: groups, applications, and what outside systems have. */
@Module({
  imports: [RoleManagementModule, DirectoryModule, CatalogsModule],
  controllers: [
    ...[ResourceRequestsController, ResourcesController],
    ...[ResourcesOfCatalogController, ResourceEnvironmentsController],
  ],
  providers: [
    ...[Origins, DirectoryAsOrigin, EnvironmentsReader, NamedResources, RolesToGive],
    ...[ResourcesRepository, ResourceRequestsRepository],
    ...[AddResourceHandler, UpdateResourceHandler, RemoveResourceHandler, RefreshResourceHandler],
  ],
  exports: [Origins, RolesToGive],
})
export class ResourcesModule {}
