import type { Rule as RuleAbout } from '../../../platform/domain/rules.js';
import { DomainError, type RefusalCode } from '../../../platform/errors/domain-error.js';
import { isFault, startOf } from '../../assignment-policies/index.js';
import { whoMayAsk } from './policy-scope.js';
import type { RequestFacts } from './request-facts.js';
import { windowOfRequest } from './request-window.js';
import { PartlyTold } from './told.js';

/** A question about the facts of a request. */
export type Rule = RuleAbout<RequestFacts, DomainError>;

const refuse = (code: RefusalCode, message: string): DomainError => new DomainError(code, message);

/** A refusal by policy says which policy and which requirement (entra-docs#967), to whom may read the policy. */
export const policyRefuses = (
  { policy }: RequestFacts,
  requirement: string,
  { names = [], without = requirement }: { names?: readonly string[]; without?: string } = {},
): DomainError =>
  policy
    ? new PartlyTold(
        'PolicyRequirementsNotMet',
        `The policy '${policy.displayName}' (${policy.id}) refuses: ${requirement}`,
        [policy.id, ...names],
        `The policy refuses: ${without}`,
      )
    : refuse('PolicyRequirementsNotMet', requirement);

export const targetIsInTheDirectory: Rule = ({ target, targetId, targetEmail }) =>
  target || targetEmail ? undefined : refuse('ResourceNotFound', `The directory has no user with the id ${targetId}.`);

export const targetIsEnabled: Rule = ({ target }) =>
  !target || target.accountEnabled
    ? undefined
    : new PartlyTold(
        'PolicyRequirementsNotMet',
        `The account of ${target.displayName} (${target.id}) is disabled.`,
        [target.id],
        'The account of the target is disabled.',
      );

/** Who is to join later may be disabled until then: delivery asks again. */
export const targetIsEnabledOrStartsLater: Rule = (facts) =>
  startOf(facts.schedule, facts.now) > facts.now ? undefined : targetIsEnabled(facts);

export const accessPackageExists: Rule = ({ accessPackage, accessPackageId }) =>
  accessPackage ? undefined : refuse('ResourceNotFound', `There is no access package with the id ${accessPackageId}.`);

export const policyExists: Rule = ({ policy, assignmentPolicyId }) =>
  policy
    ? undefined
    : refuse('ResourceNotFound', `There is no assignment policy with the id ${assignmentPolicyId ?? ''}.`);

export const policyOffersThePackage: Rule = ({ policy, accessPackageId }) =>
  !policy || policy.accessPackageId === accessPackageId
    ? undefined
    : new PartlyTold(
        'InvalidModel',
        `The policy ${policy.id} belongs to the access package ${policy.accessPackageId}, not to ${accessPackageId}.`,
        [policy.accessPackageId],
        `The policy ${policy.id} is none of the access package ${accessPackageId}.`,
      );

export const catalogIsPublished: Rule = (facts) =>
  !facts.accessPackage || facts.accessPackage.catalogState === 'published'
    ? undefined
    : policyRefuses(facts, 'the catalog of the access package is not published.');

export const targetIsInScope: Rule = (facts) => {
  const { policy, target, accessPackage } = facts;
  const reason = policy && target ? whoMayAsk(policy, target, accessPackage) : undefined;
  return reason === undefined ? undefined : policyRefuses(facts, reason);
};

export const windowFitsThePolicy: Rule = (facts) => {
  const window = facts.policy ? windowOfRequest(facts) : undefined;
  if (!window || !isFault(window)) return undefined;
  return window.of === 'policy'
    ? policyRefuses(facts, `${window.why}.`)
    : refuse('InvalidModel', `The model is invalid: ${window.why}.`);
};

export const targetLacksThisAssignment: Rule = ({ held, accessPackageId, policy }) =>
  held.some((has) => has.accessPackageId === accessPackageId && has.assignmentPolicyId === policy?.id)
    ? refuse('InvalidRequestExistingGrant', 'The target already has this access package under this policy.')
    : undefined;

/** What is named by its id has to be the one that is held: one that has ended stands for no newer one, also when nobody has ended it yet. */
export const targetHasThisAssignment: Rule = ({ held, accessPackageId, policy, assignmentId, now }) => {
  const has = held.find((one) => one.accessPackageId === accessPackageId && one.assignmentPolicyId === policy?.id);
  const isOver = has?.endAt ? new Date(has.endAt) <= now : !has;
  if (!isOver && (assignmentId === null || has?.id === assignmentId)) return undefined;
  return refuse(
    'InvalidRequestNoActiveGrant',
    assignmentId === null
      ? 'The target has no active assignment of this access package under this policy.'
      : `The assignment ${assignmentId} has ended.`,
  );
};

export const nothingIncompatibleIsHeld: Rule = ({ held, accessPackage }) => {
  const clash = held.find((has) => accessPackage?.incompatibleIds.includes(has.accessPackageId));
  return (
    clash &&
    new PartlyTold(
      'IncompatibleAccess',
      `The target holds the access package ${clash.accessPackageId}, which is incompatible with this one: remove it first.`,
      [clash.accessPackageId],
      'The target holds an access package that is incompatible with this one: ask an administrator to remove it first.',
    )
  );
};

/** Nobody can say of whom more is true than is looked at that they are in none of the groups. */
const groupsAreUnknown = (): DomainError =>
  refuse(
    'IncompatibleAccess',
    'The target is in more groups of groups than are looked at, and one of them may be incompatible with this access package: ask an administrator to take groups out of groups.',
  );

export const notInAnIncompatibleGroup: Rule = ({ target, accessPackage }) => {
  const { incompatibleGroupIds = [] } = accessPackage ?? {};
  if (target?.groupIds === null && incompatibleGroupIds.length > 0) return groupsAreUnknown();
  const clash = incompatibleGroupIds.find((id) => target?.groupIds?.includes(id));
  return clash === undefined
    ? undefined
    : new PartlyTold(
        'IncompatibleAccess',
        `The target is in the group ${clash}, which is incompatible with this access package: take them out of it first.`,
        [clash],
        'The target is in a group that is incompatible with this access package: ask an administrator to take them out of it first.',
      );
};
