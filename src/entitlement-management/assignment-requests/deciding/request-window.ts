import { keepsTheEnd, startOf, type Window, windowAsked, type WindowFault } from '../../assignment-policies/index.js';
import { heldUnderPolicy } from './needs-approval.js';
import type { RequestFacts } from './request-facts.js';

/** The window of a request under the policy of its facts, for its check and for its trace. */
export function windowOfRequest(facts: RequestFacts): Window | WindowFault {
  const { schedule: asked, policy, requestType, answers, now } = facts;
  const held = heldUnderPolicy(facts);
  return windowAsked({
    start: startOf(asked, now),
    asked,
    expiration: policy?.settings.expiration,
    held: held ? { endAt: held.endAt === null ? null : new Date(held.endAt) } : null,
    keepsEnd: keepsTheEnd(requestType, answers.length),
  });
}
