import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { mayAdminister, mayReadAll } from '../../../platform/auth/permissions.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { Clock } from '../../../platform/time/clock.js';
import { advance, type AssignmentRequest } from '../assignment-request.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { mayCancel, maySee } from '../request-maker.js';

/** Somebody takes a request back before it has its effect: one that they made, or as an administrator anybody's. */
export class CancelRequestCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly requestId: string,
  ) {
    super();
  }
}

@CommandHandler(CancelRequestCommand)
export class CancelRequestHandler implements ICommandHandler<CancelRequestCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly requests: AssignmentRequestsRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, requestId }: CancelRequestCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const request = await this.requests.getForUpdate(requestId);
      refuseStrangers(request, caller);
      await this.requests.update(advance(request, 'cancel', this.clock.now()));
    });
  }
}

function refuseStrangers(request: AssignmentRequest, caller: Caller): void {
  const canceler = { id: caller.objectId, administers: mayAdminister(caller), readsAll: mayReadAll(caller) };
  if (mayCancel(request, canceler)) return;
  if (maySee(request, canceler)) {
    throw new DomainError(
      'UnAuthorized',
      'Only who made this request, or an administrator, can cancel it: ask one of them.',
    );
  }
  // Graph answers 404, not 403, for what the caller may not see.
  throw new DomainError('ResourceNotFound', `There is no assignment request with the id ${request.id}.`);
}
