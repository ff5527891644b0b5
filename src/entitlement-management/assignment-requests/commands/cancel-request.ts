import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { Clock } from '../../../platform/time/clock.js';
import { advance } from '../assignment-request.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { mayCancel } from '../request-maker.js';

/** Somebody takes a request back before it has its effect: one that they made, or anybody's, as an administrator or who manages the assignments of its catalog. */
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
    private readonly authority: DelegatedAuthority,
    private readonly requests: AssignmentRequestsRepository,
    private readonly reader: AssignmentRequestsReader,
    private readonly clock: Clock,
  ) {}

  execute({ caller, requestId }: CancelRequestCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const thing = { kind: 'assignmentRequest', id: requestId } as const;
      const standing = await this.authority.over(caller, 'assignments.manage', thing);
      const canceler = { id: caller.objectId, administers: standing === 'may' };
      const request = await this.requests.getForUpdate(
        requestId,
        standing === 'isUnaware' ? caller.objectId : undefined,
      );
      if (!mayCancel(request, canceler)) throw notTheirs();
      if (await this.reader.isDecided(request)) {
        throw new DomainError('InvalidState', 'This request is decided: there is nothing to cancel any more.');
      }
      await this.requests.update(advance(request, 'cancel', this.clock.now()));
    });
  }
}

const notTheirs = (): DomainError =>
  new DomainError(
    'UnAuthorized',
    'Only who made this request, an administrator, or who manages the assignments of its catalog, can cancel it: ask one of them.',
  );
