import { PatchBody, PostBody } from '../platform/entities/bodies.js';
import { PassesOver, Refuses } from '../platform/edm/member-classes.js';
import { Address, Addresses, addressIn, References } from '../platform/edm/references.js';
import { Example } from '../platform/openapi/example.js';
import { GroupEntity } from './groups.entity.js';
import { type MemberAddress, memberCollections } from './member-address.js';
import { WireName } from '../platform/edm/type-names.js';

/** Owners are people. */
const ownerCollections = ['users', 'directoryObjects'];

/** A group as a POST carries it. */
@Example({
  displayName: 'Sales EMEA',
  description: 'Who sells in Europe, the Middle East and Africa.',
  'members@odata.bind': ['https://entitlements.example.org/v1.0/users/0a000000-0000-4000-8000-000000000002'],
})
@Refuses("is not taken here: send addresses as 'members@odata.bind'", 'members')
@Refuses("is not taken here: send addresses as 'owners@odata.bind'", 'owners')
@WireName('GroupBody')
export class GroupBody extends PostBody(GroupEntity) {
  @Addresses(memberCollections, 500) 'members@odata.bind'?: string[] | null;
  @References(ownerCollections, 100) 'owners@odata.bind'?: string[] | null;
}

/** Members to change, and people and groups to add, as a PATCH carries them. */
@Example({ description: 'Who sells in Europe.' })
@PassesOver('members', 'owners')
@Refuses("is not taken here: send each to 'groups/{id}/owners/$ref'", 'owners@odata.bind')
@WireName('GroupChangesBody')
export class GroupChangesBody extends PatchBody(GroupEntity) {
  @Addresses(memberCollections, 500) 'members@odata.bind'?: string[] | null;
}

/** The address of a person or a group (`@odata.id`). */
@Example({ '@odata.id': 'https://entitlements.example.org/v1.0/directoryObjects/0a000000-0000-4000-8000-000000000003' })
@WireName('MemberReferenceBody')
export class MemberReferenceBody {
  @Address(memberCollections) '@odata.id': string;
}

/** The people and groups that a body binds. */
export const boundMembers = (body: GroupBody | GroupChangesBody): MemberAddress[] =>
  (body['members@odata.bind'] ?? []).flatMap(addressOf);

/** The people whom a body binds as owners, each once. */
export const boundOwners = (body: GroupBody): string[] => [...new Set(body['owners@odata.bind'])];

/** The one that a reference names. */
export const referredMember = (body: MemberReferenceBody): MemberAddress[] => addressOf(body['@odata.id']);

const addressOf = (text: string): MemberAddress[] => {
  const found = addressIn(text, memberCollections);
  return found ? [found] : [];
};
