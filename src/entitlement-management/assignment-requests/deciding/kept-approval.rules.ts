import { DomainError } from '../../../platform/errors/domain-error.js';
import { catalogIsPublished, type Rule } from './assignment-request.rules.js';
import { asksForApproval } from './needs-approval.js';

/** An approval that nobody could be asked for is no leave to go without one. */
export const policyHasTheApprovalToKeep: Rule = (facts) => {
  const { policy, keepsApproval } = facts;
  if (!policy || !keepsApproval) return undefined;
  const stages = policy.settings.requestApprovalSettings?.stages ?? [];
  if (asksForApproval('add', facts) && stages.length > 0) return undefined;
  return new DomainError(
    'InvalidModel',
    `The model is invalid: 'parameters' keeps an approval, and the policy '${policy.displayName}' (${policy.id}) asks nobody about new access: leave 'IsApprovalRequired' out, or name a policy with approval stages.`,
  );
};

/** Nobody is asked about what is in a catalog that is not published: such requests end when it is unpublished, too. */
export const catalogIsPublishedWhereApprovalIsKept: Rule = (facts) =>
  facts.keepsApproval ? catalogIsPublished(facts) : undefined;
