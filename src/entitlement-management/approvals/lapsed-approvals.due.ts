import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { type DueKind, DueWork } from '../../platform/eventing/due-work.js';
import { Clock } from '../../platform/time/clock.js';
import { ApprovalsReader } from './approvals.reader.js';
import { EndLapsedApprovalCommand } from './commands/end-lapsed-approval.js';

const batch = 20;

/** Ends requests that wait for approval when the end that they ask for, or that their policy gives, has come; nobody decides in vain. */
@Injectable()
export class LapsedApprovals implements DueKind, OnModuleInit {
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
    return this.approvals.earliestLapse;
  }

  async doDue(): Promise<number> {
    const lapsed = await this.approvals.lapsedAt(this.clock.now(), batch);
    let done = 0;
    for (const { tenantId, requestId, at } of lapsed) {
      const command = new EndLapsedApprovalCommand(requestId, at);
      await this.transactions
        .run({ tenantId, actor: 'approval' }, () => this.commandBus.execute(command))
        .then(() => (done += 1))
        .catch((error: unknown) => this.logger.error(error, `The request ${requestId} could not be ended.`));
    }
    return done;
  }
}
