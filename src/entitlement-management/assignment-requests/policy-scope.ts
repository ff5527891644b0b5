import type { SubjectSet } from '../assignment-policies/index.js';
import type { Person, PolicyFacts } from './request-facts.js';

type Scope = (policy: PolicyFacts, person: Person) => string | undefined;

/** Why a person is outside a policy's scope, by allowedTargetScope; what is absent here allows nobody yet. */
const scopes: Readonly<Record<string, Scope>> = {
  notSpecified: () => 'it is for direct assignment only (allowedTargetScope is notSpecified).',
  specificDirectoryUsers: ({ settings }, person) =>
    settings.specificAllowedTargets?.some((set) => includes(set, person))
      ? undefined
      : 'you are not among its specificAllowedTargets (allowedTargetScope is specificDirectoryUsers).',
  allMemberUsers: (_, person) =>
    person.userType === 'Member'
      ? undefined
      : 'it is for members only, and you are a guest (allowedTargetScope is allMemberUsers).',
  allDirectoryUsers: () => undefined,
};

/** Why this person may not ask under this policy; nothing when they may. */
export function whoMayAsk(policy: PolicyFacts, person: Person): string | undefined {
  const scope = scopes[policy.allowedTargetScope];
  return scope ? scope(policy, person) : `its scope, ${policy.allowedTargetScope}, allows nobody on this server yet.`;
}

function includes(set: SubjectSet, person: Person): boolean {
  switch (set['@odata.type'].replace(/^#/, '')) {
    case 'microsoft.graph.singleUser':
      return set.userId === person.id;
    case 'microsoft.graph.groupMembers':
      return set.groupId !== undefined && set.groupId !== null && person.groupIds.includes(set.groupId);
    default:
      return false;
  }
}
