import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../platform/time/clock.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { Endings } from '../endings.repository.js';
import { Removals } from '../receiving/removals.repository.js';

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
    private readonly endings: Endings,
    private readonly removals: Removals,
    private readonly clock: Clock,
  ) {}

  async execute({ userId }: EndAccessOfLeaverCommand): Promise<void> {
    const now = this.clock.now();
    for (const id of await this.reader.openRequestsOf(userId)) await this.endings.cancel(id, now);
    for (const assignmentId of await this.reader.removableAssignmentsOf(userId)) {
      await this.removals.accept({ requestType: 'systemRemove', assignmentId });
    }
  }
}
