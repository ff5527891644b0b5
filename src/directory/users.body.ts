import { applyDecorators } from '@nestjs/common';
import { BodyOf } from '../platform/beta/bodies.js';
import { MailAddress } from '../platform/http/mail-address.js';
import { PassesOver, Refuses } from '../platform/http/member-classes.js';
import { check, Flag, Guid, Name, OneOf, type Presence } from '../platform/http/members.js';
import { Reference, References } from '../platform/http/references.js';
import { Example } from '../platform/openapi/example.js';
import { ofPeople } from './directory-members.js';
import { isPrincipalName, userTypes, type UserValues } from './user.js';

const PrincipalName = (presence: Presence) =>
  applyDecorators(
    Name(320, presence),
    check(
      'principalName',
      (value) => typeof value !== 'string' || isPrincipalName(value),
      "must look like 'somebody@example.com'",
    ),
  );

const people = ['users', 'directoryObjects'];

/** A person as a POST carries them; what Graph knows more of people is read past. */
@Example({
  displayName: 'Ada Lovelace',
  userPrincipalName: 'ada@contoso.example',
  mail: 'ada@contoso.example',
  'manager@odata.bind': 'https://entitlements.example.org/v1.0/users/0a000000-0000-4000-8000-000000000001',
})
@BodyOf('user')
@PassesOver(...ofPeople)
@Refuses("is not taken here: send the address as 'manager@odata.bind'", 'manager')
@Refuses("is not taken here: send addresses as 'sponsors@odata.bind'", 'sponsors')
@Refuses("is not taken here: say it of the reports, as their 'manager@odata.bind'", 'directReports')
@Refuses('is not taken here: the server says it', 'createdDateTime', 'deletedDateTime')
export class UserBody {
  @Guid() id?: string | null;
  @Name(256) displayName: string;
  @PrincipalName('required') userPrincipalName: string;
  @MailAddress() mail?: string | null;
  @OneOf(userTypes) userType?: UserValues['userType'] | null;
  @Flag() accountEnabled?: boolean | null;
  @Reference(people) 'manager@odata.bind'?: string | null;
  @References(people, 20) 'sponsors@odata.bind'?: string[] | null;
}

/** Members to change, as a PATCH carries them. */
@Example({ displayName: 'Ada King', accountEnabled: true })
@BodyOf('user')
@PassesOver(...ofPeople)
@PassesOver('manager', 'sponsors', 'directReports', 'createdDateTime', 'deletedDateTime')
@Refuses("is not taken here: send it to 'users/{id}/manager/$ref'", 'manager@odata.bind')
@Refuses("is not taken here: send it to 'users/{id}/sponsors/$ref'", 'sponsors@odata.bind')
export class UserChangesBody {
  @Guid() id?: string | null;
  @Name(256, 'omittable') displayName?: string;
  @PrincipalName('omittable') userPrincipalName?: string;
  @MailAddress() mail?: string | null;
  @OneOf(userTypes, 'omittable') userType?: UserValues['userType'];
  @Flag('omittable') accountEnabled?: boolean;
}

/** The address of a person (`@odata.id`). */
@Example({ '@odata.id': 'https://entitlements.example.org/v1.0/users/0a000000-0000-4000-8000-000000000003' })
export class UserReferenceBody {
  @Reference(people, 'required') '@odata.id': string;
}

/** The people whom a body binds as sponsors, each once. */
export const boundSponsors = (body: UserBody): string[] => [...new Set(body['sponsors@odata.bind'])];

export const valuesOf = (body: UserBody): UserValues => ({
  displayName: body.displayName,
  userPrincipalName: body.userPrincipalName,
  mail: body.mail ?? null,
  userType: body.userType ?? 'Member',
  accountEnabled: body.accountEnabled ?? true,
});
