import { visibleIn } from '../../graph/index.js';
import { computed, moment, resource, text, toOne } from '../../platform/odata/resource.js';
import { whatSomebodyIsShown } from '../resources/index.js';
import type { ResourceRoleScope } from './role-scope.js';

const declared = {
  path: 'identityGovernance/entitlementManagement/accessPackages/resourceRoleScopes',
  isUnaddressed: true,
  entityType: 'accessPackageResourceRoleScope',
  model: 'resourceRoleScope',
  fields: { id: text<ResourceRoleScope>('id'), createdDateTime: moment<ResourceRoleScope>('createdAt') },
  inBeta: {
    fields: {
      createdBy: computed<ResourceRoleScope>({ edm: 'Edm.String' }, () => null),
      modifiedBy: computed<ResourceRoleScope>({ edm: 'Edm.String' }, () => null),
      modifiedDateTime: moment<ResourceRoleScope>('createdAt'),
    },
  },
  links: { role: toOne('resourceRoles', 'role'), scope: toOne('resourceScopes', 'scope') },
} as const;

/** The roles that packages give (Graph's accessPackageResourceRoleScope). */
export const resourceRoleScopes = resource<'resourceRoleScope', ResourceRoleScope>({
  ...declared,
  name: 'resourceRoleScopes',
  readBy: 'entitlements.read',
  visibleTo: (caller) =>
    visibleIn<'resourceRoleScope'>(caller, 'catalogs.read', {
      own: { accessPackage: whatSomebodyIsShown(caller) },
      inCatalogs: (catalogId) => ({ accessPackage: { catalogId } }),
    }),
});

/** The same behind a package that somebody may ask for: what it gives is shown where the package says so. */
export const offeredRoleScopes = resource<'resourceRoleScope', ResourceRoleScope>({
  ...declared,
  name: 'offeredRoleScopes',
  readBy: 'ownAccess.read',
  isOpen: true,
  visibleTo: () => ({ accessPackage: { isRoleScopesVisible: true } }),
});
