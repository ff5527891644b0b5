import { BodyOf } from '../platform/beta/bodies.js';
import { Caseless, CreatorSays, ServerAlsoSays, ServerSays } from '../platform/entities/entity.js';
import { PassesOver, PassesOverOnlyIf, Refuses } from '../platform/edm/member-classes.js';
import { Guid, Moment, Name, Text } from '../platform/edm/members.js';
import { hasAssignedMembers, ofGroups, rulesOfMembership } from './directory-members.js';

/** A group in the directory (Graph's group); what Graph knows more of groups is read past. */
@BodyOf('group')
@PassesOver(...ofGroups)
@PassesOverOnlyIf(hasAssignedMembers, 'cannot hold DynamicMembership: add the members one by one', 'groupTypes')
@Refuses('is not kept here: add the members one by one', ...rulesOfMembership)
@ServerAlsoSays('deletedDateTime')
export class GroupEntity {
  @CreatorSays() @Guid('required') readonly id: string;
  @Caseless() @Name(256) displayName: string;
  @Text(4_000) description: string | null;
  @ServerSays('createdAt') @Moment('required') readonly createdDateTime: Date;
}
