import { PatchBody, PostBody } from '../platform/entities/bodies.js';
import { PassesOver, Refuses } from '../platform/edm/member-classes.js';
import { Reference, References } from '../platform/edm/references.js';
import { Example } from '../platform/openapi/example.js';
import { UserEntity } from './users.entity.js';
import { WireName } from '../platform/edm/type-names.js';

const people = ['users', 'directoryObjects'];

/** A person as a POST carries them. */
@Example({
  displayName: 'Ada Lovelace',
  userPrincipalName: 'ada@contoso.example',
  mail: 'ada@contoso.example',
  'manager@odata.bind': 'https://entitlements.example.org/v1.0/users/0a000000-0000-4000-8000-000000000001',
})
@Refuses("is not taken here: send the address as 'manager@odata.bind'", 'manager')
@Refuses("is not taken here: send addresses as 'sponsors@odata.bind'", 'sponsors')
@Refuses("is not taken here: say it of the reports, as their 'manager@odata.bind'", 'directReports')
@WireName('UserBody')
export class UserBody extends PostBody(UserEntity) {
  @Reference(people) 'manager@odata.bind'?: string | null;
  @References(people, 20) 'sponsors@odata.bind'?: string[] | null;
}

/** Members to change, as a PATCH carries them. */
@Example({ displayName: 'Ada King', accountEnabled: true })
@PassesOver('manager', 'sponsors', 'directReports')
@Refuses("is not taken here: send it to 'users/{id}/manager/$ref'", 'manager@odata.bind')
@Refuses("is not taken here: send it to 'users/{id}/sponsors/$ref'", 'sponsors@odata.bind')
@WireName('UserChangesBody')
export class UserChangesBody extends PatchBody(UserEntity) {}

/** The address of a person (`@odata.id`). */
@Example({ '@odata.id': 'https://entitlements.example.org/v1.0/users/0a000000-0000-4000-8000-000000000003' })
@WireName('UserReferenceBody')
export class UserReferenceBody {
  @Reference(people, 'required') '@odata.id': string;
}

/** The people whom a body binds as sponsors, each once. */
export const boundSponsors = (body: UserBody): string[] => [...new Set(body['sponsors@odata.bind'])];
