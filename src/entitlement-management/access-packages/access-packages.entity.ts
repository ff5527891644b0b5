import { BodyOf } from '../../platform/beta/bodies.js';
import { ServerAlsoSays, ServerSays } from '../../platform/entities/entity.js';
import { OnlyInBeta } from '../../platform/edm/member.js';
import { Refuses } from '../../platform/edm/member-classes.js';
import { Flag, Guid, Moment, Name, Text } from '../../platform/edm/members.js';

/** What can be asked for and held (Graph's accessPackage). */
@BodyOf('accessPackage')
@ServerAlsoSays('createdBy', 'modifiedBy')
@Refuses('is not served yet', 'uniqueName')
export class AccessPackageEntity {
  @ServerSays() @Guid('required') readonly id: string;
  @Name(256) displayName: string;
  @Text(4_000) description: string | null;
  /** Left out of the list of what people may ask for; a direct link still works. */
  @Flag() isHidden: boolean = false;
  /** Whether people who may ask for it, or have it, see what it gives. */
  @OnlyInBeta() @Flag() isRoleScopesVisible: boolean = false;
  @ServerSays('createdAt') @Moment('required') readonly createdDateTime: Date;
  @ServerSays('modifiedAt') @Moment('required') readonly modifiedDateTime: Date;
}
