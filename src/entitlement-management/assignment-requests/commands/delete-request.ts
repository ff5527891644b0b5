import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { isOpen } from '../request-states.js';

/** An administrator removes the record of a request that has ended; the access that came of it stays. */
export class DeleteRequestCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly requestId: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteRequestCommand)
export class DeleteRequestHandler implements ICommandHandler<DeleteRequestCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly requests: AssignmentRequestsRepository,
  ) {}

  execute({ caller, requestId }: DeleteRequestCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const request = await this.requests.getForUpdate(requestId);
      if (isOpen(request.state)) {
        throw new DomainError('InvalidState', `A request that is ${request.state} cannot be deleted: cancel it first.`);
      }
      await this.requests.remove(request);
    });
  }
}
