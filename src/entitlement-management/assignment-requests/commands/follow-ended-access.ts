import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { Endings } from '../endings.repository.js';

/** Access has ended. */
export class FollowEndedAccessCommand extends Command<void> {
  constructor(
    readonly assignmentId: string,
    readonly at: Date,
  ) {
    super();
  }
}

/** Changes of it that wait are canceled at that instant; a renewal by userAdd asks for access anyway, and waits on. */
@CommandHandler(FollowEndedAccessCommand)
export class FollowEndedAccessHandler implements ICommandHandler<FollowEndedAccessCommand> {
  constructor(
    private readonly reader: AssignmentRequestsReader,
    private readonly requests: AssignmentRequestsRepository,
    private readonly endings: Endings,
  ) {}

  async execute({ assignmentId, at }: FollowEndedAccessCommand): Promise<void> {
    for (const { id, requestType } of await this.reader.openUpdatesOf(assignmentId)) {
      if (requestType !== 'userAdd') await this.endings.cancel(id, at, 'the access that it would change has ended');
    }
    await this.requests.release(assignmentId);
  }
}
