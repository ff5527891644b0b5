import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Caller } from '../../platform/auth/caller.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { AssignmentRequestsReader } from './assignment-requests.reader.js';
import { assignmentRequests } from './assignment-requests.resource.js';
import type { DecisionTrace } from './decision.js';
import { Telling } from './telling.reader.js';
import { idsIn } from './told.js';

/** Asks why a request was accepted: every rule, policy and approver as they were then, as far as the reader could read them. */
export class GetDecisionQuery extends Query<object> {
  constructor(
    readonly caller: Caller,
    readonly requestId: string,
  ) {
    super();
  }
}

@QueryHandler(GetDecisionQuery)
export class GetDecisionHandler implements IQueryHandler<GetDecisionQuery> {
  constructor(
    private readonly requests: AssignmentRequestsReader,
    private readonly telling: Telling,
  ) {}

  async execute({ caller, requestId }: GetDecisionQuery): Promise<object> {
    const request = await this.requests.decisionOf(requestId, caller.tenantId, assignmentRequests.visibleTo(caller));
    if (!request) throw new DomainError('ResourceNotFound', `There is no assignment request with the id ${requestId}.`);
    const { targetId, requestorId, ...names } = request;
    const decision = request.decision as Partial<DecisionTrace>;
    return this.telling.decision(
      caller,
      { targetId, requestorId, decision },
      idsIn({ ...names, targetId, decision: null }),
    );
  }
}
