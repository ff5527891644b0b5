import { DomainError } from '../../platform/errors/domain-error.js';
import { type Rule, policyLetsTargetsAsk, targetIsInScope } from './assignment-request.rules.js';
import type { RequestFacts } from './request-facts.js';

const fits: readonly Rule[] = [policyLetsTargetsAsk, targetIsInScope];

/** The facts with the only policy of the package under which the target may ask; none or several is a refusal. */
export function policyThatFits(facts: RequestFacts): RequestFacts {
  const tried = facts.policies.map((policy) => {
    const under = { ...facts, policy, assignmentPolicyId: policy.id };
    return { under, refusal: fits.map((rule) => rule(under)).find((refusal) => refusal !== undefined) };
  });
  const fitting = tried.filter(({ refusal }) => refusal === undefined).map(({ under }) => under);
  const [only] = fitting;
  if (fitting.length === 1 && only) return only;
  if (fitting.length === 0) throw nothingFits(tried.flatMap(({ refusal }) => (refusal ? [refusal.message] : [])));
  const ids = fitting.map(({ policy }) => policy?.id).join(', ');
  throw new DomainError(
    'InvalidModel',
    `Several policies of the access package fit: name one as 'assignment.assignmentPolicyId': ${ids}.`,
  );
}

function nothingFits(reasons: readonly string[]): DomainError {
  const why = reasons.length > 0 ? reasons.join(' ') : 'the access package has no policy.';
  return new DomainError('PolicyRequirementsNotMet', `No policy of the access package lets you request it: ${why}`);
}
