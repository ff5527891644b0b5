import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Assignment, extend } from '../assignment.js';
import { RenewalFoundNothing } from '../assignment.events.js';
import { AssignmentsRepository } from '../assignments.repository.js';
import { type DeliveryCause, DeliveryFactsReader } from '../delivery-facts.reader.js';
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

/** Durations count from delivery; access that has ended meanwhile is not brought back: a userAdd then asks for new access. */
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
    if (!assignment || hasEndedBy(assignment, now)) return this.nothingToExtend(cause, assignment);
    const settled = settle(updateChecks, { ...facts, changes: assignment }, now);
    if (isObstacle(settled)) return this.assignments.refuse(requestId, settled);
    await this.assignments.update(extend(assignment, requestId, settled.end, now));
  }

  private async nothingToExtend({ id, requestType, targetId }: DeliveryCause, assignment: Assignment | null) {
    const endAt = assignment?.endAt ?? null;
    if (requestType !== 'userAdd' || !assignment || !endAt || wasTakenAway(assignment, endAt)) {
      return this.assignments.refuse(id, hasEnded);
    }
    // Its end has come, and nobody has ended it yet.
    if (assignment.state !== 'expired') {
      await this.assignments.end(assignment, { at: endAt, cause: 'expiry', requestId: null });
    }
    this.assignments.announce(new RenewalFoundNothing(id, targetId));
  }
}

/** What somebody took away before its end is not given again by what was asked before. */
const wasTakenAway = ({ expiredAt }: Assignment, endAt: Date): boolean => expiredAt !== null && expiredAt < endAt;

const hasEndedBy = ({ state, endAt }: Assignment, now: Date): boolean =>
  state === 'expired' || (endAt !== null && endAt <= now);

const hasEnded = { reason: 'the assignment has ended', isDenial: false };
