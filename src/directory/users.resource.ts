import {
  caseless,
  flag,
  guid,
  toMany,
  toManyThrough,
  moment,
  nullable,
  toOne,
  resource,
  sayingType,
  text,
  toBase,
} from '../platform/odata/resource.js';
import type { User } from './user.js';

export const users = resource<'directoryUser', User>({
  name: 'users',
  path: 'users',
  readBy: 'users.read',
  entityType: 'user',
  example: { displayName: 'Ada Lovelace', userType: 'Member', accountEnabled: true },
  model: 'directoryUser',
  isTagged: true,
  fields: {
    id: guid('id'),
    displayName: caseless(text('displayName')),
    userPrincipalName: caseless(text('userPrincipalName')),
    mail: nullable(caseless(text('mail'))),
    userType: text('userType'),
    accountEnabled: flag('accountEnabled'),
    createdDateTime: moment('createdAt'),
  },
  links: {
    manager: toBase(toOne('users', 'manager')),
    directReports: toBase(toMany('users', 'reports')),
    sponsors: toBase(toManyThrough('users', 'sponsors', 'sponsor')),
  },
  visibleTo: () => ({}),
});

/** The same people where Graph has `directoryObject`s: members, managers, reports and sponsors. */
export const directoryObjects = sayingType(users);
