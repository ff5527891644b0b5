import type { AssignmentRequest } from '../assignment-request.js';
import { Removals } from '../receiving/removals.repository.js';
import { HandlesRequestType, type RequestTypeHandler } from '../request-types.registry.js';
import { type RequestAsked, required, requireNothingGiven } from '../wanted-request.js';

/** An administrator takes access away. */
@HandlesRequestType('adminRemove', { sentBy: 'administrator' })
export class AdminRemove implements RequestTypeHandler {
  constructor(private readonly removals: Removals) {}

  handle({ caller, wanted, requestType }: RequestAsked): Promise<AssignmentRequest> {
    const assignmentId = required(wanted, 'assignmentId', requestType);
    requireNothingGiven(wanted, requestType);
    return this.removals.accept({
      ...{ requestType, assignmentId, createdById: caller.objectId },
      justification: wanted.justification,
    });
  }
}
