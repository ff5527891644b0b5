import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import type { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
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
  private readonly logger = new Logger('Approval');

  constructor(
    private readonly dueWork: DueWork,
    private readonly approvals: ApprovalsReader,
    private readonly transactions: Transactions,
    private readonly commandBus: CommandBus,
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
    let done = 0;
    for (const due of dueStages) {
      const { tenantId, move, stageId } = due;
      await this.transactions
        .run({ tenantId, actor: 'approval' }, () => this.commandBus.execute(commands[move](due)))
        .then(() => (done += 1))
        .catch((error: unknown) => this.logger.error(error, `'${move}' of the approval stage ${stageId} failed.`));
    }
    return done;
  }
}
