import { Injectable } from '@nestjs/common';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type AssignmentFacts, AssignmentsReader } from '../assignments/index.js';
import type { Rule } from './assignment-request.rules.js';
import { type Named, RequestFactsReader } from './request-facts.reader.js';
import { type RequestAsked, required } from './wanted-request.js';

/** The assignment that a request is about, named by its id or by target, policy and package. */
@Injectable()
export class NamedAssignments {
  constructor(
    private readonly assignments: AssignmentsReader,
    private readonly facts: RequestFactsReader,
  ) {}

  /** One of the caller's own, or of somebody for whom the rule lets them act; what is anybody else's does not exist for them. */
  async ofPerson(asked: RequestAsked, mayActFor: Rule): Promise<Named> {
    const { caller, wanted, requestType } = asked;
    const byId = wanted.assignmentId === undefined ? undefined : await this.byId(wanted.assignmentId);
    const named = byId ?? this.spelledOut(asked, wanted.targetId ?? caller.objectId, requestType);
    if (named.targetId === caller.objectId) return named;
    const refusal = mayActFor(await this.facts.gather(asked, named));
    // Graph answers 404, not 403, for what the caller may not see.
    if (refusal) throw byId ? unknown(byId.id) : refusal;
    return named;
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
