import type { RequestFacts } from './request-facts.js';
import type { Effect } from '../request-states.js';
import type { SentBy } from '../sent-by.js';

/** The assignment that a request would change instead of making a new one: what is held already under its policy. */
export const heldUnderPolicy = ({ held, policy }: RequestFacts) =>
  held.find((has) => has.assignmentPolicyId === policy?.id);

/** What a request for access does: what is held already under its policy is changed, whichever type asks. */
export const effectOf = (facts: RequestFacts): Exclude<Effect, 'remove'> => (heldUnderPolicy(facts) ? 'update' : 'add');

/** Whether somebody has to agree, and why. */
export interface ApprovalNeed {
  readonly isNeeded: boolean;
  readonly why: string;
}

/** Whether the policy asks for somebody's agreement to what a request does, whoever sends it. */
export function asksForApproval(effect: Exclude<Effect, 'remove'>, { policy }: Pick<RequestFacts, 'policy'>): boolean {
  const approval = policy?.settings.requestApprovalSettings;
  return Boolean(effect === 'update' ? approval?.isApprovalRequiredForUpdate : approval?.isApprovalRequiredForAdd);
}

/**
 * Whether somebody has to agree: to additions and changes that people ask for, by whichever type, where the policy says so.
 *
 * What others assign directly needs it only where they keep it.
 */
export function approvalOf(sentBy: SentBy, effect: Effect, facts: RequestFacts): ApprovalNeed {
  if (effect === 'remove') return { isNeeded: false, why: 'nobody has to agree when access is taken away' };
  const what = effect === 'update' ? 'changes of access' : 'new access';
  const isKept = sentBy !== 'self' && facts.keepsApproval;
  if (sentBy !== 'self' && !isKept) return { isNeeded: false, why: 'direct assignments pass over approval' };
  if (!asksForApproval(effect, facts)) return { isNeeded: false, why: `the policy asks nobody about ${what}` };
  return {
    isNeeded: true,
    why: `the policy asks for approval of ${what}${isKept ? ', which IsApprovalRequired keeps for this direct assignment' : ''}`,
  };
}

export const needsApproval = (sentBy: SentBy, effect: Effect, facts: RequestFacts): boolean =>
  approvalOf(sentBy, effect, facts).isNeeded;

/** Whose request it is: who asks, or who is assigned directly by somebody else. */
export const requestorIdOf = (
  sentBy: SentBy,
  { caller, targetId }: Pick<RequestFacts, 'caller' | 'targetId'>,
): string => (sentBy === 'self' ? caller.objectId : targetId);
