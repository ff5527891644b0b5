import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { Clock } from '../../../platform/time/clock.js';
import { Prospects } from '../../assignments/index.js';
import { moot, denied, stagesOf, start } from '../approval-stage.js';
import { ApprovalsReader } from '../approvals.reader.js';
import { ApprovalsRepository } from '../approvals.repository.js';
import { ApproversReader } from '../approvers.reader.js';

/** A request waits for approval: its policy's stages are to be gone through. */
export class StartApprovalCommand extends Command<void> {
  constructor(readonly requestId: string) {
    super();
  }
}

/** Makes the stages and starts the first; where the policy asks nobody, nobody can agree, and what can have no effect asks nobody. */
@CommandHandler(StartApprovalCommand)
export class StartApprovalHandler implements ICommandHandler<StartApprovalCommand> {
  private readonly logger = new Logger('Approval');

  constructor(
    private readonly approvals: ApprovalsRepository,
    private readonly reader: ApprovalsReader,
    private readonly approvers: ApproversReader,
    private readonly prospects: Prospects,
    private readonly clock: Clock,
  ) {}

  async execute({ requestId }: StartApprovalCommand): Promise<void> {
    const approval = await this.approvals.getForUpdate(requestId);
    if (approval?.request.state !== 'pendingApproval' || approval.stages.length > 0) return;
    const { request } = approval;
    const why = await this.prospects.whyHopeless(requestId, this.clock.now());
    if (why) return this.approvals.announce(moot(request, why, this.clock.now()));
    const stages = stagesOf(request, await this.reader.stagesAskedFor(requestId), uuid);
    const [first] = stages;
    if (!first) {
      this.logger.warn(`The request ${requestId} needs approval, but its policy has no stages: it is denied.`);
      return this.approvals.announce(denied(request, null, this.clock.now()));
    }
    await this.approvals.add(stages);
    await this.approvals.update(start(first, await this.approvers.atStart(first, request), this.clock.now()));
  }
}
