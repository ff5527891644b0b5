import { BodyOf } from '../../platform/beta/bodies.js';
import { PassesOver } from '../../platform/edm/member-classes.js';
import { Guid } from '../../platform/edm/members.js';
import { WireName } from '../../platform/edm/type-names.js';

/** Names a catalog by its id; what else an answer showed of it may be sent back. */
@BodyOf('accessPackageCatalog')
@PassesOver('catalogType', 'createdDateTime', 'description', 'displayName', 'isExternallyVisible', 'modifiedDateTime')
@PassesOver('state', 'accessPackages', 'createdBy', 'modifiedBy', 'uniqueName', 'privilegeLevel')
@PassesOver('resources', 'resourceRoles', 'resourceScopes', 'customWorkflowExtensions')
@PassesOver('customAccessPackageWorkflowExtensions')
@WireName('CatalogLink')
export class CatalogLink {
  @Guid('required') id: string;
}
