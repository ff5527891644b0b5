import type { Caller } from '../../platform/auth/caller.js';
import { mayReadAll } from '../../platform/auth/permissions.js';
import { authors } from '../../platform/odata/authors.js';
import { enumeration, flag, guid, toMany, moment, nullable, resource, text } from '../../platform/odata/resource.js';
import { type Catalog, catalogStates, catalogTypes } from './catalog.js';

/** The requests that somebody made or is the target of, as a Prisma relation filter. */
export const requestsOf = ({ objectId }: Caller) => ({
  some: { OR: [{ targetId: objectId }, { requestorId: objectId }] },
});

/** What ties a person to a package or a policy, as a Prisma filter: a request, or access that outlives it. */
export const concerning = (caller: Caller) => ({
  OR: [{ requests: requestsOf(caller) }, { assignments: { some: { targetId: caller.objectId } } }],
});

export const catalogs = resource<'catalog', Catalog>({
  name: 'catalogs',
  path: 'identityGovernance/entitlementManagement/catalogs',
  readBy: 'entitlements.read',
  readByConcerned: 'ownAccess.read',
  entityType: 'accessPackageCatalog',
  model: 'catalog',
  long: ['description'],
  isTagged: true,
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    description: nullable(text('description')),
    catalogType: enumeration('accessPackageCatalogType', catalogTypes)('catalogType'),
    state: enumeration('accessPackageCatalogState', catalogStates)('state'),
    isExternallyVisible: flag('isExternallyVisible'),
    createdDateTime: moment('createdAt'),
    modifiedDateTime: moment('modifiedAt'),
  },
  inBeta: { fields: authors },
  links: { accessPackages: toMany('accessPackages') },
  visibleTo: (caller) => (mayReadAll(caller) ? {} : { accessPackages: { some: concerning(caller) } }),
});
