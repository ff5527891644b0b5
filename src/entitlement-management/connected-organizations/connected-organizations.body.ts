import { BodyOf } from '../../platform/beta/bodies.js';
import type { BetaPaths } from '../../platform/beta/names.js';
import { PatchBody, PostBody } from '../../platform/entities/bodies.js';
import { changesIn, valuesIn } from '../../platform/entities/values.js';
import { asWritten } from '../../platform/http/body.pipe.js';
import { PassesOver, Refuses } from '../../platform/edm/member-classes.js';
import { Name } from '../../platform/edm/members.js';
import { Reference, References } from '../../platform/edm/references.js';
import { Example } from '../../platform/openapi/example.js';
import type { IdentitySource as StoredSource, OrganizationValues, Sponsor } from './connected-organization.js';
import { ConnectedOrganizationEntity } from './connected-organizations.entity.js';
import type { IdentitySource } from './identity-sources.body.js';
import { WireName } from '../../platform/edm/type-names.js';

const people = ['users', 'directoryObjects'];

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
@Refuses("is not taken here: send addresses as 'internalSponsors@odata.bind'", 'internalSponsors')
@Refuses("is not taken here: send addresses as 'externalSponsors@odata.bind'", 'externalSponsors')
@WireName('ConnectedOrganizationBody')
export class ConnectedOrganizationBody extends PostBody(ConnectedOrganizationEntity) {
  @References(people, 100) 'internalSponsors@odata.bind'?: string[] | null;
  @References(people, 100) 'externalSponsors@odata.bind'?: string[] | null;
}

/** Members to change, as a PATCH carries them. */
@Example({ description: 'Builds our booths and stages.' })
@PassesOver('internalSponsors', 'externalSponsors')
@Refuses("is not taken here: send it to '$ref' of the organization's sponsors", 'internalSponsors@odata.bind')
@Refuses("is not taken here: send it to '$ref' of the organization's sponsors", 'externalSponsors@odata.bind')
@WireName('ConnectedOrganizationChangesBody')
export class ConnectedOrganizationChangesBody extends PatchBody(ConnectedOrganizationEntity) {}

/** The address of a sponsor (`@odata.id`): a person, as the directory has groups for no such thing. */
@Example({ '@odata.id': 'https://entitlements.example.org/v1.0/users/0a000000-0000-4000-8000-000000000003' })
@WireName('SponsorReferenceBody')
export class SponsorReferenceBody {
  @Reference(people, 'required') '@odata.id': string;
}

/** The sources as they are stored: plain JSON, each with its type as answers spell it. */
const kept = (sources: readonly IdentitySource[]): StoredSource[] =>
  asWritten(sources).map((source) => ({ ...source }));

export function valuesOf(body: ConnectedOrganizationBody): OrganizationValues {
  const { identitySources, ...values } = valuesIn(ConnectedOrganizationEntity, body);
  return { ...values, identitySources: kept(identitySources) };
}

/** The people whom a body binds as sponsors, each once in each kind. */
export const boundSponsors = (body: ConnectedOrganizationBody): Sponsor[] =>
  (['internal', 'external'] as const).flatMap((kind) =>
    [...new Set(body[`${kind}Sponsors@odata.bind`])].map((userId) => ({ kind, userId })),
  );

export function changesOf(body: ConnectedOrganizationChangesBody): Partial<OrganizationValues> {
  const { identitySources, ...changes } = changesIn(ConnectedOrganizationEntity, body);
  return identitySources ? { ...changes, identitySources: kept(identitySources) } : changes;
}
