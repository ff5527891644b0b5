import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { close } from '../approval-stage.js';
import { ApprovalsRepository } from '../approvals.repository.js';

/** A request has ended: what of its approval is undecided stays so. */
export class CloseApprovalCommand extends Command<void> {
  constructor(readonly requestId: string) {
    super();
  }
}

/** A request without approval has nothing to close. */
@CommandHandler(CloseApprovalCommand)
export class CloseApprovalHandler implements ICommandHandler<CloseApprovalCommand> {
  constructor(private readonly approvals: ApprovalsRepository) {}

  async execute({ requestId }: CloseApprovalCommand): Promise<void> {
    const approval = await this.approvals.getForUpdate(requestId);
    const open = approval?.stages.filter(({ status }) => status === 'Initializing' || status === 'InProgress') ?? [];
    for (const stage of open) await this.approvals.update(close(stage));
  }
}
