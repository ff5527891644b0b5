import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { type AssignmentFacts, AssignmentsReader } from '../../assignments/index.js';
import type { Rule } from '../deciding/assignment-request.rules.js';
import { NoAuthority } from './no-authority.js';
import { type Named, RequestFactsReader } from '../deciding/request-facts.reader.js';
import { type RequestAsked, required } from '../wanted-request.js';

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
    const { assignmentId } = wanted;
    if (assignmentId === undefined) {
      const named = this.spelledOut(asked, wanted.targetId ?? caller.objectId, requestType);
      await this.requireAuthority(asked, named, mayActFor);
      return named;
    }
    const named = await this.assignments.find(assignmentId);
    if (!named) throw unseen(assignmentId);
    await this.requireAuthority(asked, named, mayActFor, unseen(assignmentId));
    return named;
  }

  /** Refuses who may not act for the target, before a place is claimed or any other rule asked. */
  async requireAuthority(asked: RequestAsked, named: Named, mayActFor: Rule, instead?: DomainError): Promise<void> {
    if (named.targetId === asked.caller.objectId) return;
    const refusal = mayActFor(await this.facts.gather(asked, named));
    if (refusal) throw instead ?? refusal;
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

const unseen = (id: string): DomainError => new NoAuthority(`There is no assignment with the id ${id}.`);

const unknown = (id: string): DomainError =>
  new DomainError('ResourceNotFound', `There is no assignment with the id ${id}.`);
