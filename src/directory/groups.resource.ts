import { fieldsOf } from '../platform/entities/fields.js';
import { readBy, resource, toBase, toManyThrough } from '../platform/odata/resource.js';
import type { Group } from './group.js';
import { GroupEntity } from './groups.entity.js';

export const groups = resource<'directoryGroup', Group>({
  name: 'groups',
  path: 'groups',
  readBy: 'groups.read',
  entityType: 'group',
  example: { displayName: 'Sales EMEA', description: 'Who sells in Europe, the Middle East and Africa.' },
  model: 'directoryGroup',
  isTagged: true,
  unshown: ['source'],
  fields: fieldsOf(GroupEntity),
  links: { owners: readBy('groups.read', toBase(toManyThrough('users', 'owners', 'user'))) },
  visibleTo: () => ({}),
});
