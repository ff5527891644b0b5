import { Injectable } from '@nestjs/common';
import { type ICommand, Saga } from '@nestjs/cqrs';
import { DeliveryDied } from '../../platform/eventing/index.js';
import { when } from '../../platform/eventing/when.js';
import {
  ApprovalBecameMoot,
  ApprovalCompleted,
  ApprovalDenied,
  CloseApprovalCommand,
  StartApprovalCommand,
} from '../approvals/index.js';
import {
  AdvanceRequestCommand,
  ApprovalAsked,
  AssignmentRequestSubmitted,
  CompleteRemovalCommand,
  DeliveryStarted,
  type Effect,
  firstMoves,
  FollowEndedAccessCommand,
  type Move,
  moveOnceApproved,
  RecordExpiryCommand,
  RenewAsNewCommand,
  RequestCanceled,
  RequestDeliveryFailed,
  RequestDenied,
} from '../assignment-requests/index.js';
import {
  AccessTakenAway,
  AssignmentDelivered,
  AssignmentEnded,
  AssignmentExtended,
  AssignmentLate,
  CreateAssignmentCommand,
  DeliveryRefused,
  EndAssignmentCommand,
  ExtendAssignmentCommand,
  FollowGrantCommand,
  FollowReleasedNeedsCommand,
  RenewalFoundNothing,
} from '../assignments/index.js';
import { GrantSettled, NeedsReleased, RoleScopeSpreads, SpreadRoleScopeCommand } from '../grants/index.js';
import { ResourceRoleScopeAdded, ResourceRoleScopeRemoved } from '../resource-role-scopes/index.js';
import { EnsureSubjectCommand } from '../subjects/index.js';

/** What delivery does, by effect. */
const deliveries: Record<Effect, (started: DeliveryStarted) => ICommand> = {
  add: ({ requestId, startDateTime }) => new CreateAssignmentCommand(requestId, startDateTime),
  update: ({ requestId, assignmentId, startDateTime }) =>
    new ExtendAssignmentCommand(requestId, assignmentId ?? '', startDateTime),
  remove: ({ requestId, assignmentId }) => new EndAssignmentCommand(requestId, assignmentId ?? ''),
};

/** How a request comes to its end that nobody has to decide about any more. */
const endings = { denied: 'deny', canceled: 'cancel' } as const satisfies Record<ApprovalBecameMoot['ends'], Move>;

/** Where delivery follows, its target is locked first. */
const advancing = (requestId: string, targetId: string, move: Move): ICommand[] => [
  ...(move === 'deliver' ? [new EnsureSubjectCommand(targetId)] : []),
  new AdvanceRequestCommand(requestId, move),
];

/** A request that has ended is agreed to by nobody any more. */
const closingApproval = ({ requestId }: { readonly requestId: string }): ICommand[] => [
  new CloseApprovalCommand(requestId),
];

/** The whole process, from an accepted request to its effect. */
@Injectable()
export class FulfilmentSaga {
  @Saga()
  submitted = when(AssignmentRequestSubmitted, ({ requestId, targetId, waitsFor }) =>
    advancing(requestId, targetId, firstMoves[waitsFor]),
  );

  @Saga()
  approvalAsked = when(ApprovalAsked, ({ requestId }) => [new StartApprovalCommand(requestId)]);

  @Saga()
  approved = when(ApprovalCompleted, ({ requestId, targetId, startDateTime, completedDateTime }) => {
    const move = moveOnceApproved(startDateTime === null ? null : new Date(startDateTime), new Date(completedDateTime));
    return advancing(requestId, targetId, move);
  });

  @Saga()
  denied = when(ApprovalDenied, ({ requestId, deniedDateTime }) => [
    new AdvanceRequestCommand(requestId, 'deny', {}, new Date(deniedDateTime)),
  ]);

  @Saga()
  moot = when(ApprovalBecameMoot, ({ requestId, ends, reason, mootDateTime }) => [
    new AdvanceRequestCommand(requestId, endings[ends], { failure: reason }, new Date(mootDateTime)),
  ]);

  @Saga()
  refusedRequest = when(RequestDenied, closingApproval);

  @Saga()
  canceled = when(RequestCanceled, closingApproval);

  @Saga()
  failed = when(RequestDeliveryFailed, closingApproval);

  @Saga()
  started = when(DeliveryStarted, (started) => [
    new EnsureSubjectCommand(started.targetId, started.targetEmail),
    deliveries[started.effect](started),
  ]);

  @Saga()
  delivered = when(AssignmentDelivered, ({ requestId, assignmentId }) => [
    new AdvanceRequestCommand(requestId, 'complete', { assignmentId }),
  ]);

  @Saga()
  late = when(AssignmentLate, ({ assignmentId, requestId, isPartly, reason }) => [
    new AdvanceRequestCommand(requestId, isPartly ? 'completePartly' : 'fail', { assignmentId, failure: reason }),
  ]);

  @Saga()
  extended = when(AssignmentExtended, ({ requestId, assignmentId }) => [
    new AdvanceRequestCommand(requestId, 'complete', { assignmentId }),
  ]);

  @Saga()
  ended = when(AssignmentEnded, ({ requestId, assignmentId, expiredDateTime, isOwed }) => [
    ...(requestId === null ? [new RecordExpiryCommand(assignmentId, expiredDateTime)] : []),
    ...(requestId !== null && !isOwed ? [new AdvanceRequestCommand(requestId, 'complete', { assignmentId })] : []),
    new FollowEndedAccessCommand(assignmentId, new Date(expiredDateTime)),
  ]);

  @Saga()
  settled = when(GrantSettled, ({ grantId }) => [new FollowGrantCommand(grantId)]);

  @Saga()
  released = when(NeedsReleased, ({ assignmentIds }) => [new FollowReleasedNeedsCommand(assignmentIds)]);

  @Saga()
  takenAway = when(AccessTakenAway, ({ assignmentId }) => [new CompleteRemovalCommand(assignmentId)]);

  @Saga()
  roleScopeAdded = when(ResourceRoleScopeAdded, ({ accessPackageId, roleId, scopeId }) => [
    new SpreadRoleScopeCommand(accessPackageId, `${roleId}_${scopeId}`, true),
  ]);

  @Saga()
  roleScopeRemoved = when(ResourceRoleScopeRemoved, ({ accessPackageId, roleId, scopeId }) => [
    new SpreadRoleScopeCommand(accessPackageId, `${roleId}_${scopeId}`, false),
  ]);

  @Saga()
  spreads = when(RoleScopeSpreads, (spread) => [
    new SpreadRoleScopeCommand(spread.accessPackageId, spread.roleScopeId, spread.isGiven, spread.afterAssignmentId),
  ]);

  @Saga()
  refused = when(DeliveryRefused, ({ requestId, reason, isDenial }) => [
    new AdvanceRequestCommand(requestId, isDenial ? 'deny' : 'fail', { failure: reason }),
  ]);

  @Saga()
  foundNothing = when(RenewalFoundNothing, ({ requestId, targetId }) => [
    new EnsureSubjectCommand(targetId),
    new RenewAsNewCommand(requestId),
  ]);

  /** An event that could not be handled fails the request that it belongs to, so that nobody waits for ever. */
  @Saga()
  died = when(DeliveryDied, ({ payload, reason }) =>
    typeof payload['requestId'] === 'string'
      ? [new AdvanceRequestCommand(payload['requestId'], 'fail', { failure: `delivery was given up: ${reason}` })]
      : [],
  );
}
