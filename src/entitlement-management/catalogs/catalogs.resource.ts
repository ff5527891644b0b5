import type { Caller } from '../../platform/auth/caller.js';
import { authors, visibleIn } from '../../graph/index.js';
import { fieldsOf } from '../../platform/entities/fields.js';
import { toMany, toManyThrough, resource } from '../../platform/odata/resource.js';
import type { Catalog } from './catalog.js';
import { CatalogEntity } from './catalogs.entity.js';

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
  isTagged: true,
  fields: fieldsOf(CatalogEntity),
  inBeta: { fields: authors },
  links: {
    accessPackages: toMany('accessPackages'),
    customWorkflowExtensions: toMany('customWorkflowExtensions', 'customExtensions'),
    resources: toMany('resources', 'resources'),
    resourceRoles: toManyThrough('resourceRoles', 'resources', 'roles'),
    resourceScopes: toManyThrough('resourceScopes', 'resources', 'scopes'),
  },
  visibleTo: (caller) =>
    visibleIn<'catalog'>(caller, 'catalogs.read', {
      own: { accessPackages: { some: concerning(caller) } },
      inCatalogs: (id) => ({ id }),
    }),
});
