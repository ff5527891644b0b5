import { fieldsOf } from '../platform/entities/fields.js';
import { toBase, toMany, toManyThrough, toOne, resource, sayingType } from '../platform/odata/resource.js';
import type { User } from './user.js';
import { UserEntity } from './users.entity.js';

export const users = resource<'directoryUser', User>({
  name: 'users',
  path: 'users',
  readBy: 'users.read',
  entityType: 'user',
  example: { displayName: 'Ada Lovelace', userType: 'Member', accountEnabled: true },
  model: 'directoryUser',
  isTagged: true,
  fields: fieldsOf(UserEntity),
  links: {
    manager: toBase(toOne('users', 'manager')),
    directReports: toBase(toMany('users', 'reports')),
    sponsors: toBase(toManyThrough('users', 'sponsors', 'sponsor')),
  },
  visibleTo: () => ({}),
});

/** The same people where Graph has `directoryObject`s: members, managers, reports and sponsors. */
export const directoryObjects = sayingType(users);
