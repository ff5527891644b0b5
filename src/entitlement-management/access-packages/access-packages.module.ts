import { Module } from '@nestjs/common';
import { CatalogsModule } from '../catalogs/index.js';
import { AccessPackagesController } from './access-packages.controller.js';
import { AccessPackagesReader } from './access-packages.reader.js';
import { AccessPackagesRepository } from './access-packages.repository.js';
import { CreateAccessPackageHandler } from './commands/create-access-package.js';
import { DeleteAccessPackageHandler } from './commands/delete-access-package.js';
import { UpdateAccessPackageHandler } from './commands/update-access-package.js';

@Module({
  imports: [CatalogsModule],
  controllers: [AccessPackagesController],
  providers: [
    AccessPackagesRepository,
    AccessPackagesReader,
    CreateAccessPackageHandler,
    UpdateAccessPackageHandler,
    DeleteAccessPackageHandler,
  ],
  exports: [AccessPackagesReader],
})
export class AccessPackagesModule {}
