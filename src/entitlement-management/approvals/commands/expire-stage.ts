import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { close, expire } from '../approval-stage.js';
import { ApprovalsRepository } from '../approvals.repository.js';

/** Nobody has decided a stage by the time at which it is denied. */
export class ExpireStageCommand extends Command<void> {
  constructor(
    readonly requestId: string,
    readonly stageId: string,
    readonly at: Date,
  ) {
    super();
  }
}

/** A stage that was decided meanwhile stays as it is; one whose request has ended is closed. */
@CommandHandler(ExpireStageCommand)
export class ExpireStageHandler implements ICommandHandler<ExpireStageCommand> {
  constructor(private readonly approvals: ApprovalsRepository) {}

  async execute({ requestId, stageId, at }: ExpireStageCommand): Promise<void> {
    const approval = await this.approvals.getForUpdate(requestId);
    const stage = approval?.stages.find(({ id }) => id === stageId);
    if (stage?.status !== 'InProgress' || !approval) return;
    const isPending = approval.request.state === 'pendingApproval';
    await this.approvals.update(isPending ? expire(approval, stage, at) : close(stage));
  }
}
