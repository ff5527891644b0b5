import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { Clock } from '../../../platform/time/clock.js';
import { advance, type AssignmentRequest } from '../assignment-request.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { isOpen } from '../request-states.js';

const longestMillis = 14 * 86_400_000;

/** An administrator lets a failed delivery be tried again, within 14 days of its end. */
export class ReprocessRequestCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly requestId: string,
  ) {
    super();
  }
}

/** The request takes its place among the open ones again, so it may find that taken. */
@CommandHandler(ReprocessRequestCommand)
export class ReprocessRequestHandler implements ICommandHandler<ReprocessRequestCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly reader: AssignmentRequestsReader,
    private readonly requests: AssignmentRequestsRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, requestId }: ReprocessRequestCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'assignments.manage', { kind: 'assignmentRequest', id: requestId });
      const request = await this.requests.getForUpdate(requestId);
      const now = this.clock.now();
      refuseWhatHasNotFailed(request);
      refuseWhatIsTooLate(request, now);
      if (!(await this.reader.isAgreedTo(request))) {
        throw new DomainError('InvalidState', 'The request failed before it was approved: send a new one.');
      }
      const again = advance(request, 'deliver', now);
      await this.requests.reclaim(request);
      await this.requests.update(again);
    });
  }
}

/** A request that is under way takes its course, though its next move may be the same. */
function refuseWhatHasNotFailed({ state }: AssignmentRequest): void {
  if (!isOpen(state)) return;
  throw new DomainError('InvalidState', `The request is ${state}: only what has failed is tried again.`);
}

function refuseWhatIsTooLate({ completedAt }: AssignmentRequest, now: Date): void {
  if (completedAt && now.getTime() - completedAt.getTime() > longestMillis) {
    throw new DomainError('InvalidState', 'The request ended more than 14 days ago: send a new one.');
  }
}
