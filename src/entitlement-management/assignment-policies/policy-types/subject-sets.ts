import { GraphEntity } from '../../../platform/csdl/declared.js';
import { PassesOver } from '../../../platform/http/member-classes.js';
import { type Derived, Guid, Name, ODataType, Parts, Text, Whole } from '../../../platform/http/members.js';

const graph = 'microsoft.graph';

/** What sets may be, by their `@odata.type`. */
export const subjectSetTypes = [
  ...['singleUser', 'groupMembers', 'connectedOrganizationMembers', 'singleServicePrincipal', 'attributeRuleMembers'],
  ...['requestorManager', 'targetManager', 'internalSponsors', 'externalSponsors', 'targetUserSponsors'],
  ...['targetApplicationOwners', 'targetAgentIdentitySponsorsOrOwners'],
  ...['identityGovernance.groupBasedSubjectSet', 'identityGovernance.ruleBasedSubjectSet'],
].map((name) => `${graph}.${name}`);

/** People, named or described; `@odata.type` says how. */
export class SubjectSet {
  @ODataType(subjectSetTypes) '@odata.type': string;
}

export class SingleUser extends SubjectSet {
  @Guid('required') userId: string;
  @Text(1_000) description: string | null = null;
}

export class GroupMembers extends SubjectSet {
  @Guid('required') groupId: string;
  @Text(1_000) description: string | null = null;
}

export class ConnectedOrganizationMembers extends SubjectSet {
  @Guid('required') connectedOrganizationId: string;
  @Text(1_000) description: string | null = null;
}

export class SingleServicePrincipal extends SubjectSet {
  @Guid('required') servicePrincipalId: string;
  @Text(1_000) description: string | null = null;
}

export class AttributeRuleMembers extends SubjectSet {
  @Name(3_000) membershipRule: string;
  @Text(1_000) description: string | null = null;
}

export class RequestorManager extends SubjectSet {
  @Whole(1, 4) managerLevel: number | null = 1;
}

export class TargetManager extends SubjectSet {
  @Whole(1, 4) managerLevel: number | null = 1;
}

/** A group, as a set of groups names it. */
@GraphEntity('group')
@PassesOver('displayName', 'description', 'deletedDateTime')
export class GroupLink {
  @Guid('required') id: string;
}

export class GroupBasedSubjectSet extends SubjectSet {
  @Parts(() => GroupLink, 100) groups: GroupLink[] = [];
}

export class RuleBasedSubjectSet extends SubjectSet {
  @Name(3_000) rule: string;
}

/** Sets that need no further word: sponsors and owners, as the directory knows them. */
export class RelatedSubjects extends SubjectSet {}

const derived: Derived = {
  [`${graph}.singleUser`]: SingleUser,
  [`${graph}.groupMembers`]: GroupMembers,
  [`${graph}.connectedOrganizationMembers`]: ConnectedOrganizationMembers,
  [`${graph}.singleServicePrincipal`]: SingleServicePrincipal,
  [`${graph}.attributeRuleMembers`]: AttributeRuleMembers,
  [`${graph}.requestorManager`]: RequestorManager,
  [`${graph}.targetManager`]: TargetManager,
  [`${graph}.internalSponsors`]: RelatedSubjects,
  [`${graph}.externalSponsors`]: RelatedSubjects,
  [`${graph}.targetUserSponsors`]: RelatedSubjects,
  [`${graph}.targetApplicationOwners`]: RelatedSubjects,
  [`${graph}.targetAgentIdentitySponsorsOrOwners`]: RelatedSubjects,
  [`${graph}.identityGovernance.groupBasedSubjectSet`]: GroupBasedSubjectSet,
  [`${graph}.identityGovernance.ruleBasedSubjectSet`]: RuleBasedSubjectSet,
};

/** A collection of subject sets of any kind. */
export const SubjectSets = (most: number) => Parts(() => SubjectSet, most, derived);
