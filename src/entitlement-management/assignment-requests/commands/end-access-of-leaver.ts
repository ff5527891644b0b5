import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../platform/time/clock.js';
import { advance } from '../assignment-request.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { Removals } from '../removals.repository.js';

/** Somebody has left or was disabled. */
export class EndAccessOfLeaverCommand extends Command<void> {
  constructor(readonly userId: string) {
    super();
  }
}

/** Takes back the open requests of a leaver and their access with them; what is being delivered finds the person gone. */
@CommandHandler(EndAccessOfLeaverCommand)
export class EndAccessOfLeaverHandler implements ICommandHandler<EndAccessOfLeaverCommand> {
  constructor(
    private readonly reader: AssignmentRequestsReader,
    private readonly requests: AssignmentRequestsRepository,
    private readonly removals: Removals,
    private readonly clock: Clock,
  ) {}

  async execute({ userId }: EndAccessOfLeaverCommand): Promise<void> {
    for (const id of await this.reader.openRequestsOf(userId)) {
      const request = await this.requests.getForUpdate(id);
      if (['submitted', 'pendingApproval', 'scheduled'].includes(request.state)) {
        await this.requests.update(advance(request, 'cancel', this.clock.now()));
      }
    }
    for (const assignmentId of await this.reader.removableAssignmentsOf(userId)) {
      await this.removals.accept({ requestType: 'systemRemove', assignmentId });
    }
  }
}
