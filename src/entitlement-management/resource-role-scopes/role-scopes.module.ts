import { Module } from '@nestjs/common';
import { RoleManagementModule } from '../../role-management/index.js';
import { AccessPackagesModule } from '../access-packages/index.js';
import { ResourcesModule } from '../resources/index.js';
import { AddRoleScopeHandler } from './commands/add-role-scope.js';
import { RemoveRoleScopeHandler } from './commands/remove-role-scope.js';
import { RoleScopesController } from './role-scopes.controller.js';
import { RoleScopesOfPackage } from './role-scopes-of-package.repository.js';
import { RoleScopesRepository } from './role-scopes.repository.js';

/** Which roles of resources packages give. */
@Module({
  imports: [RoleManagementModule, AccessPackagesModule, ResourcesModule],
  controllers: [RoleScopesController],
  providers: [RoleScopesRepository, RoleScopesOfPackage, AddRoleScopeHandler, RemoveRoleScopeHandler],
})
export class RoleScopesModule {}
