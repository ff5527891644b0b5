import { mayReadAll } from '../../platform/auth/permissions.js';
import { authors } from '../../platform/odata/authors.js';
import {
  flag,
  guid,
  toMany,
  toManyThrough,
  moment,
  nullable,
  toOne,
  readBy,
  resource,
  text,
} from '../../platform/odata/resource.js';
import { concerning } from '../catalogs/index.js';
import type { AccessPackage } from './access-package.js';

export const accessPackages = resource<'accessPackage', AccessPackage>({
  name: 'accessPackages',
  path: 'identityGovernance/entitlementManagement/accessPackages',
  readBy: 'entitlements.read',
  readByConcerned: 'ownAccess.read',
  entityType: 'accessPackage',
  model: 'accessPackage',
  long: ['description'],
  isTagged: true,
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    description: nullable(text('description')),
    isHidden: flag('isHidden'),
    createdDateTime: moment('createdAt'),
    modifiedDateTime: moment('modifiedAt'),
  },
  inBeta: { fields: { isRoleScopesVisible: flag('isRoleScopesVisible'), ...authors } },
  links: {
    catalog: toOne('catalogs', 'catalog'),
    assignmentPolicies: toMany('assignmentPolicies'),
    incompatibleAccessPackages: toManyThrough('accessPackages', 'incompatible', 'incompatibleWith'),
    accessPackagesIncompatibleWith: toManyThrough('accessPackages', 'incompatibleWith', 'accessPackage'),
    incompatibleGroups: readBy('entitlements.read', toManyThrough('groups', 'incompatibleGroups', 'group')),
  },
  visibleTo: (caller) => (mayReadAll(caller) ? {} : concerning(caller)),
});
