import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ICommand } from '@nestjs/cqrs';
import type { Sql } from '../../platform/database/sql.js';
import { DueCommands } from '../../platform/eventing/due-commands.js';
import { type DueKind, DueWork } from '../../platform/eventing/due-work.js';
import { Clock } from '../../platform/time/clock.js';
import { ApprovalsReader, type DueStage } from './approvals.reader.js';
import { EscalateStageCommand } from './commands/escalate-stage.js';
import { ExpireStageCommand } from './commands/expire-stage.js';

const batch = 20;

const commands: Record<DueStage['move'], (due: DueStage) => ICommand> = {
  escalate: ({ requestId, stageId, at }) => new EscalateStageCommand(requestId, stageId, at),
  expire: ({ requestId, stageId, at }) => new ExpireStageCommand(requestId, stageId, at),
};

/** Asks more people, and denies, when nobody has decided in time; what is written carries the instant at which it fell due. */
@Injectable()
export class ApprovalDeadlines implements DueKind, OnModuleInit {
  constructor(
    private readonly dueWork: DueWork,
    private readonly approvals: ApprovalsReader,
    private readonly dueCommands: DueCommands,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(this);
  }

  get next(): Sql {
    return this.approvals.earliest;
  }

  async doDue(): Promise<number> {
    const dueStages = await this.approvals.dueAt(this.clock.now(), batch);
    const commanded = dueStages.map((due) => ({
      tenantId: due.tenantId,
      command: commands[due.move](due),
      name: `'${due.move}' of the approval stage ${due.stageId}`,
    }));
    return this.dueCommands.execute(commanded, 'approval');
  }
}
