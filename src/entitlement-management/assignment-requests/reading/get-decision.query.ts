import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Caller } from '../../../platform/auth/caller.js';
import { type InCatalog, readsAsManager } from '../../../graph/index.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { ApprovalsReader } from '../../approvals/index.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { assignmentRequests } from './assignment-requests.resource.js';
import type { DecisionTrace } from '../deciding/decision.js';
import { Telling } from './telling.reader.js';
import { idsIn } from '../deciding/told.js';

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
    private readonly approvals: ApprovalsReader,
  ) {}

  async execute({ caller, requestId }: GetDecisionQuery): Promise<object> {
    const request = await this.requests.decisionOf(requestId, caller, assignmentRequests.visibleTo(caller));
    if (!request) throw new DomainError('ResourceNotFound', `There is no assignment request with the id ${requestId}.`);
    const { targetId, requestorId, accessPackage, ...names } = request as typeof request & InCatalog;
    const decision = await this.sayingWhoMayKnow(requestId, caller, request.decision as Partial<DecisionTrace>);
    return this.telling.decision(
      caller,
      { targetId, requestorId, decision, answersForIt: readsAsManager(caller, { accessPackage }) },
      idsIn({ ...names, targetId, decision: null }),
    );
  }

  /** The policy says who may know its approvers, as it was then, where a trace was kept before traces said so. */
  private async sayingWhoMayKnow(
    requestId: string,
    { tenantId }: Caller,
    trace: Partial<DecisionTrace>,
  ): Promise<Partial<DecisionTrace>> {
    if (!trace.approvers?.some(({ visibility }) => visibility === undefined)) return trace;
    const stages = await this.approvals.stagesAskedFor(requestId, tenantId);
    const approvers = trace.approvers.map((kept) => {
      const stage = stages[kept.stage - 1];
      return stage ? { visibility: stage.approverInformationVisibility ?? 'default', ...kept } : kept;
    });
    return { ...trace, approvers };
  }
}
