import { BodyOf } from '../../platform/beta/bodies.js';
import { enumerated } from '../../platform/edm/type-names.js';
import { ServerAlsoSays, ServerSays } from '../../platform/entities/entity.js';
import { Refuses } from '../../platform/edm/member-classes.js';
import { Flag, Guid, Moment, Name, OneOf, Text } from '../../platform/edm/members.js';
import { catalogStates, catalogTypes } from './catalog.js';

/** What access packages are kept in (Graph's accessPackageCatalog). */
@BodyOf('accessPackageCatalog')
@ServerAlsoSays('createdBy', 'modifiedBy')
@Refuses('is not served yet', 'uniqueName', 'privilegeLevel', 'customAccessPackageWorkflowExtensions')
export class CatalogEntity {
  @ServerSays() @Guid('required') readonly id: string;
  @Name(256) displayName: string;
  @Text(4_000) description: string | null;
  @ServerSays() @OneOf(enumerated('accessPackageCatalogType', catalogTypes), 'required') readonly catalogType: string;
  @OneOf(enumerated('accessPackageCatalogState', catalogStates)) state: string = 'published';
  /** Whether people from outside may ask for what is in it. */
  @Flag() isExternallyVisible: boolean = false;
  @ServerSays('createdAt') @Moment('required') readonly createdDateTime: Date;
  @ServerSays('modifiedAt') @Moment('required') readonly modifiedDateTime: Date;
}
