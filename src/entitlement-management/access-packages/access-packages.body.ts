import { BodyOf } from '../../platform/beta/bodies.js';
import { Flag, Guid, Name, Part, Text } from '../../platform/http/members.js';
import { Reference } from '../../platform/http/references.js';
import { ReadOnly, Tolerates } from '../../platform/http/tolerated.js';
import type { AccessPackageValues } from './access-package.js';

/** Names a catalog by its id; what else an answer showed of it may be sent back. */
@Tolerates('accessPackageCatalog')
@BodyOf('accessPackageCatalog')
export class CatalogLink {
  @Guid('required') id: string;
}

/** An access package as a POST carries it. */
@BodyOf('accessPackage')
export class AccessPackageBody {
  @Name(256) displayName: string;
  @Text(4_000) description?: string | null;
  @Flag() isHidden?: boolean | null;
  @Part(() => CatalogLink, 'required') catalog: CatalogLink;
}

/** Members to change, as a PATCH carries them. */
@BodyOf('accessPackage')
export class AccessPackageChangesBody {
  @Name(256, 'omittable') displayName?: string;
  @Text(4_000) description?: string | null;
  @Flag('omittable') isHidden?: boolean;
  @Part(() => CatalogLink) catalog?: CatalogLink | null;
  @Guid() id?: string | null;
  @ReadOnly() createdDateTime?: undefined;
  @ReadOnly() modifiedDateTime?: undefined;
  @ReadOnly() assignmentPolicies?: undefined;
}

/** The address of an access package (`@odata.id`). */
export class PackageReferenceBody {
  @Reference(['accessPackages'], 'required') '@odata.id': string;
}

/** The address of a group (`@odata.id`). */
export class GroupReferenceBody {
  @Reference(['groups', 'directoryObjects'], 'required') '@odata.id': string;
}

export const valuesOf = (body: AccessPackageBody): AccessPackageValues => ({
  displayName: body.displayName,
  description: body.description ?? null,
  isHidden: body.isHidden ?? false,
});
