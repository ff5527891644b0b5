import { mayReadAll } from '../../platform/auth/permissions.js';
import { authors } from '../../platform/odata/authors.js';
import {
  enumeration,
  guid,
  toManyThrough,
  moment,
  nullable,
  parts,
  readBy,
  resource,
  text,
  toBase,
} from '../../platform/odata/resource.js';
import { type ConnectedOrganization, organizationStates } from './connected-organization.js';
import { IdentitySource } from './identity-sources.body.js';

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
  long: ['description'],
  isTagged: true,
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    description: nullable(text('description')),
    state: enumeration('connectedOrganizationState', organizationStates)('state'),
    identitySources: parts(() => IdentitySource, 'identitySources'),
    createdDateTime: moment('createdAt'),
    modifiedDateTime: moment('modifiedAt'),
  },
  inBeta: { fields: authors },
  links: {
    internalSponsors: sponsors('internal'),
    externalSponsors: sponsors('external'),
  },
  visibleTo: (caller) => (mayReadAll(caller) ? {} : { sponsors: { some: { userId: caller.objectId } } }),
});
