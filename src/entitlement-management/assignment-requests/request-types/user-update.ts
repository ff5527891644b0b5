import { v7 as uuid } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { AssignmentsReader } from '../../assignments/index.js';
import { type AssignmentRequest, submit } from '../assignment-request.js';
import {
  accessPackageExists,
  catalogIsPublished,
  policyExists,
  policyLetsTargetsUpdate,
  policyOffersThePackage,
  requestorAsksForThemselves,
  requestorIsInTheDirectory,
  type Rule,
  targetHasThisAssignment,
  targetIsEnabled,
  targetIsInScope,
  windowFitsThePolicy,
} from '../assignment-request.rules.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { type Named, RequestFactsReader } from '../request-facts.reader.js';
import { RequestRules } from '../request-rules.registry.js';
import { HandlesRequestType, type RequestTypeHandler } from '../request-types.registry.js';
import { submissionOf } from '../submission.js';
import { type RequestAsked, required } from '../wanted-request.js';

export const userUpdateRules: readonly Rule[] = [
  requestorAsksForThemselves,
  accessPackageExists,
  requestorIsInTheDirectory,
  targetIsEnabled,
  policyExists,
  policyOffersThePackage,
  targetHasThisAssignment,
  catalogIsPublished,
  policyLetsTargetsUpdate,
  targetIsInScope,
  windowFitsThePolicy,
];

/** A person moves the end of access they hold: to the end asked for, else to the policy's, counted from delivery. */
@HandlesRequestType('userUpdate', { sentBy: 'self', alsoCalled: ['userExtend'] })
export class UserUpdate implements RequestTypeHandler {
  constructor(
    private readonly assignments: AssignmentsReader,
    private readonly rules: RequestRules,
    private readonly facts: RequestFactsReader,
    private readonly requests: AssignmentRequestsRepository,
    private readonly database: Database,
  ) {}

  async handle(asked: RequestAsked): Promise<AssignmentRequest> {
    const { caller, requestType } = asked;
    const id = uuid();
    const named = await this.named(asked);
    await this.requests.claim(id, named.targetId, named.accessPackageId);
    const facts = await this.facts.gather(asked, named);
    const decision = this.rules.check(requestType, userUpdateRules, facts);
    const held = facts.held.find((has) => has.assignmentPolicyId === named.assignmentPolicyId);
    const submission = submissionOf(asked, facts, {
      id,
      decision,
      effect: 'update',
      requestorId: caller.objectId,
      assignmentId: held?.id ?? null,
      needsApproval: Boolean(facts.policy?.settings.requestApprovalSettings?.isApprovalRequiredForUpdate),
    });
    return this.requests.add(submit(submission, this.database.tenantId, facts.now));
  }

  private async named({ caller, wanted, requestType }: RequestAsked): Promise<Named> {
    const { assignmentId } = wanted;
    if (assignmentId === undefined) {
      return {
        targetId: wanted.targetId ?? caller.objectId,
        accessPackageId: required(wanted, 'accessPackageId', requestType),
        assignmentPolicyId: required(wanted, 'assignmentPolicyId', requestType),
      };
    }
    const assignment = await this.assignments.find(assignmentId);
    // Graph answers 404, not 403, for what the caller may not see.
    if (assignment?.targetId !== caller.objectId) {
      throw new DomainError('ResourceNotFound', `There is no assignment with the id ${assignmentId}.`);
    }
    return assignment;
  }
}
