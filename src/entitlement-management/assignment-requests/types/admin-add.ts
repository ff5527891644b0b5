import { v7 as uuid } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import { type AssignmentRequest, submit } from '../assignment-request.js';
import {
  accessPackageExists,
  nothingIncompatibleIsHeld,
  notInAnIncompatibleGroup,
  policyExists,
  policyOffersThePackage,
  type Rule,
  targetIsEnabledOrStartsLater,
  targetIsInTheDirectory,
  targetLacksThisAssignment,
  windowFitsThePolicy,
} from '../deciding/assignment-request.rules.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { catalogIsPublishedWhereApprovalIsKept, policyHasTheApprovalToKeep } from '../deciding/kept-approval.rules.js';
import { requestorIdOf } from '../deciding/needs-approval.js';
import { RequestFactsReader } from '../deciding/request-facts.reader.js';
import { RequestRules } from '../deciding/request-rules.registry.js';
import { HandlesRequestType, type RequestTypeHandler } from '../request-types.registry.js';
import { submissionOf } from '../receiving/submission.js';
import { type RequestAsked, required } from '../wanted-request.js';

export const adminAddRules: readonly Rule[] = [
  accessPackageExists,
  policyExists,
  policyOffersThePackage,
  policyHasTheApprovalToKeep,
  catalogIsPublishedWhereApprovalIsKept,
  targetIsInTheDirectory,
  targetIsEnabledOrStartsLater,
  windowFitsThePolicy,
  targetLacksThisAssignment,
  nothingIncompatibleIsHeld,
  notInAnIncompatibleGroup,
];

/**
 * An administrator assigns an access package to somebody directly: scope, questions and, unless they keep it, approval are passed over.
 *
 * Whom only a mail address names and the directory does not know becomes a guest at delivery.
 */
@HandlesRequestType('adminAdd', { sentBy: 'administrator', invites: true, canKeepApproval: true })
export class AdminAdd implements RequestTypeHandler {
  constructor(
    private readonly rules: RequestRules,
    private readonly facts: RequestFactsReader,
    private readonly requests: AssignmentRequestsRepository,
    private readonly database: Database,
  ) {}

  async handle(asked: RequestAsked): Promise<AssignmentRequest> {
    const { wanted, requestType } = asked;
    const id = uuid();
    const assignmentPolicyId = required(wanted, 'assignmentPolicyId', requestType);
    const accessPackageId = required(wanted, 'accessPackageId', requestType);
    const target = { targetId: required(wanted, 'targetId', requestType), targetEmail: wanted.targetEmail ?? null };
    await this.requests.claim(id, target.targetId, accessPackageId);
    const facts = await this.facts.gather(asked, { ...target, assignmentPolicyId, accessPackageId });
    const decision = await this.rules.check(requestType, adminAddRules, facts);
    const submission = submissionOf(asked, facts, {
      id,
      effect: 'add',
      requestorId: requestorIdOf(asked.sentBy, facts),
      decision,
    });
    return this.requests.add(submit(submission, this.database.tenantId, facts.now));
  }
}
