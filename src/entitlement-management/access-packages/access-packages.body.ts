import { PatchBody, PostBody } from '../../platform/entities/bodies.js';
import { PassesOver, Refuses } from '../../platform/edm/member-classes.js';
import { Part } from '../../platform/edm/members.js';
import { Reference } from '../../platform/edm/references.js';
import { Example } from '../../platform/openapi/example.js';
import { CatalogLink } from '../catalogs/index.js';
import { AccessPackageEntity } from './access-packages.entity.js';
import { WireName } from '../../platform/edm/type-names.js';

/** An access package as a POST carries it. */
@Example({
  displayName: 'Campaign tools',
  description: 'What campaigns are made with.',
  catalog: { id: '0d000000-0000-4000-8000-0000000000c1' },
})
@Refuses("is not taken in a new package: send each to 'assignmentPolicies'", 'assignmentPolicies')
@Refuses("is not taken in a new package: send each to the package's 'resourceRoleScopes'", 'resourceRoleScopes')
@Refuses(
  "is not taken in a new package: send each to '$ref' of the package's link",
  ...['incompatibleAccessPackages', 'accessPackagesIncompatibleWith', 'incompatibleGroups'],
)
@WireName('AccessPackageBody')
export class AccessPackageBody extends PostBody(AccessPackageEntity) {
  @Part(() => CatalogLink, 'required') catalog: CatalogLink;
}

/** Members to change, as a PATCH carries them. */
@Example({ description: 'What campaigns are made and measured with.', isHidden: false })
@PassesOver('assignmentPolicies', 'incompatibleAccessPackages', 'accessPackagesIncompatibleWith', 'incompatibleGroups')
@PassesOver('resourceRoleScopes')
@WireName('AccessPackageChangesBody')
export class AccessPackageChangesBody extends PatchBody(AccessPackageEntity) {
  @Part(() => CatalogLink) catalog?: CatalogLink | null;
}

/** The address of an access package (`@odata.id`). */
@Example({
  '@odata.id':
    'https://entitlements.example.org/v1.0/identityGovernance/entitlementManagement/accessPackages/0d000000-0000-4000-8000-0000000000a2',
})
@WireName('PackageReferenceBody')
export class PackageReferenceBody {
  @Reference(['accessPackages'], 'required') '@odata.id': string;
}

/** The address of a group (`@odata.id`). */
@Example({ '@odata.id': 'https://entitlements.example.org/v1.0/groups/0d000000-0000-4000-8000-0000000000e1' })
@WireName('GroupReferenceBody')
export class GroupReferenceBody {
  @Reference(['groups', 'directoryObjects'], 'required') '@odata.id': string;
}
