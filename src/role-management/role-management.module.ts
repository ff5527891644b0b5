import { Module } from '@nestjs/common';
import { DirectoryModule, DirectoryStandingModule } from '../directory/index.js';
import { CatalogAuthority } from './catalog-authority.js';
import { CreateRoleAssignmentHandler } from './commands/create-role-assignment.js';
import { DeleteRoleAssignmentHandler } from './commands/delete-role-assignment.js';
import { DelegatedAuthority } from './delegated-authority.js';
import { FirstOwners } from './first-owners.js';
import { RoleAssignmentsController } from './role-assignments.controller.js';
import { RoleAssignmentsRepository } from './role-assignments.repository.js';
import { RoleDefinitionsController } from './role-definitions.controller.js';
import { RoleEligibilityController } from './role-eligibility.controller.js';
import { RoleSchedulesController } from './role-schedules.controller.js';

/** Who holds which role of entitlement management where. */
@Module({
  imports: [DirectoryModule, DirectoryStandingModule],
  controllers: [
    ...[RoleDefinitionsController, RoleAssignmentsController],
    ...[RoleSchedulesController, RoleEligibilityController],
  ],
  providers: [
    ...[RoleAssignmentsRepository, CatalogAuthority, DelegatedAuthority, FirstOwners],
    ...[CreateRoleAssignmentHandler, DeleteRoleAssignmentHandler],
  ],
  exports: [RoleAssignmentsRepository, DelegatedAuthority, FirstOwners],
})
export class RoleManagementModule {}
