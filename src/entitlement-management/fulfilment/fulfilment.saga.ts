import { Injectable } from '@nestjs/common';
import { type ICommand, Saga } from '@nestjs/cqrs';
import { DeliveryDied } from '../../platform/eventing/index.js';
import { when } from '../../platform/eventing/when.js';
import {
  AdvanceRequestCommand,
  AssignmentRequestSubmitted,
  DeliveryStarted,
  type Effect,
} from '../assignment-requests/index.js';
import {
  AssignmentDelivered,
  AssignmentEnded,
  AssignmentExtended,
  CreateAssignmentCommand,
  DeliveryRefused,
  EndAssignmentCommand,
  ExtendAssignmentCommand,
} from '../assignments/index.js';
import { EnsureSubjectCommand } from '../subjects/index.js';

/** What delivery does, by effect. */
const deliveries: Record<Effect, (started: DeliveryStarted) => ICommand> = {
  add: ({ requestId, startDateTime }) => new CreateAssignmentCommand(requestId, startDateTime),
  update: ({ requestId, assignmentId, startDateTime }) =>
    new ExtendAssignmentCommand(requestId, assignmentId ?? '', startDateTime),
  remove: ({ requestId, assignmentId }) => new EndAssignmentCommand(requestId, assignmentId ?? ''),
};

/** The whole process, from an accepted request to its effect. */
@Injectable()
export class FulfilmentSaga {
  @Saga()
  submitted = when(AssignmentRequestSubmitted, ({ requestId, targetId, firstMove }) => [
    ...(firstMove === 'deliver' ? [new EnsureSubjectCommand(targetId)] : []), // delivery follows: its target is locked first
    new AdvanceRequestCommand(requestId, firstMove),
  ]);

  @Saga()
  started = when(DeliveryStarted, (started) => [
    new EnsureSubjectCommand(started.targetId),
    deliveries[started.effect](started),
  ]);

  @Saga()
  delivered = when(AssignmentDelivered, ({ requestId, assignmentId }) => [
    new AdvanceRequestCommand(requestId, 'complete', { assignmentId }),
  ]);

  @Saga()
  extended = when(AssignmentExtended, ({ requestId, assignmentId }) => [
    new AdvanceRequestCommand(requestId, 'complete', { assignmentId }),
  ]);

  @Saga()
  ended = when(AssignmentEnded, ({ requestId, assignmentId }) =>
    requestId === null ? [] : [new AdvanceRequestCommand(requestId, 'complete', { assignmentId })],
  );

  @Saga()
  refused = when(DeliveryRefused, ({ requestId, reason }) => [
    new AdvanceRequestCommand(requestId, 'fail', { failure: reason }),
  ]);

  /** An event that could not be handled fails the request that it belongs to, so that nobody waits for ever. */
  @Saga()
  died = when(DeliveryDied, ({ payload, reason }) =>
    typeof payload['requestId'] === 'string'
      ? [new AdvanceRequestCommand(payload['requestId'], 'fail', { failure: `delivery was given up: ${reason}` })]
      : [],
  );
}
