import { memberBefore, StoredAs } from '../../platform/eventing/stored-as.js';
import type { Effect, Wait } from './request-states.js';

const aggregate = 'requestId';

/** A request was accepted. Until the release after this one the move to make is stored with it, which processes of 0.1 read. */
@StoredAs('assignmentRequest.submitted', {
  aggregate,
  locks: 'targetId',
  before: memberBefore('waitsFor', 'firstMove', { approval: 'askApproval', start: 'schedule', nothing: 'deliver' }),
})
export class AssignmentRequestSubmitted {
  constructor(
    readonly requestId: string,
    readonly targetId: string,
    /** What has to come before its effect. */
    readonly waitsFor: Wait,
  ) {}
}

/** A request for what has happened already is on record; nothing follows from it. */
@StoredAs('assignmentRequest.recorded', { aggregate })
export class RequestRecorded {
  constructor(readonly requestId: string) {}
}

/** Somebody has to agree before anything else happens. */
@StoredAs('assignmentRequest.approvalAsked', { aggregate })
export class ApprovalAsked {
  constructor(readonly requestId: string) {}
}

/** Nothing stands between the request and its effect but the start that was asked for. */
@StoredAs('assignmentRequest.scheduled', { aggregate })
export class RequestScheduled {
  constructor(
    readonly requestId: string,
    readonly startDateTime: string | null,
  ) {}
}

/** Nothing stands between the request and its effect any more. */
@StoredAs('assignmentRequest.deliveryStarted', { aggregate, locks: 'targetId' })
export class DeliveryStarted {
  constructor(
    readonly requestId: string,
    readonly effect: Effect,
    readonly targetId: string,
    readonly accessPackageId: string,
    readonly assignmentPolicyId: string,
    /** The mail address of a target whom the directory may not know yet. */
    readonly targetEmail: string | null,
    /** The assignment to change or end; null for a new one. */
    readonly assignmentId: string | null,
    /** The moment from which the access counts, as an ISO instant. */
    readonly startDateTime: string,
  ) {}
}

/** The request has had its effect. */
@StoredAs('assignmentRequest.delivered', { aggregate })
export class RequestDelivered {
  constructor(
    readonly requestId: string,
    readonly assignmentId: string | null,
  ) {}
}

/** Some of what the request asked for is in place, and some failed. */
@StoredAs('assignmentRequest.partiallyDelivered', { aggregate })
export class RequestPartiallyDelivered {
  constructor(
    readonly requestId: string,
    readonly assignmentId: string | null,
  ) {}
}

/** The request could not have its effect; it may be tried again. */
@StoredAs('assignmentRequest.deliveryFailed', { aggregate })
export class RequestDeliveryFailed {
  constructor(
    readonly requestId: string,
    readonly reason: string,
  ) {}
}

/** Somebody who had to agree did not. */
@StoredAs('assignmentRequest.denied', { aggregate })
export class RequestDenied {
  constructor(readonly requestId: string) {}
}

/** The request was taken back before it had its effect. */
@StoredAs('assignmentRequest.canceled', { aggregate })
export class RequestCanceled {
  constructor(readonly requestId: string) {}
}

/** A catalog was unpublished, and more requests wait for approval in it than were ended at once. */
@StoredAs('catalog.stillWaitedFor', { aggregate: 'catalogId' })
export class CatalogStillWaitedFor {
  constructor(readonly catalogId: string) {}
}
