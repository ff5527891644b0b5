import type { ApprovalStage as Row } from '../../platform/database/generated/client.js';
import type { Decision } from '../../platform/eventing/decision.js';
import { durationMillis } from '../../platform/text/duration.js';
import type { StageSettings } from '../assignment-policies/index.js';
import {
  ApprovalBecameMoot,
  ApprovalCompleted,
  ApprovalDenied,
  ApprovalStageApproved,
  ApprovalStageEscalated,
  ApprovalStageStarted,
  ApproverWithdrawn,
} from './approval-stage.events.js';
import { nextStatus, type StageStatus, type Verdict } from './stage-moves.js';

export type ApprovalStage = Omit<Row, 'status' | 'reviewResult' | 'settings'> & {
  readonly status: StageStatus;
  readonly reviewResult: Verdict | 'NotReviewed';
  readonly settings: StageSettings;
};

/** The request that an approval is about. */
export interface RequestUnderApproval {
  readonly tenantId: string;
  readonly id: string;
  readonly state: string;
  readonly targetId: string;
  readonly requestorId: string;
  /** Who sent it; null where nothing says so. */
  readonly createdById: string | null;
  readonly startAt: Date | null;
}

/** Whether a request is for somebody, by them or sent by them: nobody decides about their own. */
export const isTheirOwn = (
  { targetId, requestorId, createdById }: Pick<RequestUnderApproval, 'targetId' | 'requestorId' | 'createdById'>,
  id: string,
): boolean => id === targetId || id === requestorId || id === createdById;

/** A request with the rounds in which it is agreed to, in order. */
export interface Approval {
  readonly request: RequestUnderApproval;
  readonly stages: readonly ApprovalStage[];
}

/** Why no decision could have an effect, and how the request ends by that. */
export interface Moot {
  readonly ends: 'denied' | 'canceled';
  readonly reason: string;
}

/** People who can decide a stage, and by which of its lists. */
export interface Approvers {
  readonly kind: 'primary' | 'fallback' | 'escalation' | 'fallbackEscalation';
  readonly userIds: readonly string[];
}

/** A decision about a stage; those asked can decide it from now on, beside those who could before. */
export interface StageDecision extends Decision<ApprovalStage> {
  readonly approvers?: Approvers;
}

/** What a stage says of itself while nobody can decide it. */
export const nobodyMayDecide = 'Nobody was found who may decide: it is denied when its time is over.';

/** The rounds that a policy asks for, none of them begun. */
export const stagesOf = (
  { tenantId, id: requestId }: RequestUnderApproval,
  settings: readonly StageSettings[],
  newId: () => string,
): ApprovalStage[] =>
  settings.map((stage, index) => ({
    ...{ tenantId, id: newId(), requestId, ordinal: index + 1, settings: stage },
    ...{ status: 'Initializing', reviewResult: 'NotReviewed', justification: null },
    ...{ reviewedById: null, reviewedByName: null, reviewedAt: null },
    ...{ startedAt: null, escalatesAt: null, escalatedAt: null, deniesAt: null },
  }));

/** How long a stage waits whose policy gives it no time. */
const usualWaitMillis = 14 * 86_400_000;

/** The stage from the moment on from which it can be decided; its times count from here. */
export function start(stage: ApprovalStage, approvers: Approvers, now: Date): StageDecision {
  const deniesAt = later(now, millisOf(stage.settings.durationBeforeAutomaticDenial) || usualWaitMillis);
  const row: ApprovalStage = {
    ...stage,
    status: nextStatus(stage.status, 'start'),
    justification: approvers.userIds.length > 0 ? null : nobodyMayDecide,
    startedAt: now,
    deniesAt,
    escalatesAt: escalationOf(stage.settings, now, deniesAt),
  };
  const event = new ApprovalStageStarted(row.id, row.requestId, approvers.userIds, deniesAt.toISOString());
  return { row, approvers, events: [event] };
}

/** The stage once more people are asked; those asked before can still decide. */
export function escalate(stage: ApprovalStage, approvers: Approvers, at: Date): StageDecision {
  const justification = approvers.userIds.length > 0 ? null : stage.justification;
  const row = { ...stage, status: nextStatus(stage.status, 'escalate'), escalatedAt: at, justification };
  const event = new ApprovalStageEscalated(row.id, row.requestId, approvers.userIds, at.toISOString());
  return { row, approvers, events: [event] };
}

