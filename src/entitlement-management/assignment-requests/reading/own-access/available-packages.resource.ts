import type { AccessPackage } from '../../../../platform/database/generated/client.js';
import { nullable, resource, text, guid, toMany, type Resource } from '../../../../platform/odata/resource.js';
import type { Only } from '../../../../platform/odata/sql/source.js';

/** A package as whoever may ask for it sees it (Graph's availableAccessPackage): nobody sees one but by `availableIn`. */
export const availableAccessPackages = resource<'accessPackage', AccessPackage>({
  name: 'availableAccessPackages',
  path: 'identityGovernance/entitlementManagement/availableAccessPackages',
  readBy: 'ownAccess.read',
  entityType: 'availableAccessPackage',
  model: 'accessPackage',
  long: ['description'],
  fields: { id: guid('id'), displayName: text('displayName'), description: nullable(text('description')) },
  links: { resourceRoleScopes: toMany('offeredRoleScopes', 'resourceRoleScopes') },
  visibleTo: () => ({ id: { in: [] } }),
});

/** The same of those packages that somebody may ask for. */
export const availableIn = (requestable: Only): Resource => ({
  ...availableAccessPackages,
  visibleTo: () => ({ AND: [requestable] }),
});
