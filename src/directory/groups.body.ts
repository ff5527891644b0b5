import { applyDecorators } from '@nestjs/common';
import { BodyOf } from '../platform/beta/bodies.js';
import { PassesOver, PassesOverOnlyIf, Refuses } from '../platform/http/member-classes.js';
import { Guid, Name, Text } from '../platform/http/members.js';
import { References } from '../platform/http/references.js';
import { Example } from '../platform/openapi/example.js';
import { hasAssignedMembers, ofGroups, rulesOfMembership } from './directory-members.js';
import type { GroupValues } from './group.js';

const people = ['users', 'directoryObjects'];

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
  @References(people, 500) 'members@odata.bind'?: string[] | null;
}

/** Members to change and people to add, as a PATCH carries them. */
@Example({ description: 'Who sells in Europe.' })
@OfGroups()
@PassesOver('members', 'createdDateTime', 'deletedDateTime')
export class GroupChangesBody {
  @Guid() id?: string | null;
  @Name(256, 'omittable') displayName?: string;
  @Text(4_000) description?: string | null;
  @References(people, 500) 'members@odata.bind'?: string[] | null;
}

export const valuesOf = (body: GroupBody): GroupValues => ({
  displayName: body.displayName,
  description: body.description ?? null,
});

/** The people that a body binds, each once. */
export const boundMembers = (body: GroupBody | GroupChangesBody): string[] => [...new Set(body['members@odata.bind'])];
