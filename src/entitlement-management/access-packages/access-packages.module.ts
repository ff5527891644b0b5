import { Module } from '@nestjs/common';
import { RoleManagementModule } from '../../role-management/index.js';
import { DirectoryModule } from '../../directory/index.js';
import { CatalogsModule } from '../catalogs/index.js';
import { AccessPackagesController } from './access-packages.controller.js';
import { AccessPackagesReader } from './access-packages.reader.js';
import { AccessPackagesRepository } from './access-packages.repository.js';
import { CreateAccessPackageHandler } from './commands/create-access-package.js';
import { DeclareIncompatibilityHandler } from './commands/declare-incompatibility.js';
import { DeleteAccessPackageHandler } from './commands/delete-access-package.js';
import { UpdateAccessPackageHandler } from './commands/update-access-package.js';
import { WithdrawIncompatibilityHandler } from './commands/withdraw-incompatibility.js';
import { PackageDependents } from './dependents.registry.js';
import { IncompatibilitiesController } from './incompatibilities.controller.js';
import { IncompatibilitiesRepository } from './incompatibilities.repository.js';

@Module({
  imports: [RoleManagementModule, CatalogsModule, DirectoryModule],
  controllers: [AccessPackagesController, IncompatibilitiesController],
  providers: [
    AccessPackagesRepository,
    AccessPackagesReader,
    IncompatibilitiesRepository,
    PackageDependents,
    CreateAccessPackageHandler,
    UpdateAccessPackageHandler,
    DeleteAccessPackageHandler,
    DeclareIncompatibilityHandler,
    WithdrawIncompatibilityHandler,
  ],
  exports: [AccessPackagesReader, PackageDependents],
})
export class AccessPackagesModule {}
