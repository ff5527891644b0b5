import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Sql } from '../../platform/database/sql.js';
import { DueCommands } from '../../platform/eventing/due-commands.js';
import { type DueKind, DueWork } from '../../platform/eventing/due-work.js';
import { Clock } from '../../platform/time/clock.js';
import { ApprovalsReader } from './approvals.reader.js';
import { EndLapsedApprovalCommand } from './commands/end-lapsed-approval.js';

const batch = 20;

/** Ends requests that wait for approval when the end that they ask for, or that their policy gives, has come; nobody decides in vain. */
@Injectable()
export class LapsedApprovals implements DueKind, OnModuleInit {
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
    return this.approvals.earliestLapse;
  }

  async doDue(): Promise<number> {
    const lapsed = await this.approvals.lapsedAt(this.clock.now(), batch);
    const commanded = lapsed.map(({ tenantId, requestId, at }) => ({
      tenantId,
      command: new EndLapsedApprovalCommand(requestId, at),
      name: `The end of the request ${requestId}, which asks for nothing any more,`,
    }));
    return this.dueCommands.execute(commanded, 'approval');
  }
}
