import { v7 as uuid } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import { type AssignmentRequest, submit } from '../assignment-request.js';
import {
  accessPackageExists,
  catalogIsPublished,
  check,
  nothingIncompatibleIsHeld,
  policyExists,
  policyLetsTargetsAsk,
  policyOffersThePackage,
  requestorAsksForThemselves,
  requestorIsInTheDirectory,
  type Rule,
  targetIsEnabled,
  targetIsInScope,
  windowFitsThePolicy,
} from '../assignment-request.rules.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { policyThatFits } from '../policy-choice.js';
import { RequestFactsReader } from '../request-facts.reader.js';
import { HandlesRequestType, type RequestTypeHandler } from '../request-types.js';
import { submissionOf } from '../submission.js';
import { type RequestAsked, required } from '../wanted-request.js';

/** What has to hold before a policy is chosen. */
export const requestorRules: readonly Rule[] = [
  requestorAsksForThemselves,
  accessPackageExists,
  requestorIsInTheDirectory,
  targetIsEnabled,
  catalogIsPublished,
];

export const userAddRules: readonly Rule[] = [
  ...requestorRules,
  policyExists,
  policyOffersThePackage,
  policyLetsTargetsAsk,
  targetIsInScope,
  windowFitsThePolicy,
  nothingIncompatibleIsHeld,
];

/** A person asks for an access package; where they hold it under that policy already, it is renewed. */
@HandlesRequestType('userAdd', { sentBy: 'self' })
export class UserAdd implements RequestTypeHandler {
  constructor(
    private readonly facts: RequestFactsReader,
    private readonly requests: AssignmentRequestsRepository,
    private readonly database: Database,
  ) {}

  async handle(asked: RequestAsked): Promise<AssignmentRequest> {
    const { caller, wanted, requestType } = asked;
    const id = uuid();
    const targetId = wanted.targetId ?? caller.objectId;
    const accessPackageId = required(wanted, 'accessPackageId', requestType);
    await this.requests.claim(id, targetId, accessPackageId);
    const gathered = await this.facts.gather(asked, { ...wanted, targetId, accessPackageId });
    check(requestorRules, gathered);
    const facts = wanted.assignmentPolicyId ? gathered : policyThatFits(gathered);
    const decision = check(userAddRules, facts);
    const renewed = facts.held.find((has) => has.assignmentPolicyId === facts.policy?.id);
    const approval = facts.policy?.settings.requestApprovalSettings;
    const submission = submissionOf(asked, facts, {
      id,
      decision,
      requestorId: caller.objectId,
      effect: renewed ? 'update' : 'add',
      assignmentId: renewed?.id ?? null,
      needsApproval: Boolean(renewed ? approval?.isApprovalRequiredForUpdate : approval?.isApprovalRequiredForAdd),
    });
    return this.requests.add(submit(submission, this.database.tenantId, facts.now));
  }
}
