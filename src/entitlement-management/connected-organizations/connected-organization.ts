import type { ConnectedOrganization, Prisma } from '../../platform/database/generated/client.js';
import type { NewRow } from '../../platform/database/models.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import {
  ConnectedOrganizationCreated,
  ConnectedOrganizationDeleted,
  ConnectedOrganizationUpdated,
  OrganizationSponsorAdded,
  OrganizationSponsorRemoved,
} from './connected-organization.events.js';

export type { ConnectedOrganization };

/** Only the people of a configured organization count; a proposed one waits for somebody to look at it. */
export const organizationStates = ['configured', 'proposed'] as const;

/** How the people of an organization are known (Graph's identitySource and what derives from it). */
export type IdentitySource = Prisma.JsonObject & { readonly '@odata.type': string };

/** What an administrator says of a connected organization. */
export type OrganizationValues = NewRow<
  ConnectedOrganization,
  'tenantId' | 'id' | 'identitySources' | 'createdAt' | 'modifiedAt'
> & { readonly identitySources: readonly IdentitySource[] };

/** An internal sponsor belongs to the tenant, an external one to the organization. */
export type SponsorKind = 'internal' | 'external';

/** Somebody who answers for the people of an organization. */
export interface Sponsor {
  readonly kind: SponsorKind;
  readonly userId: string;
}

/** A new organization with its first sponsors. */
export type NewOrganization = Decision<NewRow<ConnectedOrganization, 'tenantId'>> & {
  readonly sponsors: readonly Sponsor[];
};

export function createOrganization(
  id: string,
  values: OrganizationValues,
  sponsors: readonly Sponsor[],
  now: Date,
): NewOrganization {
  const row = { id, ...values, identitySources: [...values.identitySources], createdAt: now, modifiedAt: now };
  const added = sponsors.map(({ kind, userId }) => new OrganizationSponsorAdded(id, kind, userId));
  return { row, events: [new ConnectedOrganizationCreated(id, values), ...added], sponsors };
}

/** The organization with the given members changed, and the others as they were. */
export function updateOrganization(
  organization: ConnectedOrganization,
  changes: Partial<OrganizationValues>,
  now: Date,
): Decision<ConnectedOrganization> {
  const identitySources = changes.identitySources ? [...changes.identitySources] : organization.identitySources;
  const row = { ...organization, ...changes, identitySources, modifiedAt: now };
  return { row, events: [new ConnectedOrganizationUpdated(organization.id, changes)] };
}

/** An organization goes only when no policy names it. */
export function deleteOrganization(
  organization: ConnectedOrganization,
  namedBy: readonly string[],
): Decision<ConnectedOrganization> {
  if (namedBy.length > 0) {
    const policies = namedBy.slice(0, 5).join("', '");
    throw new DomainError(
      'ResourceInUse',
      `Assignment policies name the connected organization ('${policies}'): change them first.`,
    );
  }
  return { row: organization, events: [new ConnectedOrganizationDeleted(organization.id)] };
}

export function addSponsor(
  organization: ConnectedOrganization,
  { kind, userId }: Sponsor,
  isOneAlready: boolean,
): Decision<ConnectedOrganization> {
  if (isOneAlready) {
    throw new DomainError('DuplicateKey', `'${userId}' is among the ${kind} sponsors of the organization already.`);
  }
  return { row: organization, events: [new OrganizationSponsorAdded(organization.id, kind, userId)] };
}

export function removeSponsor(
  organization: ConnectedOrganization,
  { kind, userId }: Sponsor,
  isOne: boolean,
): Decision<ConnectedOrganization> {
  if (!isOne) {
    throw new DomainError('ResourceNotFound', `'${userId}' is not among the ${kind} sponsors of the organization.`);
  }
  return { row: organization, events: [new OrganizationSponsorRemoved(organization.id, kind, userId)] };
}
