import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { withdraw } from '../approval-stage.js';
import { ApprovalsRepository } from '../approvals.repository.js';
import { ApproversReader } from '../approvers.reader.js';

/** Somebody left, and decides nothing any more. */
export class WithdrawApproverCommand extends Command<void> {
  constructor(readonly userId: string) {
    super();
  }
}

/** Where nobody else is left to decide, the stage's lists are read again, fallback included. */
@CommandHandler(WithdrawApproverCommand)
export class WithdrawApproverHandler implements ICommandHandler<WithdrawApproverCommand> {
  constructor(
    private readonly approvals: ApprovalsRepository,
    private readonly approvers: ApproversReader,
  ) {}

  async execute({ userId }: WithdrawApproverCommand): Promise<void> {
    for (const { stage, request, isAbandoned } of await this.approvals.removeApprover(userId)) {
      const successors = isAbandoned ? await this.approvers.afterLeaving(stage, request) : undefined;
      await this.approvals.update(withdraw(stage, userId, successors));
    }
  }
}
