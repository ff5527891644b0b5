import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { mayAdminister, mayReadAll } from '../../../graph/index.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { Clock } from '../../../platform/time/clock.js';
import { advance } from '../assignment-request.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { mayCancel } from '../request-maker.js';

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
    private readonly reader: AssignmentRequestsReader,
    private readonly clock: Clock,
  ) {}

  execute({ caller, requestId }: CancelRequestCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const canceler = { id: caller.objectId, administers: mayAdminister(caller) };
      const seesAll = canceler.administers || mayReadAll(caller);
      const request = await this.requests.getForUpdate(requestId, seesAll ? undefined : caller.objectId);
      if (!mayCancel(request, canceler)) throw notTheirs();
      if (await this.reader.isDecided(request)) {
        throw new DomainError('InvalidState', 'This request is decided: there is nothing to cancel any more.');
      }
      await this.requests.update(advance(request, 'cancel', this.clock.now()));
    });
  }
}

const notTheirs = (): DomainError =>
  new DomainError('UnAuthorized', 'Only who made this request, or an administrator, can cancel it: ask one of them.');