/** Who says what of a stage. */
export interface Review {
  readonly verdict: Verdict;
  readonly justification: string | null;
  readonly reviewer: { readonly id: string; readonly displayName: string | null };
}

/** The stage as somebody decided it. One denial ends the whole approval, and so does the approval of the last stage. */
export function review(approval: Approval, stage: ApprovalStage, review: Review, now: Date): StageDecision {
  const { verdict, justification, reviewer } = review;
  const row: ApprovalStage = {
    ...stage,
    status: nextStatus(stage.status, verdict === 'Approved' ? 'approve' : 'deny'),
    reviewResult: verdict,
    justification,
    reviewedById: reviewer.id,
    reviewedByName: reviewer.displayName,
    reviewedAt: now,
  };
  if (verdict === 'Denied') return { row, events: [denied(approval.request, reviewer.id, now)] };
  const approved = new ApprovalStageApproved(row.id, row.requestId, reviewer.id, now.toISOString());
  return { row, events: stageAfter(approval, row) ? [approved] : [approved, completed(approval.request, now)] };
}

/** The stage that follows when this one is approved; undefined after the last. */
export const stageAfter = ({ stages }: Approval, { ordinal }: ApprovalStage): ApprovalStage | undefined =>
  stages.find((stage) => stage.ordinal === ordinal + 1);

/** The stage when nobody decided it in time, which denies the request. */
export const expire = ({ request }: Approval, stage: ApprovalStage, at: Date): StageDecision => ({
  row: { ...stage, status: nextStatus(stage.status, 'expire') },
  events: [denied(request, null, at)],
});

/** The stage when its request has ended otherwise: it is over, and nobody has decided it. */
export const close = (stage: ApprovalStage): StageDecision => ({
  row: { ...stage, status: nextStatus(stage.status, 'close') },
  events: [],
});

/** The stage without somebody who could decide it; `successors` where nobody else was left. */
export function withdraw(stage: ApprovalStage, approverId: string, successors: Approvers | undefined): StageDecision {
  const isAbandoned = successors?.userIds.length === 0;
  const row = { ...stage, justification: isAbandoned ? nobodyMayDecide : stage.justification };
  const event = new ApproverWithdrawn(row.id, row.requestId, approverId, successors?.userIds ?? []);
  return { row, ...(successors ? { approvers: successors } : {}), events: [event] };
}

/** What is so when nobody agrees to a request: a person who says no, or nobody in time. */
export const denied = ({ id, targetId }: RequestUnderApproval, by: string | null, at: Date): ApprovalDenied =>
  new ApprovalDenied(id, targetId, by, at.toISOString());

/** What is so when no decision about a request could have an effect. */
export const moot = ({ id, targetId }: RequestUnderApproval, { ends, reason }: Moot, at: Date): ApprovalBecameMoot =>
  new ApprovalBecameMoot(id, targetId, ends, reason, at.toISOString());

/** What came of a stage so far. */
export type StageVerdict = Pick<ApprovalStage, 'status' | 'reviewResult'>;

/** Whether those who were asked have decided: one said no, the time is over, or all said yes. */
export const isDecided = (stages: readonly StageVerdict[]): boolean =>
  stages.some(({ status, reviewResult }) => reviewResult === 'Denied' || status === 'Expired') || isAgreedTo(stages);

/** Whether everybody who had to agree has done so. */
export const isAgreedTo = (stages: readonly StageVerdict[]): boolean =>
  stages.length > 0 && stages.every(({ reviewResult }) => reviewResult === 'Approved');

const completed = ({ id, targetId, startAt }: RequestUnderApproval, now: Date): ApprovalCompleted =>
  new ApprovalCompleted(id, targetId, startAt?.toISOString() ?? null, now.toISOString());

/** When more people are asked; null when never, or not before the stage is denied anyway. */
function escalationOf(settings: StageSettings, now: Date, deniesAt: Date): Date | null {
  const { isEscalationEnabled, durationBeforeEscalation } = settings;
  if (!isEscalationEnabled || !durationBeforeEscalation) return null;
  const at = later(now, millisOf(durationBeforeEscalation));
  return at < deniesAt ? at : null;
}

const later = (from: Date, millis: number): Date => new Date(from.getTime() + millis);

const millisOf = (duration: string | null | undefined): number => (duration && durationMillis(duration)) || 0;
