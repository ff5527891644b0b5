import { firstRefusal } from '../../../platform/domain/rules.js';
import type { DomainError } from '../../../platform/errors/domain-error.js';
import { type Rule, targetIsInScope } from './assignment-request.rules.js';
import { heldUnderPolicy } from './needs-approval.js';
import { letsAskForNewAccess, policyLetsTargetsAsk, requestorMayAskForTarget } from './requestor.rules.js';
import type { PolicyFacts, RequestFacts } from './request-facts.js';
import { PartlyTold } from './told.js';

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

/** The facts of a request for new access under a policy: what is held of the package is no matter. */
const newUnder = (facts: RequestFacts, policy: PolicyFacts): RequestFacts => ({
  ...under(facts, policy),
  held: facts.held.filter(({ accessPackageId }) => accessPackageId !== facts.accessPackageId),
});

const under = (facts: RequestFacts, policy: PolicyFacts): RequestFacts => ({
  ...facts,
  policy,
  assignmentPolicyId: policy.id,
});

const refusalUnder = (facts: RequestFacts, policy: PolicyFacts): DomainError | undefined =>
  firstRefusal(fits, newUnder(facts, policy));

/** Whether a policy is for the target, and lets people ask. */
const isOfScope = (policy: PolicyFacts, facts: RequestFacts): boolean =>
  letsAskForNewAccess(policy, facts) && targetIsInScope(under(facts, policy)) === undefined;

/** The policies that bind who asks for new access for the target: those of the strictest scope that fits, among all that let people ask. */
export function bindingPolicies(facts: RequestFacts): PolicyFacts[] {
  const fitting = facts.policies
    .filter(({ accessPackageId }) => accessPackageId === facts.accessPackageId)
    .filter((policy) => isOfScope(policy, facts));
  const strictest = Math.min(...fitting.map(classOf));
  return fitting.filter((policy) => classOf(policy) === strictest);
}

/** The policies under which the caller may ask for new access for the target. */
export const fittingPolicies = (facts: RequestFacts): PolicyFacts[] =>
  bindingPolicies(facts).filter((policy) => refusalUnder(facts, policy) === undefined);

const mostNamed = 5;

/** As many policies as a message names, and the words for how many it does not. */
function few(policies: readonly PolicyFacts[]): readonly [named: readonly PolicyFacts[], more: string] {
  const others = policies.length - mostNamed;
  return [policies.slice(0, mostNamed), others > 0 ? ` and ${others} more` : ''];
}

/** Naming another policy is no way around the one that binds; what is held is changed under its own. */
export const policyIsOneThatBinds: Rule = (facts) => {
  const { policy } = facts;
  if (!policy || heldUnderPolicy(facts) || !isOfScope(policy, facts)) return undefined;
  const binding = bindingPolicies(facts);
  if (binding.length === 0 || binding.some(({ id }) => id === policy.id)) return undefined;
  const [named, more] = few(binding);
  const said = named.map(({ displayName, id }) => `'${displayName}' (${id})`).join(', ');
  const why = `The policy ${policy.id} does not bind here: one of a stricter scope does.`;
  return new PartlyTold(
    'PolicyRequirementsNotMet',
    `${why} Name one of ${said}${more} instead.`,
    named.map(({ id }) => id),
    `${why} Name no policy, or ask an administrator which.`,
  );
};

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
  const [named, more] = few(fitting);
  const ids = named.map(({ id }) => id);
  const several = "Several policies of the access package fit: name one as 'assignment.assignmentPolicyId'";
  return new PartlyTold('InvalidModel', `${several}: ${ids.join(', ')}${more}.`, ids, `${several}.`);
};

function nothingFits(facts: RequestFacts): DomainError {
  const [named, more] = few(facts.policies);
  const reasons = named.map((policy) => refusalUnder(facts, policy)?.message ?? '');
  const why = reasons.length > 0 ? `${reasons.join(' ')}${more && `${more}.`}` : 'the access package has no policy.';
  return new PartlyTold(
    'PolicyRequirementsNotMet',
    `No policy of the access package lets you request it: ${why}`,
    named.map(({ id }) => id),
    'No policy of the access package lets you request it: ask an administrator, who can read why.',
  );
}
