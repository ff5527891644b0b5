import { GraphEntity, WireName } from '../../platform/edm/type-names.js';
import { PassesOver } from '../../platform/edm/member-classes.js';
import { Guid, Name, ODataType, Parts, Text, Whole } from '../../platform/edm/members.js';
import { highestManager } from '../../directory/index.js';
import { kindNames } from './subject-set.js';

const namespace = 'microsoft.graph';

/** What sets may be, by their `@odata.type`. */
export const subjectSetTypes = kindNames.map((name) => `${namespace}.${name}`);

/** People, named or described; `@odata.type` says how. */
@WireName('SubjectSet')
export class SubjectSetBody {
  @ODataType(subjectSetTypes) '@odata.type': string;
}

@WireName('SingleUser')
export class SingleUser extends SubjectSetBody {
  @Guid('required') userId: string;
  @Text(1_000) description: string | null = null;
}

@WireName('GroupMembers')
export class GroupMembers extends SubjectSetBody {
  @Guid('required') groupId: string;
  @Text(1_000) description: string | null = null;
}

@WireName('ConnectedOrganizationMembers')
export class ConnectedOrganizationMembers extends SubjectSetBody {
  @Guid('required') connectedOrganizationId: string;
  @Text(1_000) description: string | null = null;
}

@WireName('SingleServicePrincipal')
export class SingleServicePrincipal extends SubjectSetBody {
  @Guid('required') servicePrincipalId: string;
  @Text(1_000) description: string | null = null;
}

@WireName('AttributeRuleMembers')
export class AttributeRuleMembers extends SubjectSetBody {
  @Name(3_000) membershipRule: string;
  @Text(1_000) description: string | null = null;
}

@WireName('RequestorManager')
export class RequestorManager extends SubjectSetBody {
  @Whole(1, highestManager) managerLevel: number | null = 1;
}

@WireName('TargetManager')
export class TargetManager extends SubjectSetBody {
  @Whole(1, highestManager) managerLevel: number | null = 1;
}

/** A group, as a set of groups names it. */
@GraphEntity('group')
@PassesOver('displayName', 'description', 'deletedDateTime')
@WireName('GroupLink')
export class GroupLink {
  @Guid('required') id: string;
}

@WireName('GroupBasedSubjectSet')
export class GroupBasedSubjectSet extends SubjectSetBody {
  @Parts(() => GroupLink, 100) groups: GroupLink[] = [];
}

@WireName('RuleBasedSubjectSet')
export class RuleBasedSubjectSet extends SubjectSetBody {
  @Name(3_000) rule: string;
}

/** Sets that need no further word: sponsors and owners, as the directory knows them. */
@WireName('RelatedSubjects')
export class RelatedSubjects extends SubjectSetBody {}
