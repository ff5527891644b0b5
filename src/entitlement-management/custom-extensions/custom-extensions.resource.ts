import { authors, visibleIn } from '../../graph/index.js';
import { fieldsOf } from '../../platform/entities/fields.js';
import { resource } from '../../platform/odata/resource.js';
import { catalogs } from '../catalogs/index.js';
import type { CustomExtension } from './custom-extension.js';
import { CustomExtensionEntity } from './custom-extensions.entity.js';
import { extensionTypes } from './stages.js';

/** The custom extensions of catalogs; people who ask for access see none of them. */
export const customWorkflowExtensions = resource<'customExtension', CustomExtension>({
  name: 'customWorkflowExtensions',
  path: `${catalogs.path}/customWorkflowExtensions`,
  isUnaddressed: true,
  readBy: 'entitlements.read',
  entityType: 'customCalloutExtension',
  example: { displayName: 'Ask the training records' },
  model: 'customExtension',
  unshown: ['type', 'secretVersion'],
  fields: {
    ...fieldsOf<CustomExtensionEntity, CustomExtension>(CustomExtensionEntity),
    createdBy: authors.createdBy,
    lastModifiedBy: authors.modifiedBy,
  },
  derived: {
    types: extensionTypes,
    typeOf: ({ type }) => type,
    members: ['callbackConfiguration', 'createdBy', 'createdDateTime', 'lastModifiedBy', 'lastModifiedDateTime'],
  },
  links: {},
  visibleTo: (caller) =>
    visibleIn<'customExtension'>(caller, 'catalogs.read', {
      own: { id: { in: [] } },
      inCatalogs: (catalogId) => ({ catalogId }),
    }),
});
