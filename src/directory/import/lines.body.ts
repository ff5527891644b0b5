import { IsArray, ValidateBy } from 'class-validator';
import { ImportLine } from '../../platform/entities/bodies.js';
import { check, member, read } from '../../platform/edm/member.js';
import { PassesOver, Refuses } from '../../platform/edm/member-classes.js';
import { isGuid } from '../../platform/edm/members.js';
import { rulesOfMembership, secretsOfServicePrincipals } from '../directory-members.js';
import { GroupEntity } from '../groups.entity.js';
import { ServicePrincipalEntity } from '../service-principals.entity.js';
import { UserEntity } from '../users.entity.js';

const mustNameOne = 'must be a GUID, or an object with one as its id';

/** The id of somebody, alone or in an object, as `$expand` shows it. */
function idIn(named: unknown): unknown {
  const id = typeof named === 'object' && named !== null && 'id' in named ? named.id : named;
  return typeof id === 'string' ? id.toLowerCase() : id;
}

/** Somebody of the directory, or nobody. */
const Somebody = () =>
  member('optional', { type: 'string', format: 'uuid' }, read(idIn), check('entity', isGuid, mustNameOne));

/** Those of the directory who are all that there are. */
const Everybody = () =>
  member(
    'omittable',
    { type: 'string', format: 'uuid', isArray: true },
    read((value) => (Array.isArray(value) ? value.map(idIn) : value)),
    IsArray({ message: 'must be an array' }),
    ValidateBy(
      { name: 'entities', validator: { validate: isGuid, defaultMessage: () => `each ${mustNameOne}` } },
      { each: true },
    ),
  );

const isPart = 'says that it holds a part only: a line takes away whom it leaves out; export them all';

/** A person as a line of an import says them. */
@Refuses(isPart, 'sponsors@odata.nextLink')
export class UserLineBody extends ImportLine(UserEntity) {
  /** Null takes the manager away. */
  @Somebody() manager?: string | null;
  @Everybody() sponsors?: readonly string[];
}

/** A group as a line of an import says it; by which rule another directory found its members is read past, as the members stand beside it. */
@PassesOver('groupTypes', ...rulesOfMembership)
@Refuses(isPart, 'members@odata.nextLink')
@Refuses("is not imported: send each to 'groups/{id}/owners/$ref'", 'owners', 'owners@odata.bind')
export class GroupLineBody extends ImportLine(GroupEntity, 'id') {
  @Everybody() members?: readonly string[];
}

/** An application as a line of an import says it; what another directory tells of its secrets is read past. */
@PassesOver(...secretsOfServicePrincipals)
export class ServicePrincipalLineBody extends ImportLine(ServicePrincipalEntity) {}
