import type { AssignmentRequest } from '../assignment-request.js';
import { policyExists, type Rule, targetHasThisAssignment } from '../deciding/assignment-request.rules.js';
import { NamedAssignments } from '../receiving/named-assignments.reader.js';
import { heldUnderPolicy } from '../deciding/needs-approval.js';
import { Removals } from '../receiving/removals.repository.js';
import { RequestFactsReader } from '../deciding/request-facts.reader.js';
import { RequestRules } from '../deciding/request-rules.registry.js';
import { HandlesRequestType, type RequestTypeHandler } from '../request-types.registry.js';
import {
  policyLetsTargetsLeave,
  requestorIsEnabled,
  requestorIsInTheDirectory,
  requestorMayRemoveForTarget,
} from '../deciding/requestor.rules.js';
import { type RequestAsked, requireNothingGiven } from '../wanted-request.js';

export const userRemoveRules: readonly Rule[] = [
  requestorMayRemoveForTarget,
  requestorIsInTheDirectory,
  requestorIsEnabled,
  targetHasThisAssignment,
  policyExists,
  policyLetsTargetsLeave,
];

/** A person gives up access that they hold, or that somebody holds for whom they may act, where its policy lets them. */
@HandlesRequestType('userRemove', { sentBy: 'self' })
export class UserRemove implements RequestTypeHandler {
  constructor(
    private readonly named: NamedAssignments,
    private readonly rules: RequestRules,
    private readonly facts: RequestFactsReader,
    private readonly removals: Removals,
  ) {}

  async handle(asked: RequestAsked): Promise<AssignmentRequest> {
    const { caller, wanted, requestType } = asked;
    const facts = await this.facts.gather(asked, await this.named.ofPerson(asked, requestorMayRemoveForTarget));
    requireNothingGiven(wanted, requestType);
    await this.rules.check(requestType, userRemoveRules, facts, 'remove');
    const assignmentId = heldUnderPolicy(facts)?.id ?? '';
    return this.removals.accept({
      ...{ requestType, assignmentId, createdById: caller.objectId, requestorId: caller.objectId },
      justification: wanted.justification,
    });
  }
}
