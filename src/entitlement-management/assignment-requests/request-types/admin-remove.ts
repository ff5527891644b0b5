import { v7 as uuid } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { Clock } from '../../../platform/time/clock.js';
import { type AssignmentFacts, AssignmentsReader } from '../../assignments/index.js';
import { advance, type AssignmentRequest, submit } from '../assignment-request.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { isOpen } from '../request-states.js';
import { HandlesRequestType, type RequestTypeHandler } from '../request-types.registry.js';
import { type RequestAsked, required } from '../wanted-request.js';

/** An administrator takes access away; open updates of it are canceled with that. */
@HandlesRequestType('adminRemove', { sentBy: 'administrator' })
export class AdminRemove implements RequestTypeHandler {
  constructor(
    private readonly assignments: AssignmentsReader,
    private readonly requests: AssignmentRequestsRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async handle({ wanted, requestType }: RequestAsked): Promise<AssignmentRequest> {
    const id = uuid();
    const now = this.clock.now();
    const assignmentId = required(wanted, 'assignmentId', requestType);
    await this.requests.claimRemoval(id, assignmentId);
    const assignment = liveOrRefused(await this.assignments.find(assignmentId), assignmentId);
    await this.cancelUpdates(assignmentId, now);
    const { targetId, accessPackageId, assignmentPolicyId, policyVersion } = assignment;
    const submission = {
      ...{ id, requestType, targetId, accessPackageId, assignmentPolicyId, policyVersion, assignmentId },
      effect: 'remove' as const,
      requestorId: targetId,
      justification: wanted.justification ?? null,
      decision: [{ rule: 'assignmentIsLive', holds: true, reason: null }],
    };
    return this.requests.add(submit(submission, this.database.tenantId, now));
  }

  private async cancelUpdates(assignmentId: string, now: Date): Promise<void> {
    for (const id of await this.requests.openUpdatesOf(assignmentId)) {
      const update = await this.requests.getForUpdate(id);
      if (isOpen(update.state) && update.state !== 'delivering')
        await this.requests.update(advance(update, 'cancel', now));
    }
  }
}

function liveOrRefused(assignment: AssignmentFacts | null, id: string): AssignmentFacts {
  if (!assignment) throw new DomainError('ResourceNotFound', `There is no assignment with the id ${id}.`);
  if (assignment.state === 'expired') {
    throw new DomainError('InvalidRequestNoActiveGrant', 'The assignment has ended: there is nothing to remove.');
  }
  return assignment;
}
