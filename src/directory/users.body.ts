import { applyDecorators } from '@nestjs/common';
import { MailAddress } from '../platform/http/mail-address.js';
import { check, Flag, Guid, Name, OneOf, type Presence } from '../platform/http/members.js';
import { Reference } from '../platform/http/references.js';
import { ReadOnly, Tolerates } from '../platform/http/tolerated.js';
import { Example } from '../platform/openapi/example.js';
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
@Tolerates('user')
export class UserBody {
  @Guid() id?: string | null;
  @Name(256) displayName: string;
  @PrincipalName('required') userPrincipalName: string;
  @MailAddress() mail?: string | null;
  @OneOf(userTypes) userType?: UserValues['userType'] | null;
  @Flag() accountEnabled?: boolean | null;
  @Reference(people) 'manager@odata.bind'?: string | null;
}

/** Members to change, as a PATCH carries them. */
@Example({ displayName: 'Ada King', accountEnabled: true })
@Tolerates('user')
export class UserChangesBody {
  @Guid() id?: string | null;
  @Name(256, 'omittable') displayName?: string;
  @PrincipalName('omittable') userPrincipalName?: string;
  @MailAddress() mail?: string | null;
  @OneOf(userTypes, 'omittable') userType?: UserValues['userType'];
  @Flag('omittable') accountEnabled?: boolean;
  @ReadOnly() createdDateTime?: undefined;
  @ReadOnly() manager?: undefined;
  @ReadOnly() directReports?: undefined;
  @ReadOnly() sponsors?: undefined;
}

/** The address of a person (`@odata.id`). */
@Example({ '@odata.id': 'https://entitlements.example.org/v1.0/users/0a000000-0000-4000-8000-000000000003' })
export class UserReferenceBody {
  @Reference(people, 'required') '@odata.id': string;
}

export const valuesOf = (body: UserBody): UserValues => ({
  displayName: body.displayName,
  userPrincipalName: body.userPrincipalName,
  mail: body.mail ?? null,
  userType: body.userType ?? 'Member',
  accountEnabled: body.accountEnabled ?? true,
});
