import { Module } from '@nestjs/common';
import { RoleManagementModule } from '../../role-management/index.js';
import { CatalogsController } from './catalogs.controller.js';
import { CatalogsReader } from './catalogs.reader.js';
import { CatalogsRepository } from './catalogs.repository.js';
import { CreateCatalogHandler } from './commands/create-catalog.js';
import { DeleteCatalogHandler } from './commands/delete-catalog.js';
import { UpdateCatalogHandler } from './commands/update-catalog.js';

@Module({
  imports: [RoleManagementModule],
  controllers: [CatalogsController],
  providers: [CatalogsRepository, CatalogsReader, CreateCatalogHandler, UpdateCatalogHandler, DeleteCatalogHandler],
  exports: [CatalogsReader],
})
export class CatalogsModule {}
