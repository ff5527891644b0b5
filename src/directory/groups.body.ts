import { applyDecorators } from '@nestjs/common';
import { BodyOf } from '../platform/beta/bodies.js';
import { PassesOver, PassesOverOnlyIf, Refuses } from '../platform/http/member-classes.js';
import { Guid, Name, Text } from '../platform/http/members.js';
import { Address, Addresses, addressIn } from '../platform/http/references.js';
import { Example } from '../platform/openapi/example.js';
import { hasAssignedMembers, ofGroups, rulesOfMembership } from './directory-members.js';
import type { GroupValues } from './group.js';
import { type MemberAddress, memberCollections } from './member-address.js';

/** What becomes of the members that no group has here. */
const OfGroups = () =>
  applyDecorators(
    BodyOf('group'),
    PassesOver(...ofGroups),
    PassesOverOnlyIf(hasAssignedMembers, 'cannot hold DynamicMembership: add the members one by one', 'groupTypes'),
    Refuses('is not kept here: add the members one by one', ...rulesOfMembership),
    Refuses('is not kept here: groups have no owners', 'owners', 'owners@odata.bind'),
  );

/** A group as a POST carries it; what Graph knows more of groups is read past. */
@Example({
  displayName: 'Sales EMEA',
  description: 'Who sells in Europe, the Middle East and Africa.',
  'members@odata.bind': ['https://entitlements.example.org/v1.0/users/0a000000-0000-4000-8000-000000000002'],
})
@OfGroups()
@Refuses("is not taken here: send addresses as 'members@odata.bind'", 'members')
@Refuses('is not taken here: the server says it', 'createdDateTime', 'deletedDateTime')
export class GroupBody {
  @Guid() id?: string | null;
  @Name(256) displayName: string;
  @Text(4_000) description?: string | null;
  @Addresses(memberCollections, 500) 'members@odata.bind'?: string[] | null;
}

/** Members to change, and people and groups to add, as a PATCH carries them. */
@Example({ description: 'Who sells in Europe.' })
@OfGroups()
@PassesOver('members', 'createdDateTime', 'deletedDateTime')
export class GroupChangesBody {
  @Guid() id?: string | null;
  @Name(256, 'omittable') displayName?: string;
  @Text(4_000) description?: string | null;
  @Addresses(memberCollections, 500) 'members@odata.bind'?: string[] | null;
}

export const valuesOf = (body: GroupBody): GroupValues => ({
  displayName: body.displayName,
  description: body.description ?? null,
});

/** The address of a person or a group (`@odata.id`). */
@Example({ '@odata.id': 'https://entitlements.example.org/v1.0/directoryObjects/0a000000-0000-4000-8000-000000000003' })
export class MemberReferenceBody {
  @Address(memberCollections) '@odata.id': string;
}

/** The people and groups that a body binds. */
export const boundMembers = (body: GroupBody | GroupChangesBody): MemberAddress[] =>
  (body['members@odata.bind'] ?? []).flatMap(addressOf);

/** The one that a reference names. */
export const referredMember = (body: MemberReferenceBody): MemberAddress[] => addressOf(body['@odata.id']);

const addressOf = (text: string): MemberAddress[] => {
  const found = addressIn(text, memberCollections);
  return found ? [found] : [];
};
