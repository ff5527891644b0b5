import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../platform/time/clock.js';
import { AssignmentEnded } from '../assignment.events.js';
import { AssignmentsRepository } from '../assignments.repository.js';
import { DeliveryFactsReader } from '../delivery-facts.reader.js';

/** A request takes an assignment away. */
export class EndAssignmentCommand extends Command<void> {
  constructor(
    readonly requestId: string,
    readonly assignmentId: string,
  ) {
    super();
  }
}

/** Where the assignment has ended already, the request has what it wanted. */
@CommandHandler(EndAssignmentCommand)
export class EndAssignmentHandler implements ICommandHandler<EndAssignmentCommand> {
  constructor(
    private readonly reader: DeliveryFactsReader,
    private readonly assignments: AssignmentsRepository,
    private readonly clock: Clock,
  ) {}

  async execute({ requestId, assignmentId }: EndAssignmentCommand): Promise<void> {
    const assignment = await this.assignments.getForUpdate(assignmentId);
    const { cause } = await this.reader.gather(requestId);
    if (cause.state !== 'delivering') return;
    if (!assignment) return this.assignments.refuse(requestId, isGone);
    if (assignment.state !== 'expired') {
      return this.assignments.end(assignment, { at: this.clock.now(), cause: 'removal', requestId });
    }
    const at = (assignment.expiredAt ?? this.clock.now()).toISOString();
    this.assignments.announce(new AssignmentEnded(assignmentId, requestId, 'removal', at));
  }
}

const isGone = { reason: 'the assignment no longer exists', isDenial: false };
