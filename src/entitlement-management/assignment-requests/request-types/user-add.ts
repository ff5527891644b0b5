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
import type { RequestFacts } from '../request-facts.js';
import { RequestFactsReader } from '../request-facts.reader.js';
import { RequestRules } from '../request-rules.registry.js';
import { HandlesRequestType, type RequestTypeHandler } from '../request-types.registry.js';
import { type Decided, submissionOf } from '../submission.js';
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
    private readonly rules: RequestRules,
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
    const decision = this.rules.check(requestType, userAddRules, facts);
    const decided = { id, decision, requestorId: caller.objectId, ...firstOrRenewed(facts) };
    return this.requests.add(submit(submissionOf(asked, facts, decided), this.database.tenantId, facts.now));
  }
}

/** What is held already under the policy is renewed, with the approval that a change needs. */
function firstOrRenewed({ held, policy }: RequestFacts): Pick<Decided, 'effect' | 'assignmentId' | 'needsApproval'> {
  const renewed = held.find((has) => has.assignmentPolicyId === policy?.id);
  const approval = policy?.settings.requestApprovalSettings;
  return renewed
    ? { effect: 'update', assignmentId: renewed.id, needsApproval: Boolean(approval?.isApprovalRequiredForUpdate) }
    : { effect: 'add', needsApproval: Boolean(approval?.isApprovalRequiredForAdd) };
}
