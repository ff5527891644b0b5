import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Removals } from '../receiving/removals.repository.js';

/** An assignment has come to its end. */
export class RecordExpiryCommand extends Command<void> {
  constructor(
    readonly assignmentId: string,
    /** The instant of its end, as an ISO instant. */
    readonly expiredDateTime: string,
  ) {
    super();
  }
}

/** As at Graph, every expiry has a request of type `systemRemove`. */
@CommandHandler(RecordExpiryCommand)
export class RecordExpiryHandler implements ICommandHandler<RecordExpiryCommand> {
  constructor(private readonly removals: Removals) {}

  execute({ assignmentId, expiredDateTime }: RecordExpiryCommand): Promise<void> {
    return this.removals.recordExpiry(assignmentId, new Date(expiredDateTime));
  }
}
