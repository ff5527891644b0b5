import { catalogsOf, mayReadRoles } from '../graph/index.js';
import type { Caller } from '../platform/auth/caller.js';
import { askable, computed, guid, type Kind, resource, toOne, toOneOf } from '../platform/odata/resource.js';
import type { Source } from '../platform/odata/sql/source.js';
import { sql } from '../platform/odata/sql/sql.js';
import { scopeName } from './app-scope.js';
import type { RoleAssignment } from './role-assignment.js';

const text: Kind = { edm: 'Edm.String' };
const nothing = computed(text, () => null);

/** What every form of a role that somebody holds says of it; a role is held in entitlement management only, and without a condition. */
export const heldRole = {
  principalId: guid<RoleAssignment>('principalId'),
  roleDefinitionId: guid<RoleAssignment>('roleDefinitionId'),
  appScopeId: askable(
    computed<RoleAssignment>(text, ({ catalogId }) => scopeName(catalogId)),
    (row: Source) => sql`COALESCE(${sql`'/AccessPackageCatalog/' || ${row.column('catalogId')}::text`}, '/')`,
  ),
  directoryScopeId: nothing,
};

/** To whom a role is given, which is a person, a group or an application, and which role that is. */
export const heldRoleLinks = {
  principal: toOneOf(
    'directoryObject',
    toOne('users', 'user'),
    toOne('groups', 'group'),
    toOne('servicePrincipals', 'servicePrincipal'),
  ),
  roleDefinition: toOne('roleDefinitions', 'roleDefinition'),
};

/** The rows that name the caller, in person or as an application; not those of groups. */
export const ofCaller = ({ kind, objectId }: Caller) =>
  kind === 'user' ? { userId: objectId } : { servicePrincipalId: objectId };

/** Who holds which role where (Graph's unifiedRoleAssignment): everybody sees their own, owners those in their catalogs. */
export const roleAssignments = resource<'roleAssignment', RoleAssignment>({
  name: 'roleAssignments',
  path: 'roleManagement/entitlementManagement/roleAssignments',
  readBy: 'roleAssignments.read',
  entityType: 'unifiedRoleAssignment',
  example: { appScopeId: '/AccessPackageCatalog/0d000000-0000-4000-8000-0000000000c1' },
  model: 'roleAssignment',
  fields: {
    id: guid('id'),
    ...heldRole,
    principalOrganizationId: nothing,
    condition: nothing,
  },
  links: heldRoleLinks,
  visibleTo: (caller) =>
    mayReadRoles(caller)
      ? {}
      : { OR: [{ catalogId: { in: [...catalogsOf(caller, 'catalogs.manage')] } }, ofCaller(caller)] },
});
