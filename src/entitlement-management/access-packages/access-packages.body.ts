import { BodyOf } from '../../platform/beta/bodies.js';
import { OnlyInBeta } from '../../platform/beta/only-in-beta.js';
import { PassesOver, Refuses } from '../../platform/http/member-classes.js';
import { Flag, Guid, Name, Part, Text } from '../../platform/http/members.js';
import { Reference } from '../../platform/http/references.js';
import { Example } from '../../platform/openapi/example.js';
import type { AccessPackageValues } from './access-package.js';

/** Names a catalog by its id; what else an answer showed of it may be sent back. */
@BodyOf('accessPackageCatalog')
@PassesOver('catalogType', 'createdDateTime', 'description', 'displayName', 'isExternallyVisible', 'modifiedDateTime')
@PassesOver('state', 'accessPackages', 'createdBy', 'modifiedBy', 'uniqueName', 'privilegeLevel')
@Refuses(
  'is not served yet',
  ...['resources', 'resourceRoles', 'resourceScopes', 'customWorkflowExtensions'],
  ...['accessPackageResources', 'accessPackageResourceRoles', 'accessPackageResourceScopes'],
  ...['accessPackageCustomWorkflowExtensions', 'customAccessPackageWorkflowExtensions'],
)
export class CatalogLink {
  @Guid('required') id: string;
}

/** What a package has at Graph and not here. */
const UnservedOfPackages = () =>
  Refuses(
    'is not served yet: packages carry no resources here',
    ...['resourceRoleScopes', 'accessPackageResourceRoleScopes', 'uniqueName'],
  );

/** An access package as a POST carries it. */
@Example({
  displayName: 'Campaign tools',
  description: 'What campaigns are made with.',
  catalog: { id: '0d000000-0000-4000-8000-0000000000c1' },
})
@BodyOf('accessPackage')
@OnlyInBeta('isRoleScopesVisible')
@UnservedOfPackages()
@Refuses('is not taken in a new package: the server says it', 'id', 'createdDateTime', 'modifiedDateTime')
@Refuses('is not taken in a new package: the server says it', 'createdBy', 'modifiedBy')
@Refuses("is not taken in a new package: send each to 'assignmentPolicies'", 'assignmentPolicies')
@Refuses(
  "is not taken in a new package: send each to '$ref' of the package's link",
  ...['incompatibleAccessPackages', 'accessPackagesIncompatibleWith', 'incompatibleGroups'],
)
export class AccessPackageBody {
  @Name(256) displayName: string;
  @Text(4_000) description?: string | null;
  @Flag() isHidden?: boolean | null;
  @Flag() isRoleScopesVisible?: boolean | null;
  @Part(() => CatalogLink, 'required') catalog: CatalogLink;
}

/** Members to change, as a PATCH carries them. */
@Example({ description: 'What campaigns are made and measured with.', isHidden: false })
@BodyOf('accessPackage')
@OnlyInBeta('isRoleScopesVisible')
@UnservedOfPackages()
@PassesOver('createdDateTime', 'modifiedDateTime', 'createdBy', 'modifiedBy', 'assignmentPolicies')
@PassesOver('incompatibleAccessPackages', 'accessPackagesIncompatibleWith', 'incompatibleGroups')
export class AccessPackageChangesBody {
  @Name(256, 'omittable') displayName?: string;
  @Text(4_000) description?: string | null;
  @Flag('omittable') isHidden?: boolean;
  @Flag('omittable') isRoleScopesVisible?: boolean;
  @Part(() => CatalogLink) catalog?: CatalogLink | null;
  @Guid() id?: string | null;
}

/** The address of an access package (`@odata.id`). */
@Example({
  '@odata.id':
    'https://entitlements.example.org/v1.0/identityGovernance/entitlementManagement/accessPackages/0d000000-0000-4000-8000-0000000000a2',
})
export class PackageReferenceBody {
  @Reference(['accessPackages'], 'required') '@odata.id': string;
}

/** The address of a group (`@odata.id`). */
@Example({ '@odata.id': 'https://entitlements.example.org/v1.0/groups/0d000000-0000-4000-8000-0000000000e1' })
export class GroupReferenceBody {
  @Reference(['groups', 'directoryObjects'], 'required') '@odata.id': string;
}

export const valuesOf = (body: AccessPackageBody): AccessPackageValues => ({
  displayName: body.displayName,
  description: body.description ?? null,
  isHidden: body.isHidden ?? false,
  isRoleScopesVisible: body.isRoleScopesVisible ?? false,
});
