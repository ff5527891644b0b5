import type { RequestFacts } from './request-facts.js';

/** The assignment that a request would change instead of making a new one: what is held already under its policy. */
export const heldUnderPolicy = ({ held, policy }: RequestFacts) =>
  held.find((has) => has.assignmentPolicyId === policy?.id);

/** Whether somebody has to agree: people's own additions and changes, where the policy says so. */
export function needsApproval(requestType: string, facts: RequestFacts): boolean {
  if (!requestType.startsWith('user') || requestType === 'userRemove') return false;
  const approval = facts.policy?.settings.requestApprovalSettings;
  return Boolean(heldUnderPolicy(facts) ? approval?.isApprovalRequiredForUpdate : approval?.isApprovalRequiredForAdd);
}
