import { BodyOf } from '../platform/beta/bodies.js';
import { Caseless, CreatorSays, ServerAlsoSays } from '../platform/entities/entity.js';
import { PassesOver, PassesOverOnlyIf, Refuses } from '../platform/edm/member-classes.js';
import { Guid, Name } from '../platform/edm/members.js';
import { linksOfServicePrincipals, ofServicePrincipals, secretsOfServicePrincipals } from './directory-members.js';

const isNot =
  (word: boolean) =>
  (value: unknown): boolean =>
    value === !word || value === null;
const noneIsDisabled = 'no application is disabled here; leave its service principal out, or delete it';

/** An application in this tenant (Graph's servicePrincipal); what Graph knows more of applications is read past. */
@BodyOf('servicePrincipal')
@PassesOver(...ofServicePrincipals)
@PassesOverOnlyIf(isNot(false), `cannot be false: ${noneIsDisabled}`, 'accountEnabled')
@PassesOverOnlyIf(isNot(true), `cannot be true: ${noneIsDisabled}`, 'isDisabled')
@Refuses('is not kept here: no secret is', ...secretsOfServicePrincipals)
@Refuses('is not kept here: leave it out', ...linksOfServicePrincipals)
@Refuses('is not kept here: applications have no owners', 'owners', 'owners@odata.bind')
@ServerAlsoSays('createdDateTime', 'deletedDateTime')
export class ServicePrincipalEntity {
  @CreatorSays() @Guid('required') readonly id: string;
  @Guid('required') appId: string;
  @Caseless() @Name(256) displayName: string;
}
