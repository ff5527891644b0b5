import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Caller } from '../../../platform/auth/caller.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { advance, type AssignmentRequest, giveNew } from '../assignment-request.js';
import { AssignmentRequestsRepository } from '../assignment-requests.repository.js';
import { needsApproval } from '../deciding/needs-approval.js';
import { underChosenPolicy } from '../deciding/policy-choice.js';
import { RequestFactsReader } from '../deciding/request-facts.reader.js';
import type { RequestFacts } from '../deciding/request-facts.js';
import { RequestRules } from '../deciding/request-rules.registry.js';
import { reasonOf, wordsFor } from '../deciding/told.js';
import { userAddRules } from '../deciding/user-add.rules.js';
import type { WantedRequest } from '../wanted-request.js';

/** A userAdd was to renew access that has ended meanwhile; its target is locked by then. */
export class RenewAsNewCommand extends Command<void> {
  constructor(readonly requestId: string) {
    super();
  }
}

/** Gives new access instead, where all rules hold now as for somebody who asks anew; an approval that new access needs must have been given. */
@CommandHandler(RenewAsNewCommand)
export class RenewAsNewHandler implements ICommandHandler<RenewAsNewCommand> {
  constructor(
    private readonly requests: AssignmentRequestsRepository,
    private readonly facts: RequestFactsReader,
    private readonly rules: RequestRules,
  ) {}

  async execute({ requestId }: RenewAsNewCommand): Promise<void> {
    const request = await this.requests.getForUpdate(requestId);
    if (request.state !== 'delivering' || request.effect !== 'update') return;
    const facts = await this.factsOf(request);
    const failure = await this.whyNot(request, facts);
    await this.requests.update(
      failure === undefined ? giveNew(request, facts.now) : advance(request, 'fail', facts.now, { failure }),
    );
  }

  private async factsOf(request: AssignmentRequest): Promise<RequestFacts> {
    const { targetId, accessPackageId, assignmentPolicyId } = request;
    const asked = { caller: requestorOf(request), requestType: request.requestType, wanted: wantedBy(request) };
    const named = { targetId, accessPackageId, assignmentPolicyId, isChosenAmongAll: true };
    return underChosenPolicy(await this.facts.gather(asked, named));
  }

  private async whyNot(request: AssignmentRequest, facts: RequestFacts): Promise<string | undefined> {
    if (!request.needsApproval && needsApproval('self', 'add', facts)) {
      return 'the access that it would renew has ended, and new access needs an approval: it has to be asked for anew';
    }
    try {
      await this.rules.check(request.requestType, userAddRules, facts, 'add');
      return undefined;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return `the access that it would renew has ended, and new access is refused: ${wordsAbout(request, error)}`;
    }
  }
}

/** A status is read by everybody whom the request concerns: it names nothing but what the request itself does. */
function wordsAbout(
  { targetId, accessPackageId, assignmentPolicyId }: AssignmentRequest,
  refusal: DomainError,
): string {
  const ids = new Set([targetId, accessPackageId, assignmentPolicyId]);
  return wordsFor({ seesAll: false, ids }, reasonOf(refusal));
}

/** Who asked, as the rules see them: a person without any role. */
const requestorOf = ({ tenantId, requestorId }: AssignmentRequest): Caller => ({
  ...{ tenantId, objectId: requestorId, kind: 'user', applicationId: requestorId },
  ...{ permissions: [], directoryRoles: [] },
});

const wantedBy = ({ justification, answers, schedule }: AssignmentRequest): WantedRequest => ({
  justification,
  answers: (answers ?? []) as readonly object[],
  schedule: schedule as WantedRequest['schedule'],
});
