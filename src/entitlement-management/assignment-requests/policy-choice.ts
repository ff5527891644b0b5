import { DomainError } from '../../platform/errors/domain-error.js';
import { type Rule, targetIsInScope } from './assignment-request.rules.js';
import { policyLetsTargetsAsk, requestorMayAskForTarget } from './requestor.rules.js';
import type { PolicyFacts, RequestFacts } from './request-facts.js';

const fits: readonly Rule[] = [requestorMayAskForTarget, policyLetsTargetsAsk, targetIsInScope];

/** The scopes by precedence: where policies of several fit, only the strictest count (entra-docs, troubleshooting). */
const precedence: Readonly<Record<string, number>> = {
  specificDirectoryUsers: 1,
  specificConnectedOrganizationUsers: 1,
  allMemberUsers: 2,
  allDirectoryUsers: 3,
  allConfiguredConnectedOrganizationUsers: 4,
  allExternalUsers: 4,
};
const classOf = ({ allowedTargetScope }: PolicyFacts): number => precedence[allowedTargetScope] ?? 5;

const under = (facts: RequestFacts, policy: PolicyFacts): RequestFacts => ({
  ...facts,
  policy,
  assignmentPolicyId: policy.id,
});

const refusalUnder = (facts: RequestFacts, policy: PolicyFacts): DomainError | undefined =>
  fits.map((rule) => rule(under(facts, policy))).find((refusal) => refusal !== undefined);

/** The policies of the package under which the target may ask: those of the strictest scope that fits. */
export function fittingPolicies(facts: RequestFacts): PolicyFacts[] {
  const fitting = facts.policies.filter((policy) => refusalUnder(facts, policy) === undefined);
  const strictest = Math.min(...fitting.map(classOf));
  return fitting.filter((policy) => classOf(policy) === strictest);
}

/** The facts under the policy that was named, else under the only one that fits; none or several leave it open. */
export function underChosenPolicy(facts: RequestFacts): RequestFacts {
  if (facts.policy || facts.assignmentPolicyId) return facts;
  const [only, ...more] = fittingPolicies(facts);
  return only && more.length === 0 ? under(facts, only) : facts;
}

/** Says why no policy could be chosen where the caller left that to us. */
export const onePolicyFits: Rule = (facts) => {
  if (facts.policy || facts.assignmentPolicyId) return undefined;
  const fitting = fittingPolicies(facts);
  if (fitting.length === 0) return nothingFits(facts);
  const ids = fitting.map(({ id }) => id).join(', ');
  return new DomainError(
    'InvalidModel',
    `Several policies of the access package fit: name one as 'assignment.assignmentPolicyId': ${ids}.`,
  );
};

function nothingFits(facts: RequestFacts): DomainError {
  const reasons = facts.policies.map((policy) => refusalUnder(facts, policy)?.message ?? '');
  const why = reasons.length > 0 ? reasons.join(' ') : 'the access package has no policy.';
  return new DomainError('PolicyRequirementsNotMet', `No policy of the access package lets you request it: ${why}`);
}
