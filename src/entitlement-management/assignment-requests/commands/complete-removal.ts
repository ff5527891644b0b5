import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../platform/time/clock.js';
import { advance } from '../assignment-request.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';

/** All that access gave is taken away, some time after a request ended it. */
export class CompleteRemovalCommand extends Command<void> {
  constructor(readonly assignmentId: string) {
    super();
  }
}

@CommandHandler(CompleteRemovalCommand)
export class CompleteRemovalHandler implements ICommandHandler<CompleteRemovalCommand> {
  constructor(
    private readonly reader: AssignmentRequestsReader,
    private readonly requests: AssignmentRequestsRepository,
    private readonly clock: Clock,
  ) {}

  async execute({ assignmentId }: CompleteRemovalCommand): Promise<void> {
    for (const id of await this.reader.unfinishedRemovalsOf(assignmentId)) {
      const request = await this.requests.getForUpdate(id);
      await this.requests.update(advance(request, 'complete', this.clock.now(), { assignmentId }));
    }
  }
}
