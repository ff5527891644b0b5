import { v7 as uuid } from 'uuid';
import { Database } from '../../../platform/database/database.js';
import { type AssignmentRequest, submit } from '../assignment-request.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { NamedAssignments } from '../receiving/named-assignments.reader.js';
import { effectOf, heldUnderPolicy, requestorIdOf } from '../deciding/needs-approval.js';
import { underChosenPolicy } from '../deciding/policy-choice.js';
import { RequestFactsReader } from '../deciding/request-facts.reader.js';
import { RequestRules } from '../deciding/request-rules.registry.js';
import { HandlesRequestType, type RequestTypeHandler } from '../request-types.registry.js';
import { requestorMayAskForTarget } from '../deciding/requestor.rules.js';
import { submissionOf } from '../receiving/submission.js';
import { userAddRules } from '../deciding/user-add.rules.js';
import { type RequestAsked, required } from '../wanted-request.js';

/** A person asks for an access package, for themselves or where the policy lets them for somebody else; what is held already is renewed. */
@HandlesRequestType('userAdd', { sentBy: 'self' })
export class UserAdd implements RequestTypeHandler {
  constructor(
    private readonly named: NamedAssignments,
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
    const named = { targetId, accessPackageId, assignmentPolicyId: wanted.assignmentPolicyId, isChosenAmongAll: true };
    await this.named.requireAuthority(asked, named, requestorMayAskForTarget);
    await this.requests.claim(id, targetId, accessPackageId);
    const facts = underChosenPolicy(await this.facts.gather(asked, named));
    const decision = await this.rules.check(requestType, userAddRules, facts);
    const submission = submissionOf(asked, facts, {
      id,
      decision,
      requestorId: requestorIdOf(asked.sentBy, facts),
      effect: effectOf(facts),
      assignmentId: heldUnderPolicy(facts)?.id ?? null,
    });
    return this.requests.add(submit(submission, this.database.tenantId, facts.now));
  }
}
