export { DelegatedAuthority } from './delegated-authority.js';
export { FirstOwners } from './first-owners.js';
export { RoleAssignmentCreated, RoleAssignmentDeleted } from './role-assignment.events.js';
export { createRoleAssignment, type Principal, type RoleAssignment } from './role-assignment.js';
export { CreateRoleAssignmentCommand } from './commands/create-role-assignment.js';
export { roleAssignments } from './role-assignments.resource.js';
export {
  roleAssignmentScheduleInstances,
  roleAssignmentScheduleRequests,
  roleAssignmentSchedules,
  roleEligibilityScheduleInstances,
  roleEligibilityScheduleRequests,
  roleEligibilitySchedules,
} from './role-schedules.resource.js';
export { roleDefinitions } from './role-definitions.resource.js';
export { RoleAssignmentsRepository } from './role-assignments.repository.js';
export { RoleManagementModule } from './role-management.module.js';
