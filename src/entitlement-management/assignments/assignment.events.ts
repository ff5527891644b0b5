import { StoredAs } from '../../platform/eventing/stored-as.js';

/** Somebody has access from now on. */
@StoredAs('assignment.delivered', { aggregate: 'assignmentId', locks: 'targetId' })
export class AssignmentDelivered {
  constructor(
    readonly assignmentId: string,
    readonly requestId: string,
    readonly targetId: string,
    /** ISO instant; null when it never ends. */
    readonly endDateTime: string | null,
  ) {}
}

/** Access ends at another time than before. */
@StoredAs('assignment.extended', { aggregate: 'assignmentId' })
export class AssignmentExtended {
  constructor(
    readonly assignmentId: string,
    readonly requestId: string,
    readonly endDateTime: string | null,
  ) {}
}

/** Access ends in so many days, unless somebody extends it. */
@StoredAs('assignment.expiryNear', { aggregate: 'assignmentId' })
export class AssignmentExpiryNear {
  constructor(
    readonly assignmentId: string,
    readonly days: number,
    readonly endDateTime: string | null,
  ) {}
}

/** Somebody asked that access be put in place once more, where it is in place already. */
@StoredAs('assignment.reprocessed', { aggregate: 'assignmentId' })
export class AssignmentReprocessed {
  constructor(readonly assignmentId: string) {}
}

/** Access is gone: taken away by a request, or at its end. */
@StoredAs('assignment.ended', { aggregate: 'assignmentId' })
export class AssignmentEnded {
  constructor(
    readonly assignmentId: string,
    /** The request that took it away; null at expiry. */
    readonly requestId: string | null,
    readonly cause: 'removal' | 'expiry',
    readonly expiredDateTime: string,
    /** Some of what it gave has still to be taken away; processes of before do not say so. */
    readonly isOwed: boolean = false,
  ) {}
}

/** Some of what access gives is not there in time; it is tried on. */
@StoredAs('assignment.late', { aggregate: 'assignmentId' })
export class AssignmentLate {
  constructor(
    readonly assignmentId: string,
    readonly requestId: string,
    /** Whether some of it is there. */
    readonly isPartly: boolean,
    readonly reason: string,
  ) {}
}

/** All that access gave is taken away, some time after its end. */
@StoredAs('assignment.takenAway', { aggregate: 'assignmentId' })
export class AccessTakenAway {
  constructor(readonly assignmentId: string) {}
}

/** What a request needs no longer holds, so it cannot be delivered. */
@StoredAs('assignment.deliveryRefused', { aggregate: 'requestId' })
export class DeliveryRefused {
  constructor(
    readonly requestId: string,
    readonly reason: string,
    /** No later attempt could end otherwise; processes of before do not say so. */
    readonly isDenial: boolean = false,
  ) {}
}

/** What a request would renew has ended meanwhile. */
@StoredAs('assignment.renewalFoundNothing', { aggregate: 'requestId', locks: 'targetId' })
export class RenewalFoundNothing {
  constructor(
    readonly requestId: string,
    readonly targetId: string,
  ) {}
}
