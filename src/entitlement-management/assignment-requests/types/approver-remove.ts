import type { AssignmentRequest } from '../assignment-request.js';
import { AssignmentRequestsReader } from '../assignment-requests.reader.js';
import { NoAuthority } from '../receiving/no-authority.js';
import { Removals } from '../receiving/removals.repository.js';
import { HandlesRequestType, type RequestTypeHandler } from '../request-types.registry.js';
import { type RequestAsked, required, requireNothingGiven } from '../wanted-request.js';

/** Somebody who could have refused access takes it away again. */
@HandlesRequestType('approverRemove', { sentBy: 'self' })
export class ApproverRemove implements RequestTypeHandler {
  constructor(
    private readonly requests: AssignmentRequestsReader,
    private readonly removals: Removals,
  ) {}

  async handle({ caller, wanted, requestType }: RequestAsked): Promise<AssignmentRequest> {
    const assignmentId = required(wanted, 'assignmentId', requestType);
    if (!(await this.requests.wasApprovedBy(assignmentId, caller.objectId))) {
      throw new NoAuthority(`There is no assignment ${assignmentId} that you were asked to approve.`);
    }
    requireNothingGiven(wanted, requestType);
    return this.removals.accept({
      ...{ requestType, assignmentId, createdById: caller.objectId, requestorId: caller.objectId },
      justification: wanted.justification,
    });
  }
}
