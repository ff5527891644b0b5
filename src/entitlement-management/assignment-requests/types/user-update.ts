import { v7 as uuid } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import {
  everyAnswerFitsItsQuestion,
  everyAnswerHasItsQuestion,
  everyQuestionIsAnsweredOnce,
  givenAnswersStay,
} from '../deciding/answers.rules.js';
import { type AssignmentRequest, submit } from '../assignment-request.js';
import {
  accessPackageExists,
  catalogIsPublished,
  policyExists,
  policyOffersThePackage,
  type Rule,
  targetHasThisAssignment,
  targetIsEnabled,
  targetIsInScope,
  windowFitsThePolicy,
} from '../deciding/assignment-request.rules.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { heldUnderPolicy, requestorIdOf } from '../deciding/needs-approval.js';
import { NamedAssignments } from '../receiving/named-assignments.reader.js';
import { RequestFactsReader } from '../deciding/request-facts.reader.js';
import { RequestRules } from '../deciding/request-rules.registry.js';
import { HandlesRequestType, type RequestTypeHandler } from '../request-types.registry.js';
import {
  credentialsArePresented,
  policyAllowsTheSchedule,
  policyLetsTargetsUpdate,
  requestorIsEnabled,
  requestorIsInTheDirectory,
  requestorJustifies,
  requestorMayUpdateForTarget,
} from '../deciding/requestor.rules.js';
import { submissionOf } from '../receiving/submission.js';
import type { RequestAsked } from '../wanted-request.js';

export const userUpdateRules: readonly Rule[] = [
  requestorMayUpdateForTarget,
  accessPackageExists,
  requestorIsInTheDirectory,
  requestorIsEnabled,
  targetIsEnabled,
  policyExists,
  policyOffersThePackage,
  targetHasThisAssignment,
  catalogIsPublished,
  policyLetsTargetsUpdate,
  targetIsInScope,
  credentialsArePresented,
  policyAllowsTheSchedule,
  windowFitsThePolicy,
  requestorJustifies,
  everyQuestionIsAnsweredOnce,
  everyAnswerHasItsQuestion,
  givenAnswersStay,
  everyAnswerFitsItsQuestion,
];

/**
 * A person changes access that they hold, or that somebody holds for whom the policy lets them ask: its end moves to the one asked for, else to the policy's, counted from delivery.
 *
 * A request that brings only answers leaves the end where it is.
 */
@HandlesRequestType('userUpdate', { sentBy: 'self', alsoCalled: ['userExtend'] })
export class UserUpdate implements RequestTypeHandler {
  constructor(
    private readonly named: NamedAssignments,
    private readonly rules: RequestRules,
    private readonly facts: RequestFactsReader,
    private readonly requests: AssignmentRequestsRepository,
    private readonly database: Database,
  ) {}

  async handle(asked: RequestAsked): Promise<AssignmentRequest> {
    const { requestType } = asked;
    const id = uuid();
    const named = await this.named.ofPerson(asked, requestorMayUpdateForTarget);
    await this.requests.claim(id, named.targetId, named.accessPackageId);
    const facts = await this.facts.gather(asked, named);
    const decision = await this.rules.check(requestType, userUpdateRules, facts);
    const submission = submissionOf(asked, facts, {
      id,
      decision,
      effect: 'update',
      requestorId: requestorIdOf(asked.sentBy, facts),
      assignmentId: heldUnderPolicy(facts)?.id ?? null,
    });
    return this.requests.add(submit(submission, this.database.tenantId, facts.now));
  }
}
