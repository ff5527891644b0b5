import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import type { DecisionTrace } from '../deciding/decision.js';
import { DecisionTraces } from '../deciding/decision-traces.registry.js';
import { NoAuthority } from './no-authority.js';
import { type RequestTypeHandler, RequestTypes } from '../request-types.registry.js';
import { RequestAuthority } from './request-authority.reader.js';
import { Targets } from './targets.reader.js';
import { Telling } from '../reading/telling.reader.js';
import { idsIn } from '../deciding/told.js';
import type { RequestAsked, WantedRequest } from '../wanted-request.js';

/** Somebody wants to know what would become of a request, and why. */
export class RehearseAssignmentRequestCommand extends Command<{ requestType: string; decision: object }> {
  constructor(
    readonly caller: Caller,
    readonly requestType: string,
    readonly wanted: WantedRequest,
  ) {
    super();
  }
}

/**
 * Decides like the real thing, in a unit of work that is undone: nothing is written, whatever the type's handler does.
 *
 * Who may not ask gets the refusal of the real thing and nothing else.
 */
@CommandHandler(RehearseAssignmentRequestCommand)
export class RehearseAssignmentRequestHandler implements ICommandHandler<RehearseAssignmentRequestCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly requestTypes: RequestTypes,
    private readonly authority: RequestAuthority,
    private readonly traces: DecisionTraces,
    private readonly targets: Targets,
    private readonly telling: Telling,
  ) {}

  async execute({ caller, requestType, wanted }: RehearseAssignmentRequestCommand) {
    const { asked, handler } = this.requestTypes.asked(requestType, caller, wanted);
    const { targetId, trace, refusal } = await this.transactions.rehearse(scopeOf(caller), async () => {
      await this.authority.requireFor(asked);
      return this.decide(asked, handler);
    });
    const told = refusal && (await this.telling.refusal(asked, refusal));
    const decided = {
      targetId: targetId ?? caller.objectId,
      requestorId: caller.objectId,
      decision: trace,
      answersForIt: asked.sentBy === 'administrator',
    };
    const decision = await this.telling.decision(caller, decided, idsIn(wanted));
    return { requestType: asked.requestType, decision: told ? { ...decision, ...refusedBy(told) } : decision };
  }

  private async decide(
    asked: RequestAsked,
    handler: RequestTypeHandler,
  ): Promise<{ targetId?: string | undefined; trace: DecisionTrace; refusal?: DomainError }> {
    let targetId: string | undefined;
    const handle = (found: RequestAsked) => {
      ({ targetId } = found.wanted);
      return handler.handle(found);
    };
    try {
      await this.targets.settled(asked, handle);
      return { targetId, trace: this.traces.current ?? accepted };
    } catch (error) {
      if (!(error instanceof DomainError) || isNoDecision(error, this.traces.current)) throw error;
      return { targetId, trace: this.traces.current ?? accepted, refusal: error };
    }
  }
}

/** What is wrong with the body itself is no decision, and who may not ask is told of none. */
const isNoDecision = (error: DomainError, trace: DecisionTrace | undefined): boolean =>
  error instanceof NoAuthority || error.code === 'UnAuthorized' || (!trace && error.code === 'InvalidModel');

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

const refusedBy = ({ code, message }: DomainError) => ({ outcome: 'refused', refusal: { code, message } });
