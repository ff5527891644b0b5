import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Transactions } from '../../platform/database/transactions.js';
import { type DueKind, DueWork } from '../../platform/eventing/due-work.js';
import { Clock } from '../../platform/time/clock.js';
import { AdvanceRequestCommand } from './commands/advance-request.js';
import { ScheduledRequestsReader } from './scheduled-requests.reader.js';

const batch = 20;

/** Delivers scheduled requests when the start that was asked for has come. */
@Injectable()
export class StartScheduledRequests implements DueKind, OnModuleInit {
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

  next(): Promise<Date | undefined> {
    return this.due.earliest();
  }

  async doDue(): Promise<number> {
    const due = await this.due.dueAt(this.clock.now(), batch);
    for (const { tenantId, id, startAt } of due) {
      await this.transactions.run({ tenantId, actor: 'schedule' }, () =>
        this.commandBus.execute(new AdvanceRequestCommand(id, 'deliver', {}, startAt)),
      );
    }
    return due.length;
  }
}
