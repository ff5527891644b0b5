import { flag, guid, many, manyThrough, moment, nullable, one, resource, text } from '../platform/odata/resource.js';
import type { User } from './user.js';

export const users = resource<User>({
  name: 'users',
  path: 'users',
  entityType: 'user',
  model: 'directoryUser',
  table: 'directory_user',
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    userPrincipalName: text('userPrincipalName'),
    mail: nullable(text('mail')),
    userType: text('userType'),
    accountEnabled: flag('accountEnabled'),
    createdDateTime: moment('createdAt'),
  },
  links: {
    manager: one('users', 'manager'),
    directReports: many('users', 'reports'),
    sponsors: manyThrough('users', 'sponsors', 'sponsor'),
  },
  visibleTo: () => ({}),
});
