import { BodyOf } from '../../platform/beta/bodies.js';
import { PassesOver, Refuses } from '../../platform/http/member-classes.js';
import { Flag, Guid, Name, OneOf, Text } from '../../platform/http/members.js';
import { Example } from '../../platform/openapi/example.js';
import { catalogStates, type CatalogValues } from './catalog.js';

/** What a catalog has at Graph and not here. */
const UnservedOfCatalogs = () =>
  Refuses(
    'is not served yet: the catalogs of this server have packages only',
    ...['resources', 'resourceRoles', 'resourceScopes', 'customWorkflowExtensions', 'uniqueName', 'privilegeLevel'],
    ...['accessPackageResources', 'accessPackageResourceRoles', 'accessPackageResourceScopes'],
    ...['accessPackageCustomWorkflowExtensions', 'customAccessPackageWorkflowExtensions'],
  );

type State = CatalogValues['state'];

/** A catalog as a POST carries it. */
@Example({
  displayName: 'Marketing',
  description: 'Campaigns and events.',
  state: 'published',
  isExternallyVisible: false,
})
@BodyOf('accessPackageCatalog')
@UnservedOfCatalogs()
@Refuses('is not taken in a new catalog: the server says it', 'id', 'catalogType')
@Refuses('is not taken in a new catalog: the server says it', 'createdDateTime', 'modifiedDateTime')
@Refuses('is not taken in a new catalog: the server says it', 'createdBy', 'modifiedBy')
@Refuses("is not taken in a new catalog: send each to 'accessPackages'", 'accessPackages')
export class CatalogBody {
  @Name(256) displayName: string;
  @Text(4_000) description?: string | null;
  @OneOf(catalogStates) state?: State | null;
  @Flag() isExternallyVisible?: boolean | null;
}

/** Members to change, as a PATCH carries them. */
@Example({ description: 'Campaigns, events and fairs.' })
@BodyOf('accessPackageCatalog')
@UnservedOfCatalogs()
@PassesOver('catalogType', 'createdDateTime', 'modifiedDateTime', 'createdBy', 'modifiedBy', 'accessPackages')
export class CatalogChangesBody {
  @Name(256, 'omittable') displayName?: string;
  @Text(4_000) description?: string | null;
  @OneOf(catalogStates, 'omittable') state?: State;
  @Flag('omittable') isExternallyVisible?: boolean;
  @Guid() id?: string | null;
}

export const valuesOf = (body: CatalogBody): CatalogValues => ({
  displayName: body.displayName,
  description: body.description ?? null,
  state: body.state ?? 'published',
  isExternallyVisible: body.isExternallyVisible ?? false,
});
