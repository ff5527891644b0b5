import { memberBefore, StoredAs } from '../../platform/eventing/stored-as.js';

/** A round of approval began: these people can decide it from now on. */
@StoredAs('approvalStage.started', { aggregate: 'stageId' })
export class ApprovalStageStarted {
  constructor(
    readonly stageId: string,
    readonly requestId: string,
    /** Nobody, where nobody could be found. */
    readonly approverIds: readonly string[],
    readonly deniesDateTime: string,
  ) {}
}

/** Nobody decided in the time that the policy gives before others are asked as well: from now on these can decide it, too. */
@StoredAs('approvalStage.escalated', { aggregate: 'stageId' })
export class ApprovalStageEscalated {
  constructor(
    readonly stageId: string,
    readonly requestId: string,
    readonly approverIds: readonly string[],
    readonly escalatedDateTime: string,
  ) {}
}

/** Somebody who could decide this round agreed. */
@StoredAs('approvalStage.approved', { aggregate: 'stageId' })
export class ApprovalStageApproved {
  constructor(
    readonly stageId: string,
    readonly requestId: string,
    readonly reviewedById: string,
    readonly reviewedDateTime: string,
  ) {}
}

/** Somebody who could decide an open round left; where nobody else was there, these took over. */
@StoredAs('approvalStage.approverWithdrawn', { aggregate: 'stageId' })
export class ApproverWithdrawn {
  constructor(
    readonly stageId: string,
    readonly requestId: string,
    readonly approverId: string,
    readonly successorIds: readonly string[],
  ) {}
}

/** The last round was approved: everybody who had to agree did. */
@StoredAs('approval.completed', { aggregate: 'requestId', locks: 'targetId' })
export class ApprovalCompleted {
  constructor(
    readonly requestId: string,
    readonly targetId: string,
    /** The start that was asked for, where it was not at once. */
    readonly startDateTime: string | null,
    readonly completedDateTime: string,
  ) {}
}

/** Somebody who had to agree did not, or nobody did in time. */
@StoredAs('approval.denied', { aggregate: 'requestId', locks: 'targetId' })
export class ApprovalDenied {
  constructor(
    readonly requestId: string,
    readonly targetId: string,
    /** Who denied; null where the time ran out, or where nobody was to be asked. */
    readonly deniedById: string | null,
    readonly deniedDateTime: string,
  ) {}
}

/**
 * Nobody needs to decide any more: the request could have no effect, whoever agreed.
 *
 * Until the release after this one the move to make is stored with it, which processes of 0.1 read.
 */
@StoredAs('approval.becameMoot', {
  aggregate: 'requestId',
  locks: 'targetId',
  before: memberBefore('ends', 'move', { denied: 'deny', canceled: 'cancel' }),
})
export class ApprovalBecameMoot {
  constructor(
    readonly requestId: string,
    readonly targetId: string,
    /** How the request ends. */
    readonly ends: 'denied' | 'canceled',
    readonly reason: string,
    readonly mootDateTime: string,
  ) {}
}
