import type { RoleDefinition } from '../platform/database/generated/client.js';
import { Text, Texts } from '../platform/edm/members.js';
import { WireName } from '../platform/edm/type-names.js';
import { complex, computed, guid, resource, text, texts } from '../platform/odata/resource.js';
import { allowedActionsOf, scopesOf } from './role-definition.js';

/** What a role allows (Graph's unifiedRolePermission). */
@WireName('UnifiedRolePermission')
abstract class UnifiedRolePermission {
  @Texts(100, 200) allowedResourceActions: string[];
  @Texts(100, 200) excludedResourceActions: string[];
  @Text(1_000) condition: string | null;
}

/** The roles that are built in, the same for every tenant (Graph's unifiedRoleDefinition). */
export const roleDefinitions = resource<'roleDefinition', RoleDefinition>({
  name: 'roleDefinitions',
  path: 'roleManagement/entitlementManagement/roleDefinitions',
  readBy: 'roleDefinitions.read',
  entityType: 'unifiedRoleDefinition',
  example: { displayName: 'Catalog owner', isBuiltIn: true, isEnabled: true },
  model: 'roleDefinition',
  isShared: true,
  long: ['description'],
  fields: {
    id: guid('id'),
    displayName: text('displayName'),
    description: text('description'),
    isBuiltIn: computed({ edm: 'Edm.Boolean' }, () => true),
    isEnabled: computed({ edm: 'Edm.Boolean' }, () => true),
    templateId: guid('id'),
    version: computed({ edm: 'Edm.String' }, () => null),
    resourceScopes: computed(texts, ({ id }) => scopesOf(id)),
    rolePermissions: computed(
      complex(() => UnifiedRolePermission, true),
      ({ id }) => [{ allowedResourceActions: allowedActionsOf(id), excludedResourceActions: [], condition: null }],
    ),
  },
  links: {},
  visibleTo: () => ({}),
});
