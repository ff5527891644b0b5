import type { Cast, Name } from './cast.js';

/** Where a policy can name people, by the member or the scope that does. */
export const settings = ['specificDirectoryUsers', 'specificConnectedOrganizationUsers', 'onBehalfRequestors'] as const;
export const lists = [
  ...(['primaryApprovers', 'fallbackPrimaryApprovers'] as const),
  ...(['escalationApprovers', 'fallbackEscalationApprovers'] as const),
];
export type PlaceName = (typeof settings)[number] | (typeof lists)[number];

/** A set, and whom it means by what is known of the cast, worked out by hand. */
export interface Row {
  readonly name: string;
  readonly type: string;
  readonly members?: (cast: Cast) => object;
  readonly means: readonly Name[];
  readonly in: readonly PlaceName[];
}

const everywhere = ['specificDirectoryUsers', 'onBehalfRequestors', ...lists] as const;
const inGroup: readonly Name[] = ['direct', 'viaTwo', 'viaTen', 'viaCircle'];

export const rows: readonly Row[] = [
  {
    ...{ name: 'one person', type: 'singleUser', means: ['direct'], in: everywhere },
    members: ({ people }) => ({ userId: people.direct }),
  },
  {
    ...{ name: 'one who is disabled', type: 'singleUser', means: [], in: everywhere },
    members: ({ people }) => ({ userId: people.disabled }),
  },
  {
    ...{ name: 'one who is gone', type: 'singleUser', means: [], in: everywhere },
    members: ({ people }) => ({ userId: people.deleted }),
  },
  {
    ...{ name: 'a group', type: 'groupMembers', means: inGroup, in: everywhere },
    members: ({ groupId }) => ({ groupId }),
  },
  {
    ...{ name: 'an empty group', type: 'groupMembers', means: [], in: everywhere },
    members: ({ emptyGroupId }) => ({ groupId: emptyGroupId }),
  },
  {
    ...{ name: 'several groups', type: 'identityGovernance.groupBasedSubjectSet', means: inGroup, in: lists },
    members: ({ groupId, emptyGroupId }) => ({ groups: [{ id: emptyGroupId }, { id: groupId }] }),
  },
  {
    ...{ name: 'an organization', type: 'connectedOrganizationMembers', means: ['ann', 'outside', 'partner'] },
    in: ['specificConnectedOrganizationUsers', ...lists],
    members: ({ organizationId }) => ({ connectedOrganizationId: organizationId }),
  },
  { name: 'the manager of who asks', type: 'requestorManager', means: ['lead'], in: lists },
  {
    ...{ name: 'their manager', type: 'requestorManager', means: ['boss'], in: lists },
    members: () => ({ managerLevel: 2 }),
  },
  { name: 'the manager of the target', type: 'targetManager', means: ['lead'], in: ['onBehalfRequestors', ...lists] },
  {
    ...{ name: 'the next manager of the target', type: 'targetManager', means: ['boss'] },
    in: ['onBehalfRequestors', ...lists],
    members: () => ({ managerLevel: 2 }),
  },
  { name: 'internal sponsors', type: 'internalSponsors', means: ['inside'], in: lists },
  { name: 'external sponsors', type: 'externalSponsors', means: ['outside'], in: lists },
  { name: 'sponsors of the target', type: 'targetUserSponsors', means: ['sponsor'], in: lists },
  { name: 'owners of an application', type: 'targetApplicationOwners', means: [], in: [] },
  { name: 'sponsors of an agent', type: 'targetAgentIdentitySponsorsOrOwners', means: [], in: [] },
  {
    ...{ name: 'a service principal', type: 'singleServicePrincipal', means: [], in: [] },
    members: ({ people }) => ({ servicePrincipalId: people.direct }),
  },
  {
    ...{ name: 'a rule about attributes', type: 'attributeRuleMembers', means: [], in: [] },
    members: () => ({ membershipRule: 'true' }),
  },
  {
    ...{ name: 'a rule', type: 'identityGovernance.ruleBasedSubjectSet', means: [], in: [] },
    members: () => ({ rule: 'true' }),
  },
];

export const setOf = ({ type, members }: Row, cast: Cast): object => ({
  '@odata.type': `#microsoft.graph.${type}`,
  ...members?.(cast),
});

/** Whom a set means where it stands; nobody decides about what is their own. */
export const meantIn = (place: PlaceName, { means, in: places }: Row): Name[] =>
  places.includes(place) ? means.filter((name) => place.startsWith('specific') || name !== 'ann').sort() : [];
