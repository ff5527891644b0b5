import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { advance, type AssignmentRequest } from '../assignment-request.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { Endings } from '../endings.repository.js';
import { moves } from '../request-states.js';

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
    await this.giveUpDelivery(assignmentId, at);
    await this.requests.release(assignmentId);
  }

  /** Access that ends before all of it was given is not delivered any more. */
  private async giveUpDelivery(assignmentId: string, at: Date): Promise<void> {
    for (const id of await this.reader.deliveringOf(assignmentId)) {
      const request = await this.requests.getForUpdate(id);
      const failure = 'the access ended before all of it was given';
      if (isGivenUp(request)) await this.requests.update(advance(request, 'giveUp', at, { failure }));
    }
  }
}

const isGivenUp = ({ state }: AssignmentRequest): boolean => 'giveUp' in moves[state];
