import { Injectable } from '@nestjs/common';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type AssignmentFacts, AssignmentsReader } from '../assignments/index.js';
import type { Named } from './request-facts.reader.js';
import { type RequestAsked, required } from './wanted-request.js';

/** The assignment that a request is about, named by its id or by target, policy and package. */
@Injectable()
export class NamedAssignments {
  constructor(private readonly assignments: AssignmentsReader) {}

  /** One of the caller's own; what belongs to somebody else does not exist for them. */
  async ownOf(asked: RequestAsked): Promise<Named> {
    const { caller, wanted, requestType } = asked;
    if (wanted.assignmentId !== undefined) {
      const assignment = await this.assignments.find(wanted.assignmentId);
      // Graph answers 404, not 403, for what the caller may not see.
      if (assignment?.targetId !== caller.objectId) throw unknown(wanted.assignmentId);
      return assignment;
    }
    if (wanted.targetId !== undefined && wanted.targetId !== caller.objectId) {
      throw new DomainError('UnAuthorized', 'A user may only change their own access.');
    }
    return this.spelledOut(asked, wanted.targetId ?? caller.objectId, requestType);
  }

  /** Anybody's. */
  async ofAnybody(asked: RequestAsked): Promise<Named> {
    const { wanted, requestType } = asked;
    if (wanted.assignmentId !== undefined) return this.byId(wanted.assignmentId);
    return this.spelledOut(asked, required(wanted, 'targetId', requestType), requestType);
  }

  /** The assignment with this id while it is in place. */
  async live(id: string): Promise<AssignmentFacts> {
    const assignment = await this.byId(id);
    if (assignment.state !== 'expired') return assignment;
    throw new DomainError('InvalidRequestNoActiveGrant', 'The assignment has ended: there is nothing to remove.');
  }

  async byId(id: string): Promise<AssignmentFacts> {
    const assignment = await this.assignments.find(id);
    if (!assignment) throw unknown(id);
    return assignment;
  }

  private spelledOut({ wanted }: RequestAsked, targetId: string, requestType: string): Named {
    return {
      targetId,
      accessPackageId: required(wanted, 'accessPackageId', requestType),
      assignmentPolicyId: required(wanted, 'assignmentPolicyId', requestType),
    };
  }
}

const unknown = (id: string): DomainError =>
  new DomainError('ResourceNotFound', `There is no assignment with the id ${id}.`);
