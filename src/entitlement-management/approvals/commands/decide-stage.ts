import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DirectoryReader } from '../../../directory/index.js';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { Clock } from '../../../platform/time/clock.js';
import { Prospects } from '../../assignments/index.js';
import {
  type Approval,
  type ApprovalStage,
  type Review,
  type Moot,
  moot,
  type RequestUnderApproval,
  review,
  stageAfter,
  start,
} from '../approval-stage.js';
import { refuseWrongReview, visibleStage } from '../approval-stage.rules.js';
import { ApprovalsReader } from '../approvals.reader.js';
import { ApprovalsRepository } from '../approvals.repository.js';
import { ApproversReader } from '../approvers.reader.js';
import type { Verdict } from '../stage-moves.js';

/** Somebody approves or denies a stage of a request's approval. */
export class DecideStageCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly requestId: string,
    readonly stageId: string,
    readonly verdict: Verdict,
    readonly justification: string | null,
  ) {
    super();
  }
}

/** One decision for each stage: of two at once the second finds it decided. The next stage starts with the approval of this one. */
@CommandHandler(DecideStageCommand)
export class DecideStageHandler implements ICommandHandler<DecideStageCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly approvals: ApprovalsRepository,
    private readonly reader: ApprovalsReader,
    private readonly approvers: ApproversReader,
    private readonly prospects: Prospects,
    private readonly directory: DirectoryReader,
    private readonly clock: Clock,
  ) {}

  /** A refusal for what is moot comes after the commit: the request ends by it. */
  async execute(asked: DecideStageCommand): Promise<void> {
    const moot = await this.transactions.run(scopeOf(asked.caller), () => this.decide(asked));
    if (moot) throw moot;
  }

  private async decide(asked: DecideStageCommand): Promise<DomainError | undefined> {
    const { caller, requestId, stageId, verdict, justification } = asked;
    // Who manages the catalog sees the approval without being asked, as who reads everything does.
    const thing = { kind: 'assignmentRequest', id: requestId } as const;
    const readsAll = (await this.authority.over(caller, 'assignments.manage', thing)) !== 'isUnaware';
    const found = await this.approvals.getForUpdate(requestId, readsAll ? undefined : caller.objectId);
    const approverIn = await this.reader.approverIn(requestId, caller.objectId);
    const viewer = { id: caller.objectId, readsAll, approverIn };
    const [approval, stage] = visibleStage(found, stageId, viewer);
    const now = this.clock.now();
    const { request } = approval;
    const person = await this.directory.find(caller.objectId);
    const isApprover = approverIn.includes(stageId) && person?.accountEnabled === true;
    refuseWrongReview({ request, stage, reviewerId: caller.objectId, isApprover, justification, now });
    const reviewer = { id: caller.objectId, displayName: person?.displayName ?? null };
    return this.conclude(approval, stage, { verdict, justification, reviewer }, now);
  }

  /** A denial always has its effect; an approval that can have none is not taken. */
  private async conclude(
    approval: Approval,
    stage: ApprovalStage,
    said: Review,
    now: Date,
  ): Promise<DomainError | undefined> {
    const { request } = approval;
    const isApproval = said.verdict === 'Approved';
    const why = isApproval ? await this.prospects.whyHopeless(request.id, now) : undefined;
    if (why) return this.end(request, why, now);
    await this.approvals.update(review(approval, stage, said, now));
    const next = isApproval ? stageAfter(approval, stage) : undefined;
    if (next) await this.approvals.update(start(next, await this.approvers.atStart(next, request), now));
    return undefined;
  }

  private end(request: RequestUnderApproval, why: Moot, now: Date): DomainError {
    this.approvals.announce(moot(request, why, now));
    return new DomainError(
      'InvalidState',
      `No approval can have an effect any more, so the request is ${why.ends}: ${why.reason}.`,
    );
  }
}
