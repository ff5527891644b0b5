import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { AssignmentRequest } from './assignment-request.js';
import { AssignmentRequestsReader } from './assignment-requests.reader.js';
import type { DecisionTrace } from './decision.js';
import { DecisionTraces } from './decision-traces.registry.js';
import { RequestTypes } from './request-types.registry.js';
import type { RequestAsked, WantedRequest } from './wanted-request.js';

/** Somebody wants to know what would become of a request, and why. */
export class RehearseAssignmentRequestCommand extends Command<{ requestType: string; decision: DecisionTrace }> {
  constructor(
    readonly caller: Caller,
    readonly requestType: string,
    readonly wanted: WantedRequest,
  ) {
    super();
  }
}

/** Decides like the real thing, in a unit of work that is undone: nothing is written, whatever the type's handler does. */
@CommandHandler(RehearseAssignmentRequestCommand)
export class RehearseAssignmentRequestHandler implements ICommandHandler<RehearseAssignmentRequestCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly requestTypes: RequestTypes,
    private readonly requests: AssignmentRequestsReader,
    private readonly traces: DecisionTraces,
  ) {}

  async execute({ caller, requestType, wanted }: RehearseAssignmentRequestCommand) {
    const { name, handler } = this.requestTypes.forCaller(requestType, caller);
    const asked: RequestAsked = { caller, wanted, requestType: name };
    const decision = await this.transactions.rehearse(scopeOf(caller), () =>
      this.decide(asked, (it) => handler.handle(it)),
    );
    return { requestType: name, decision };
  }

  private async decide(
    asked: RequestAsked,
    handle: (asked: RequestAsked) => Promise<AssignmentRequest>,
  ): Promise<DecisionTrace> {
    try {
      const request = await handle(asked);
      const open = await this.requests.openBeside(request);
      return open ? refusedBy(existing(open), this.traces.current) : (this.traces.current ?? accepted);
    } catch (error) {
      // What is wrong with the body itself is no decision.
      if (!(error instanceof DomainError) || (!this.traces.current && error.code === 'InvalidModel')) throw error;
      return refusedBy(error, this.traces.current);
    }
  }
}

const existing = (requestId: string): DomainError =>
  new DomainError(
    'ExistingOpenRequest',
    `The request ${requestId} is open for this already: wait for it, or cancel it.`,
  );

const accepted: DecisionTrace = {
  outcome: 'accepted',
  refusal: null,
  rules: [],
  policies: [],
  separationOfDuties: [],
  duplicates: [],
  missingAnswers: [],
  approvers: [],
  startDateTime: null,
  endDateTime: null,
};

const refusedBy = ({ code, message }: DomainError, trace: DecisionTrace = accepted): DecisionTrace => ({
  ...trace,
  outcome: 'refused',
  refusal: { code, message },
});
