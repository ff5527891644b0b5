import { mayReadAll } from '../../platform/auth/permissions.js';
import {
  enumeration,
  guid,
  manyThrough,
  moment,
  nullable,
  parts,
  resource,
  text,
  toBase,
} from '../../platform/odata/resource.js';
import { type ConnectedOrganization, organizationStates } from './connected-organization.js';
import { IdentitySource } from './identity-sources.body.js';

/** Another organization whose people may be let in (Graph's connectedOrganization). */
export const connectedOrganizations = resource<ConnectedOrganization>({
  name: 'connectedOrganizations',
  path: 'identityGovernance/entitlementManagement/connectedOrganizations',
  entityType: 'connectedOrganization',
  example: { displayName: 'Fabrikam', description: 'Builds our booths.', state: 'configured' },
  model: 'connectedOrganization',
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
  links: {
    internalSponsors: toBase(manyThrough('users', 'sponsors', 'user', { kind: 'internal' })),
    externalSponsors: toBase(manyThrough('users', 'sponsors', 'user', { kind: 'external' })),
  },
  visibleTo: (caller) => (mayReadAll(caller) ? {} : { sponsors: { some: { userId: caller.objectId } } }),
});
