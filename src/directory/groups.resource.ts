import { caseless, guid, moment, nullable, resource, text } from '../platform/odata/resource.js';
import type { Group } from './group.js';

export const groups = resource<'directoryGroup', Group>({
  name: 'groups',
  path: 'groups',
  readBy: 'groups.read',
  entityType: 'group',
  example: { displayName: 'Sales EMEA', description: 'Who sells in Europe, the Middle East and Africa.' },
  model: 'directoryGroup',
  long: ['description'],
  isTagged: true,
  fields: {
    id: guid('id'),
    displayName: caseless(text('displayName')),
    description: nullable(text('description')),
    createdDateTime: moment('createdAt'),
  },
  links: {},
  visibleTo: () => ({}),
});
