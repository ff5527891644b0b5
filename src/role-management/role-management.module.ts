import { Module } from '@nestjs/common';
import { RoleAssignmentsRepository } from './role-assignments.repository.js';

/** Who holds which role of entitlement management where. */
@Module({
  providers: [RoleAssignmentsRepository],
  exports: [RoleAssignmentsRepository],
})
export class RoleManagementModule {}
