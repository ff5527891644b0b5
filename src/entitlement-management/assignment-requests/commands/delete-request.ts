import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { isOpen } from '../request-states.js';

/** An administrator removes the record of a request that has ended, once the access that came of it has ended, too. */
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
    private readonly authority: DelegatedAuthority,
    private readonly requests: AssignmentRequestsRepository,
    private readonly reader: AssignmentRequestsReader,
  ) {}

  execute({ caller, requestId }: DeleteRequestCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'assignments.manage', { kind: 'assignmentRequest', id: requestId });
      const request = await this.requests.getForUpdate(requestId);
      if (isOpen(request.state)) {
        throw new DomainError('InvalidState', `A request that is ${request.state} cannot be deleted: cancel it first.`);
      }
      if (await this.reader.isOfLiveAccess(request)) {
        throw new DomainError(
          'InvalidState',
          `The access that this request gave is in place (assignment ${request.assignmentId ?? ''}), and who approved it can revoke it by this record: remove the access first.`,
        );
      }
      await this.requests.remove(request);
    });
  }
}
