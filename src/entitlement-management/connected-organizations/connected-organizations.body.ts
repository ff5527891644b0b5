import { BodyOf } from '../../platform/beta/bodies.js';
import type { BetaPaths } from '../../platform/beta/names.js';
import { asWritten } from '../../platform/http/body.pipe.js';
import { givenOf } from '../../platform/http/given.js';
import { PassesOver, Refuses } from '../../platform/http/member-classes.js';
import { Guid, Name, OneOf, Text } from '../../platform/http/members.js';
import { Reference, References } from '../../platform/http/references.js';
import { Example } from '../../platform/openapi/example.js';
import {
  type IdentitySource as StoredSource,
  organizationStates,
  type OrganizationValues,
  type Sponsor,
} from './connected-organization.js';
import { type IdentitySource, IdentitySources } from './identity-sources.body.js';

const people = ['users', 'directoryObjects'];

type State = OrganizationValues['state'];

/** What beta takes of a new organization beside v1.0's members. */
class OrganizationInBeta {
  @Name(255) domainName?: string | null;
}

/** A domain alone is the one identity source that the organization has; beside other sources it is left to be refused. */
function organizationFromBeta(sent: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { domainName, ...others } = sent;
  if (domainName === null) return others;
  if (domainName === undefined || Object.hasOwn(others, 'identitySources')) return sent;
  const source = { '@odata.type': 'microsoft.graph.domainIdentitySource', domainName, displayName: domainName };
  return { ...others, identitySources: [source] };
}

const betaPaths: BetaPaths = [[/^identitySources\[0\]\.(?:domainName|displayName)$/, 'domainName']];

/** A connected organization as a POST carries it. */
@Example({
  displayName: 'Fabrikam',
  description: 'Builds our booths.',
  state: 'configured',
  identitySources: [
    { '@odata.type': '#microsoft.graph.domainIdentitySource', domainName: 'fabrikam.example', displayName: 'Fabrikam' },
  ],
})
@BodyOf('connectedOrganization', { type: () => OrganizationInBeta, fromBeta: organizationFromBeta, paths: betaPaths })
@Refuses('is not taken in a new organization: the server says it', 'id', 'createdDateTime', 'modifiedDateTime')
@Refuses('is not taken in a new organization: the server says it', 'createdBy', 'modifiedBy')
@Refuses("is not taken here: send addresses as 'internalSponsors@odata.bind'", 'internalSponsors')
@Refuses("is not taken here: send addresses as 'externalSponsors@odata.bind'", 'externalSponsors')
export class ConnectedOrganizationBody {
  @Name(256) displayName: string;
  @Text(4_000) description?: string | null;
  @OneOf(organizationStates) state?: State | null;
  @IdentitySources(100) identitySources: IdentitySource[] = [];
  @References(people, 100) 'internalSponsors@odata.bind'?: string[] | null;
  @References(people, 100) 'externalSponsors@odata.bind'?: string[] | null;
}

/** Members to change, as a PATCH carries them. */
@Example({ description: 'Builds our booths and stages.' })
@BodyOf('connectedOrganization')
@PassesOver('createdDateTime', 'modifiedDateTime', 'createdBy', 'modifiedBy', 'internalSponsors', 'externalSponsors')
@Refuses("is not taken here: send it to '$ref' of the organization's sponsors", 'internalSponsors@odata.bind')
@Refuses("is not taken here: send it to '$ref' of the organization's sponsors", 'externalSponsors@odata.bind')
export class ConnectedOrganizationChangesBody {
  @Guid() id?: string | null;
  @Name(256, 'omittable') displayName?: string;
  @Text(4_000) description?: string | null;
  @OneOf(organizationStates, 'omittable') state?: State;
  @IdentitySources(100) identitySources?: IdentitySource[];
}

/** The address of a sponsor (`@odata.id`): a person, as the directory has groups for no such thing. */
@Example({ '@odata.id': 'https://entitlements.example.org/v1.0/users/0a000000-0000-4000-8000-000000000003' })
export class SponsorReferenceBody {
  @Reference(people, 'required') '@odata.id': string;
}

const kept = (sources: readonly IdentitySource[]): StoredSource[] =>
  asWritten(sources).map((source) => ({ ...source }));

export const valuesOf = (body: ConnectedOrganizationBody): OrganizationValues => ({
  displayName: body.displayName,
  description: body.description ?? null,
  state: body.state ?? 'configured',
  identitySources: kept(body.identitySources),
});

/** The people whom a body binds as sponsors, each once in each kind. */
export const boundSponsors = (body: ConnectedOrganizationBody): Sponsor[] =>
  (['internal', 'external'] as const).flatMap((kind) =>
    [...new Set(body[`${kind}Sponsors@odata.bind`])].map((userId) => ({ kind, userId })),
  );

export function changesOf(body: ConnectedOrganizationChangesBody): Partial<OrganizationValues> {
  const changes = givenOf(body, 'displayName', 'description', 'state');
  return body.identitySources ? { ...changes, identitySources: kept(body.identitySources) } : changes;
}
