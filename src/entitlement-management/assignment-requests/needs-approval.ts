import type { RequestFacts } from './request-facts.js';
import type { Effect } from './request-states.js';
import type { SentBy } from './sent-by.js';

/** The assignment that a request would change instead of making a new one: what is held already under its policy. */
export const heldUnderPolicy = ({ held, policy }: RequestFacts) =>
  held.find((has) => has.assignmentPolicyId === policy?.id);

/** What a request for access does: what is held already under its policy is changed, whichever type asks. */
export const effectOf = (facts: RequestFacts): Exclude<Effect, 'remove'> => (heldUnderPolicy(facts) ? 'update' : 'add');

/** Whether somebody has to agree: to additions and changes that people ask for, by whichever type, where the policy says so. */
export function needsApproval(sentBy: SentBy, effect: Effect, { policy }: RequestFacts): boolean {
  if (sentBy !== 'self' || effect === 'remove') return false;
  const approval = policy?.settings.requestApprovalSettings;
  return Boolean(effect === 'update' ? approval?.isApprovalRequiredForUpdate : approval?.isApprovalRequiredForAdd);
}
