import { authors, mayReadAll } from '../../graph/index.js';
import { fieldsOf } from '../../platform/entities/fields.js';
import { readBy, resource, toBase, toManyThrough } from '../../platform/odata/resource.js';
import type { ConnectedOrganization } from './connected-organization.js';
import { ConnectedOrganizationEntity } from './connected-organizations.entity.js';

/** The people of one kind, whom their own addresses show with the organization's permission. */
const sponsors = (kind: 'internal' | 'external') =>
  readBy('entitlements.read', toBase(toManyThrough('users', 'sponsors', 'user', { kind })));

/** Another organization whose people may be let in (Graph's connectedOrganization). */
export const connectedOrganizations = resource<'connectedOrganization', ConnectedOrganization>({
  name: 'connectedOrganizations',
  path: 'identityGovernance/entitlementManagement/connectedOrganizations',
  readBy: 'entitlements.read',
  entityType: 'connectedOrganization',
  example: { displayName: 'Fabrikam', description: 'Builds our booths.', state: 'configured' },
  model: 'connectedOrganization',
  isTagged: true,
  fields: fieldsOf(ConnectedOrganizationEntity),
  inBeta: { fields: authors },
  links: {
    internalSponsors: sponsors('internal'),
    externalSponsors: sponsors('external'),
  },
  visibleTo: (caller) => (mayReadAll(caller) ? {} : { sponsors: { some: { userId: caller.objectId } } }),
});
