export { SpreadRoleScopeCommand } from './commands/spread-role-scope.js';
export { DirectoryGrants } from './directory-grants.repository.js';
export { GrantSettled, NeedsReleased, RoleScopeSpreads } from './grant.events.js';
export { OutsideGrants } from './outside/outside-grants.worker.js';
export { GrantsModule } from './grants.module.js';
export { GrantsRepository } from './grants.repository.js';
