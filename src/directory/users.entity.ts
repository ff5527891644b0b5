import { BodyOf } from '../platform/beta/bodies.js';
import { Caseless, CreatorSays, ServerAlsoSays, ServerSays } from '../platform/entities/entity.js';
import { MailAddress } from '../platform/edm/mail-address.js';
import { check } from '../platform/edm/member.js';
import { PassesOver } from '../platform/edm/member-classes.js';
import { Flag, Guid, Moment, Name, OneOf } from '../platform/edm/members.js';
import { ofPeople } from './directory-members.js';
import { isPrincipalName, userTypes } from './user.js';

const PrincipalName = () =>
  Name(
    320,
    'required',
    check(
      'principalName',
      (value) => typeof value !== 'string' || isPrincipalName(value),
      "must look like 'somebody@example.com'",
    ),
  );

/** A person in the directory (Graph's user); what Graph knows more of people is read past. */
@BodyOf('user')
@PassesOver(...ofPeople)
@ServerAlsoSays('deletedDateTime')
export class UserEntity {
  @CreatorSays() @Guid('required') readonly id: string;
  @Caseless() @Name(256) displayName: string;
  @Caseless() @PrincipalName() userPrincipalName: string;
  @Caseless() @MailAddress() mail: string | null;
  @OneOf(userTypes) userType: string = 'Member';
  @Flag() accountEnabled: boolean = true;
  @ServerSays('createdAt') @Moment('required') readonly createdDateTime: Date;
}
