/** What is Graph's and the product's own in words, handed in to the platform, which knows none of them. */
import './api-texts.js';
import './conflicts.js';
import './front-page.js';
import './refusals.js';
import './root.js';

export {
  EntitlementManagementSchedule,
  ExpirationPatternBody,
  type ExpirationPatternType,
  PatternedRecurrence,
} from './schedule.js';
export { authors } from './authors.js';
export { betaIds, betaMembers, betaSegments, betaTypes } from './beta-names.js';
export {
  type Catalogs,
  catalogBehind,
  type InCatalog,
  mayActSomewhere,
  mayIn,
  mayNameRolesIn,
  readsAsManager,
  visibleIn,
} from './delegation.js';
export {
  directoryRoles,
  mayAdminister,
  mayHaveAnyGiven,
  mayNameRoles,
  mayReadAll,
  mayReadRoles,
  permissions,
} from './permissions.js';
export { requestTypes } from './request-words.js';
export { type Reach, reachOf } from './reach.js';
export {
  type BuiltInRole,
  catalogsOf,
  roleIdsFor,
  type RoleName,
  roleNamedBy,
  roles,
  rolesFor,
  type Task,
} from './roles.js';
