export { RoleAssignmentCreated, RoleAssignmentDeleted } from './role-assignment.events.js';
export { createRoleAssignment, type Principal, type RoleAssignment } from './role-assignment.js';
export { RoleAssignmentsRepository } from './role-assignments.repository.js';
export { RoleManagementModule } from './role-management.module.js';
