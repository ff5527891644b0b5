import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { close, escalate } from '../approval-stage.js';
import { ApprovalsRepository } from '../approvals.repository.js';
import { ApproversReader } from '../approvers.reader.js';

/** Nobody has decided a stage by its escalation time. */
export class EscalateStageCommand extends Command<void> {
  constructor(
    readonly requestId: string,
    readonly stageId: string,
    readonly at: Date,
  ) {
    super();
  }
}

/** A stage that was decided or escalated meanwhile stays as it is; one whose request has ended is closed. */
@CommandHandler(EscalateStageCommand)
export class EscalateStageHandler implements ICommandHandler<EscalateStageCommand> {
  constructor(
    private readonly approvals: ApprovalsRepository,
    private readonly approvers: ApproversReader,
  ) {}

  async execute({ requestId, stageId, at }: EscalateStageCommand): Promise<void> {
    const approval = await this.approvals.getForUpdate(requestId);
    const stage = approval?.stages.find(({ id }) => id === stageId);
    if (stage?.status !== 'InProgress' || stage.escalatedAt || !approval) return;
    const { request } = approval;
    if (request.state !== 'pendingApproval') return this.approvals.update(close(stage));
    await this.approvals.update(escalate(stage, await this.approvers.atEscalation(stage, request), at));
  }
}
