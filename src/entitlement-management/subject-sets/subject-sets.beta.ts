import { OnlyAnswered, WireName } from '../../platform/edm/type-names.js';
import { Flag, Guid, ODataType, Parts, Text, Whole } from '../../platform/edm/members.js';
import { highestManager } from '../../directory/index.js';
import { GroupLink, subjectSetTypes } from './subject-sets.body.js';

/** People, named or described, as beta says it: `@odata.type` tells how. */
@WireName('UserSet')
export class UserSet {
  @ODataType(subjectSetTypes) '@odata.type': string;
  @Flag() isBackup: boolean | null;
}

@OnlyAnswered()
@WireName('SingleUser')
export class SingleUser extends UserSet {
  @Guid() id: string | null;
  @Text(1_000) description: string | null;
}

@OnlyAnswered()
@WireName('GroupMembers')
export class GroupMembers extends UserSet {
  @Guid() id: string | null;
  @Text(1_000) description: string | null;
}

@OnlyAnswered()
@WireName('ConnectedOrganizationMembers')
export class ConnectedOrganizationMembers extends UserSet {
  @Guid() id: string | null;
  @Text(1_000) description: string | null;
}

@OnlyAnswered()
@WireName('SingleServicePrincipal')
export class SingleServicePrincipal extends UserSet {
  @Guid() id: string | null;
  @Text(1_000) description: string | null;
}

@OnlyAnswered()
@WireName('AttributeRuleMembers')
export class AttributeRuleMembers extends UserSet {
  @Text(3_000) membershipRule: string | null;
  @Text(1_000) description: string | null;
}

@OnlyAnswered()
@WireName('RequestorManager')
export class RequestorManager extends UserSet {
  @Whole(1, highestManager) managerLevel: number | null;
}

@OnlyAnswered()
@WireName('TargetManager')
export class TargetManager extends UserSet {
  @Whole(1, highestManager) managerLevel: number | null;
}

@OnlyAnswered('identityGovernance.groupBasedSubjectSet')
export class GroupBasedSet extends UserSet {
  @Parts(() => GroupLink, 100) groups: GroupLink[];
}

@OnlyAnswered('identityGovernance.ruleBasedSubjectSet')
export class RuleBasedSet extends UserSet {
  @Text(3_000) rule: string | null;
}
