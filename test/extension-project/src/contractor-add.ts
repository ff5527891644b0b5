import { randomUUID } from 'node:crypto';
import {
  accessPackageExists,
  type AssignmentRequest,
  AssignmentRequestsRepository,
  Database,
  HandlesRequestType,
  policyExists,
  policyOffersThePackage,
  type RequestAsked,
  RequestFactsReader,
  RequestRules,
  type RequestTypeHandler,
  required,
  submissionOf,
  submit,
  targetIsEnabled,
  targetIsInTheDirectory,
  targetLacksThisAssignment,
  windowFitsThePolicy,
} from 'open-entitlements/extend';

const rules = [
  accessPackageExists,
  policyExists,
  policyOffersThePackage,
  targetIsInTheDirectory,
  targetIsEnabled,
  windowFitsThePolicy,
  targetLacksThisAssignment,
];

/** Sent by the staffing system for a contractor. */
@HandlesRequestType('contractorAdd', { sentBy: 'application' })
export class ContractorAdd implements RequestTypeHandler {
  constructor(
    private readonly facts: RequestFactsReader,
    private readonly rules: RequestRules,
    private readonly requests: AssignmentRequestsRepository,
    private readonly database: Database,
  ) {}

  async handle(asked: RequestAsked): Promise<AssignmentRequest> {
    const { wanted, requestType } = asked;
    const id = randomUUID();
    const targetId = required(wanted, 'targetId', requestType);
    const accessPackageId = required(wanted, 'accessPackageId', requestType);
    const assignmentPolicyId = required(wanted, 'assignmentPolicyId', requestType);
    await this.requests.claim(id, targetId, accessPackageId);
    const facts = await this.facts.gather(asked, { targetId, accessPackageId, assignmentPolicyId });
    const decision = await this.rules.check(requestType, rules, facts);
    const submission = submissionOf(asked, facts, { id, effect: 'add', requestorId: targetId, decision });
    return this.requests.add(submit(submission, this.database.tenantId, facts.now));
  }
}
