import { PatchBody, PostBody } from '../../platform/entities/bodies.js';
import { PassesOver, Refuses } from '../../platform/edm/member-classes.js';
import { Example } from '../../platform/openapi/example.js';
import { CatalogEntity } from './catalogs.entity.js';
import { WireName } from '../../platform/edm/type-names.js';

/** A catalog as a POST carries it. */
@Example({
  displayName: 'Marketing',
  description: 'Campaigns and events.',
  state: 'published',
  isExternallyVisible: false,
})
@Refuses("is not taken in a new catalog: send each to 'accessPackages'", 'accessPackages')
@Refuses("is not taken in a new catalog: send each to 'customWorkflowExtensions' of it", 'customWorkflowExtensions')
@Refuses(
  "is not taken in a new catalog: send each to 'resourceRequests'",
  ...['resources', 'resourceRoles', 'resourceScopes'],
)
@WireName('CatalogBody')
export class CatalogBody extends PostBody(CatalogEntity) {}

/** Members to change, as a PATCH carries them. */
@Example({ description: 'Campaigns, events and fairs.' })
@PassesOver('accessPackages', 'customWorkflowExtensions', 'resources', 'resourceRoles', 'resourceScopes')
@WireName('CatalogChangesBody')
export class CatalogChangesBody extends PatchBody(CatalogEntity) {}
