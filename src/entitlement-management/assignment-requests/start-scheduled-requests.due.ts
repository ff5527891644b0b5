import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { type DueKind, DueWork } from '../../platform/eventing/due-work.js';
import { Clock } from '../../platform/time/clock.js';
import { AdvanceRequestCommand } from './commands/advance-request.js';
import { ScheduledRequestsReader } from './scheduled-requests.reader.js';

const batch = 20;

/** Delivers scheduled requests when the start that was asked for has come. */
@Injectable()
export class StartScheduledRequests implements DueKind, OnModuleInit {
  private readonly logger = new Logger('Schedule');

  constructor(
    private readonly dueWork: DueWork,
    private readonly due: ScheduledRequestsReader,
    private readonly transactions: Transactions,
    private readonly commandBus: CommandBus,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(this);
  }

  get next(): Sql {
    return this.due.earliest;
  }

  async doDue(): Promise<number> {
    const due = await this.due.dueAt(this.clock.now(), batch);
    let started = 0;
    for (const { tenantId, id, startAt } of due) {
      const command = new AdvanceRequestCommand(id, 'deliver', {}, startAt);
      await this.transactions
        .run({ tenantId, actor: 'schedule' }, () => this.commandBus.execute(command))
        .then(() => (started += 1))
        .catch((error: unknown) => this.logger.error(error, `The scheduled request ${id} could not be started.`));
    }
    return started;
  }
}
