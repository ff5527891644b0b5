import { v7 as uuid } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import {
  everyAnswerFitsItsQuestion,
  everyAnswerHasItsQuestion,
  everyQuestionIsAnsweredOnce,
} from '../deciding/answers.rules.js';
import { type AssignmentRequest, submit } from '../assignment-request.js';
import {
  accessPackageExists,
  policyExists,
  policyOffersThePackage,
  type Rule,
  targetHasThisAssignment,
  targetIsEnabled,
  targetIsInTheDirectory,
  windowFitsThePolicy,
} from '../deciding/assignment-request.rules.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { heldUnderPolicy, requestorIdOf } from '../deciding/needs-approval.js';
import { NamedAssignments } from '../receiving/named-assignments.reader.js';
import { RequestFactsReader } from '../deciding/request-facts.reader.js';
import { RequestRules } from '../deciding/request-rules.registry.js';
import { HandlesRequestType, type RequestTypeHandler } from '../request-types.registry.js';
import { submissionOf } from '../receiving/submission.js';
import type { RequestAsked } from '../wanted-request.js';

export const adminUpdateRules: readonly Rule[] = [
  accessPackageExists,
  policyExists,
  policyOffersThePackage,
  targetIsInTheDirectory,
  targetIsEnabled,
  targetHasThisAssignment,
  windowFitsThePolicy,
  everyQuestionIsAnsweredOnce,
  everyAnswerHasItsQuestion,
  everyAnswerFitsItsQuestion,
];

/** An administrator moves the end of somebody's access, within its policy, or corrects their answers. */
@HandlesRequestType('adminUpdate', { sentBy: 'administrator' })
export class AdminUpdate implements RequestTypeHandler {
  constructor(
    private readonly named: NamedAssignments,
    private readonly rules: RequestRules,
    private readonly facts: RequestFactsReader,
    private readonly requests: AssignmentRequestsRepository,
    private readonly database: Database,
  ) {}

  async handle(asked: RequestAsked): Promise<AssignmentRequest> {
    const { wanted, requestType } = asked;
    if (!wanted.schedule && wanted.answers.length === 0) {
      throw new DomainError('InvalidModel', "The model is invalid: 'adminUpdate' needs 'schedule' or 'answers'.");
    }
    const id = uuid();
    const named = await this.named.ofAnybody(asked);
    await this.requests.claim(id, named.targetId, named.accessPackageId);
    const facts = await this.facts.gather(asked, named);
    const decision = await this.rules.check(requestType, adminUpdateRules, facts);
    const assignmentId = heldUnderPolicy(facts)?.id ?? null;
    const requestorId = requestorIdOf(asked.sentBy, facts);
    const decided = { id, decision, effect: 'update' as const, requestorId, assignmentId };
    return this.requests.add(submit(submissionOf(asked, facts, decided), this.database.tenantId, facts.now));
  }
}
