import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Caller } from '../../platform/auth/caller.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { AssignmentRequestsReader } from './assignment-requests.reader.js';
import { assignmentRequests } from './assignment-requests.resource.js';

/** Asks why a request was accepted: every rule, policy and approver as they were then. */
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
  constructor(private readonly requests: AssignmentRequestsReader) {}

  async execute({ caller, requestId }: GetDecisionQuery): Promise<object> {
    const decision = await this.requests.decisionOf(requestId, caller.tenantId, assignmentRequests.visibleTo(caller));
    if (!decision)
      throw new DomainError('ResourceNotFound', `There is no assignment request with the id ${requestId}.`);
    return decision;
  }
}
