import { lastInstantOf, type ExpirationPattern, saysNothing, startOf } from '../../assignment-policies/index.js';
import type { Prisma } from '../../../platform/database/generated/client.js';
import type { Submission } from '../assignment-request.js';
import type { DecisionTrace } from '../deciding/decision.js';
import { needsApproval } from '../deciding/needs-approval.js';
import type { RequestFacts } from '../deciding/request-facts.js';
import type { Effect } from '../request-states.js';
import type { RequestAsked } from '../wanted-request.js';

/** What a request type decides itself; the rest follows from what was asked and from the facts. */
export interface Decided {
  readonly id: string;
  readonly effect: Effect;
  readonly requestorId: string;
  readonly decision: DecisionTrace;
  readonly assignmentId?: string | null;
}

/** A request as it is to be submitted, once its rules hold. */
export function submissionOf(
  { caller, wanted, requestType, sentBy }: RequestAsked,
  facts: RequestFacts,
  decided: Decided,
): Submission {
  const { policy } = facts;
  if (!policy) throw new Error('A request is submitted under a policy; its rules have to ask for one.');
  const schedule = wantedSchedule(facts);
  const isToBeApproved = needsApproval(sentBy, decided.effect, facts);
  return {
    ...decided,
    decision: toJson(decided.decision),
    requestType,
    needsApproval: isToBeApproved,
    ...(isToBeApproved ? { lapsesAt: lastInstantOf({ asked: schedule, expiration: policy.settings.expiration }) } : {}),
    createdById: caller.objectId,
    targetId: facts.targetId,
    targetEmail: facts.target ? null : facts.targetEmail,
    accessPackageId: policy.accessPackageId,
    assignmentPolicyId: policy.id,
    policyVersion: policy.version,
    justification: wanted.justification ?? null,
    answers: wanted.answers.map((answer) => ({ ...answer })),
    questions: policy.settings.questions,
    schedule,
    startAt: decided.effect !== 'remove' && schedule?.startDateTime ? new Date(schedule.startDateTime) : null,
  };
}

/** A trace holds JSON values only; Prisma's type of them knows no read-only lists. */
const toJson = (trace: DecisionTrace): Prisma.JsonObject => ({ ...(trace as unknown as Prisma.JsonObject) });

/** The window asked for; a start in the past becomes now. */
function wantedSchedule({ schedule, now }: RequestFacts) {
  if (!schedule || saysNothing(schedule)) return null;
  return {
    startDateTime: schedule.startDateTime ? startOf(schedule, now).toISOString() : null,
    expiration: schedule.expiration ? patternOf(schedule.expiration) : null,
  };
}

const patternOf = ({ type, endDateTime, duration }: ExpirationPattern) => ({
  type: type ?? 'notSpecified',
  endDateTime: endDateTime ?? null,
  duration: duration ?? null,
});
