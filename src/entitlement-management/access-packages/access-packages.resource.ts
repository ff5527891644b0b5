import { authors, visibleIn } from '../../graph/index.js';
import { betaFieldsOf, fieldsOf } from '../../platform/entities/fields.js';
import { readBy, resource, toMany, toManyThrough, toOne } from '../../platform/odata/resource.js';
import { concerning } from '../catalogs/index.js';
import type { AccessPackage } from './access-package.js';
import { AccessPackageEntity } from './access-packages.entity.js';

export const accessPackages = resource<'accessPackage', AccessPackage>({
  name: 'accessPackages',
  path: 'identityGovernance/entitlementManagement/accessPackages',
  readBy: 'entitlements.read',
  readByConcerned: 'ownAccess.read',
  entityType: 'accessPackage',
  model: 'accessPackage',
  isTagged: true,
  fields: fieldsOf(AccessPackageEntity),
  inBeta: { fields: { ...betaFieldsOf(AccessPackageEntity), ...authors } },
  links: {
    catalog: toOne('catalogs', 'catalog'),
    assignmentPolicies: toMany('assignmentPolicies'),
    resourceRoleScopes: toMany('resourceRoleScopes'),
    incompatibleAccessPackages: toManyThrough('accessPackages', 'incompatible', 'incompatibleWith'),
    accessPackagesIncompatibleWith: toManyThrough('accessPackages', 'incompatibleWith', 'accessPackage'),
    incompatibleGroups: readBy('entitlements.read', toManyThrough('groups', 'incompatibleGroups', 'group')),
  },
  visibleTo: (caller) =>
    visibleIn<'accessPackage'>(caller, 'catalogs.read', {
      own: concerning(caller),
      inCatalogs: (catalogId) => ({ catalogId }),
    }),
});
