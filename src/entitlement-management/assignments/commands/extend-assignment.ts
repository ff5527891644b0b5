import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { extend } from '../assignment.js';
import { AssignmentsRepository } from '../assignments.repository.js';
import { DeliveryFactsReader } from '../delivery-facts.reader.js';
import { isObstacle, settle, updateChecks } from '../delivery.js';

/** A request moves the end of an assignment; its target is locked by then. */
export class ExtendAssignmentCommand extends Command<void> {
  constructor(
    readonly requestId: string,
    readonly assignmentId: string,
    /** The moment from which durations count, as an ISO instant. */
    readonly fromDateTime: string,
  ) {
    super();
  }
}

/** Durations count from delivery; access that has ended meanwhile is not brought back. */
@CommandHandler(ExtendAssignmentCommand)
export class ExtendAssignmentHandler implements ICommandHandler<ExtendAssignmentCommand> {
  constructor(
    private readonly reader: DeliveryFactsReader,
    private readonly assignments: AssignmentsRepository,
  ) {}

  async execute({ requestId, assignmentId, fromDateTime }: ExtendAssignmentCommand): Promise<void> {
    const assignment = await this.assignments.getForUpdate(assignmentId);
    const { cause, facts } = await this.reader.gather(requestId);
    if (cause.state !== 'delivering') return;
    const now = new Date(fromDateTime);
    if (!assignment || assignment.state === 'expired') return this.assignments.refuse(requestId, hasEnded);
    const settled = settle(updateChecks, { ...facts, changes: assignment }, now);
    if (isObstacle(settled)) return this.assignments.refuse(requestId, settled);
    await this.assignments.update(extend(assignment, requestId, settled.end, now));
  }
}

const hasEnded = { reason: 'the assignment has ended', isDenial: false };
