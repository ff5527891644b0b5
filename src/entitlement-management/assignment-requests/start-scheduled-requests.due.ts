import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Sql } from '../../platform/database/sql.js';
import { DueCommands } from '../../platform/eventing/due-commands.js';
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
    private readonly dueCommands: DueCommands,
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
    const commanded = due.map(({ tenantId, id, startAt }) => ({
      tenantId,
      command: new AdvanceRequestCommand(id, 'deliver', {}, startAt),
      name: `The start of the scheduled request ${id}`,
    }));
    return this.dueCommands.execute(commanded, 'schedule');
  }
}
