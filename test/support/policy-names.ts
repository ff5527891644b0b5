import { scopeToBeta } from '../../src/entitlement-management/assignment-policies/beta/scopes.js';
import { allowedTargetScopes } from '../../src/entitlement-management/assignment-policies/policy-settings.js';
import type { Dialect } from '../../src/platform/beta/names.js';
import { graphMembers } from './body-classes.js';

/** The types that a policy is made of, in each version's names. */
const types = [
  ...['accessPackageAssignmentPolicy', 'accessPackageAssignmentRequestorSettings', 'requestorSettings'],
  ...['accessPackageAssignmentApprovalSettings', 'approvalSettings', 'accessPackageApprovalStage', 'approvalStage'],
  ...['accessPackageAssignmentReviewSettings', 'assignmentReviewSettings', 'accessPackageAutomaticRequestSettings'],
  ...['accessPackageMultipleChoiceQuestion', 'accessPackageTextInputQuestion', 'accessPackageAnswerChoice'],
  ...['singleUser', 'groupMembers', 'connectedOrganizationMembers', 'requestorManager', 'attributeRuleMembers'],
];

/** What v1.0 alone can say: beta has no name for it. */
const unsaidInBeta = ['automaticRequestSettings', 'onBehalfRequestors'];

/** What v1.0 takes of beta, and calls as beta does. */
const takenInV1 = ['verifiableCredentialSettings'];

export type Strangers = Readonly<Record<Dialect, ReadonlySet<string>>>;

/** For each version the names of policies, and words for their scopes, that only the other one has, by Graph's metadata. */
export async function namesOfTheOther(): Promise<Strangers> {
  const membersOf = await graphMembers();
  const all = (dialect: Dialect) => types.flatMap((type) => membersOf(dialect, type) ?? []);
  const scopes = allowedTargetScopes.map((scope) => [scope, scopeToBeta(scope)] as const);
  const named = scopes.filter(([ours, betas]) => ours !== betas);
  // The pattern of an end is one type in both, which policies of beta do not have.
  const ofV1 = [...all('v1.0'), 'endDateTime', 'duration', 'afterDateTime', 'afterDuration', 'noExpiration'];
  const [v1, beta] = [new Set(ofV1), new Set(all('beta'))];
  return {
    'v1.0': new Set([
      ...[...beta].filter((name) => !v1.has(name) && !takenInV1.includes(name)),
      ...named.map(([, betas]) => betas),
    ]),
    beta: new Set([
      ...[...v1].filter((name) => !beta.has(name) && !unsaidInBeta.includes(name)),
      ...named.map(([ours]) => ours),
    ]),
  };
}

export const wordsIn = (text: string): string[] => text.match(/[A-Za-z]\w*/g) ?? [];
