import { BodyOf } from '../../platform/beta/bodies.js';
import { Flag, Guid, Name, OneOf, Text } from '../../platform/http/members.js';
import { ReadOnly } from '../../platform/http/tolerated.js';
import { Example } from '../../platform/openapi/example.js';
import { catalogStates, type CatalogValues } from './catalog.js';

type State = CatalogValues['state'];

/** A catalog as a POST carries it. */
@Example({
  displayName: 'Marketing',
  description: 'Campaigns and events.',
  state: 'published',
  isExternallyVisible: false,
})
@BodyOf('accessPackageCatalog')
export class CatalogBody {
  @Name(256) displayName: string;
  @Text(4_000) description?: string | null;
  @OneOf(catalogStates) state?: State | null;
  @Flag() isExternallyVisible?: boolean | null;
}

/** Members to change, as a PATCH carries them. */
@Example({ description: 'Campaigns, events and fairs.' })
@BodyOf('accessPackageCatalog')
export class CatalogChangesBody {
  @Name(256, 'omittable') displayName?: string;
  @Text(4_000) description?: string | null;
  @OneOf(catalogStates, 'omittable') state?: State;
  @Flag('omittable') isExternallyVisible?: boolean;
  @Guid() id?: string | null;
  @ReadOnly() catalogType?: undefined;
  @ReadOnly() createdDateTime?: undefined;
  @ReadOnly() modifiedDateTime?: undefined;
  @ReadOnly() accessPackages?: undefined;
}

export const valuesOf = (body: CatalogBody): CatalogValues => ({
  displayName: body.displayName,
  description: body.description ?? null,
  state: body.state ?? 'published',
  isExternallyVisible: body.isExternallyVisible ?? false,
});
