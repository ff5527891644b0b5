import { asWritten } from '../../platform/http/body.pipe.js';
import { givenOf } from '../../platform/http/given.js';
import { Guid, Name, OneOf, Text } from '../../platform/http/members.js';
import { Reference } from '../../platform/http/references.js';
import { ReadOnly } from '../../platform/http/tolerated.js';
import { Example } from '../../platform/openapi/example.js';
import {
  type IdentitySource as StoredSource,
  organizationStates,
  type OrganizationValues,
} from './connected-organization.js';
import { type IdentitySource, IdentitySources } from './identity-sources.body.js';

type State = OrganizationValues['state'];

/** A connected organization as a POST carries it. */
@Example({
  displayName: 'Fabrikam',
  description: 'Builds our booths.',
  state: 'configured',
  identitySources: [
    { '@odata.type': '#microsoft.graph.domainIdentitySource', domainName: 'fabrikam.example', displayName: 'Fabrikam' },
  ],
})
export class ConnectedOrganizationBody {
  @Name(256) displayName: string;
  @Text(4_000) description?: string | null;
  @OneOf(organizationStates) state?: State | null;
  @IdentitySources(100) identitySources: IdentitySource[] = [];
}

/** Members to change, as a PATCH carries them. */
@Example({ description: 'Builds our booths and stages.' })
export class ConnectedOrganizationChangesBody {
  @Guid() id?: string | null;
  @Name(256, 'omittable') displayName?: string;
  @Text(4_000) description?: string | null;
  @OneOf(organizationStates, 'omittable') state?: State;
  @IdentitySources(100) identitySources?: IdentitySource[];
  @ReadOnly() createdDateTime?: undefined;
  @ReadOnly() modifiedDateTime?: undefined;
  @ReadOnly() internalSponsors?: undefined;
  @ReadOnly() externalSponsors?: undefined;
}

/** The address of a sponsor (`@odata.id`): a person, as the directory has groups for no such thing. */
@Example({ '@odata.id': 'https://entitlements.example.org/v1.0/users/0a000000-0000-4000-8000-000000000003' })
export class SponsorReferenceBody {
  @Reference(['users', 'directoryObjects'], 'required') '@odata.id': string;
}

const kept = (sources: readonly IdentitySource[]): StoredSource[] =>
  asWritten(sources).map((source) => ({ ...source }));

export const valuesOf = (body: ConnectedOrganizationBody): OrganizationValues => ({
  displayName: body.displayName,
  description: body.description ?? null,
  state: body.state ?? 'configured',
  identitySources: kept(body.identitySources),
});

export function changesOf(body: ConnectedOrganizationChangesBody): Partial<OrganizationValues> {
  const changes = givenOf(body, 'displayName', 'description', 'state');
  return body.identitySources ? { ...changes, identitySources: kept(body.identitySources) } : changes;
}
