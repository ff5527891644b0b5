import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Prospects } from '../../assignments/index.js';
import { isDecided, moot } from '../approval-stage.js';
import { ApprovalsRepository } from '../approvals.repository.js';

/** The end of what a request asks for has come before anybody decided about it. */
export class EndLapsedApprovalCommand extends Command<void> {
  constructor(
    readonly requestId: string,
    readonly at: Date,
  ) {
    super();
  }
}

/** A request that was decided meanwhile goes its own way. */
@CommandHandler(EndLapsedApprovalCommand)
export class EndLapsedApprovalHandler implements ICommandHandler<EndLapsedApprovalCommand> {
  constructor(
    private readonly approvals: ApprovalsRepository,
    private readonly prospects: Prospects,
  ) {}

  async execute({ requestId, at }: EndLapsedApprovalCommand): Promise<void> {
    const approval = await this.approvals.getForUpdate(requestId);
    if (!approval) return;
    await this.approvals.forgetLapse(requestId);
    if (approval.request.state !== 'pendingApproval' || isDecided(approval.stages)) return;
    const why = await this.prospects.whyHopeless(requestId, at);
    if (why) this.approvals.announce(moot(approval.request, why, at));
  }
}
