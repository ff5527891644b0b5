import { BodyOf } from '../../platform/beta/bodies.js';
import { enumerated } from '../../platform/edm/type-names.js';
import { ServerAlsoSays, ServerSays } from '../../platform/entities/entity.js';
import { Guid, Moment, Name, OneOf, Text } from '../../platform/edm/members.js';
import { organizationStates } from './connected-organization.js';
import { type IdentitySource, IdentitySources } from './identity-sources.body.js';

/** Another organization whose people may be let in (Graph's connectedOrganization). */
@BodyOf('connectedOrganization')
@ServerAlsoSays('createdBy', 'modifiedBy')
export class ConnectedOrganizationEntity {
  @ServerSays() @Guid('required') readonly id: string;
  @Name(256) displayName: string;
  @Text(4_000) description: string | null;
  @OneOf(enumerated('connectedOrganizationState', organizationStates)) state: string = 'configured';
  @IdentitySources(100) identitySources: IdentitySource[] = [];
  @ServerSays('createdAt') @Moment('required') readonly createdDateTime: Date;
  @ServerSays('modifiedAt') @Moment('required') readonly modifiedDateTime: Date;
}
