import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import type { AssignmentRequest } from '../assignment-request.js';
import { RequestTypes } from '../request-types.registry.js';
import { RequestAuthority } from './request-authority.reader.js';
import { Targets } from './targets.reader.js';
import { Telling } from '../reading/telling.reader.js';
import type { WantedRequest } from '../wanted-request.js';

/** Somebody asks for access to be given, changed or taken away. */
export class CreateAssignmentRequestCommand extends Command<AssignmentRequest> {
  constructor(
    readonly caller: Caller,
    readonly requestType: string,
    readonly wanted: WantedRequest,
  ) {
    super();
  }
}

/** Opens the unit of work and leaves the rest to the handler of the request's type. */
@CommandHandler(CreateAssignmentRequestCommand)
export class CreateAssignmentRequestHandler implements ICommandHandler<CreateAssignmentRequestCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly requestTypes: RequestTypes,
    private readonly authority: RequestAuthority,
    private readonly targets: Targets,
    private readonly telling: Telling,
  ) {}

  execute(asked: CreateAssignmentRequestCommand): Promise<AssignmentRequest> {
    const { caller, wanted, requestType } = asked;
    const { asked: request, handler } = this.requestTypes.asked(requestType, caller, wanted);
    return this.transactions
      .run(scopeOf(caller), async () => {
        await this.authority.requireFor(request);
        return this.targets.settled(request, (it) => handler.handle(it));
      })
      .catch(async (error: unknown) => {
        throw error instanceof DomainError ? await this.telling.refusal(request, error) : error;
      });
  }
}
