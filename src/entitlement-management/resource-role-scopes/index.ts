export { AddRoleScopeCommand } from './commands/add-role-scope.js';
export { type GivenOrigin, ResourceRoleScopeAdded, ResourceRoleScopeRemoved } from './role-scope.events.js';
export { RoleScopesModule } from './role-scopes.module.js';
export { offeredRoleScopes, resourceRoleScopes } from './role-scopes.resource.js';
