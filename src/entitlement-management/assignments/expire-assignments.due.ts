import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { type DueKind, DueWork } from '../../platform/eventing/due-work.js';
import { Clock } from '../../platform/time/clock.js';
import { AssignmentsRepository } from './assignments.repository.js';

const batch = 20;
const ourselves = { tenantId: '00000000-0000-0000-0000-000000000000', actor: 'expiry' };

/** Ends assignments whose end has come, waiting for no request; what is written carries the instant at which it fell due. */
@Injectable()
export class ExpireAssignments implements DueKind, OnModuleInit {
  constructor(
    private readonly dueWork: DueWork,
    private readonly assignments: AssignmentsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(this);
  }

  get next(): Sql {
    return this.assignments.earliestEnd;
  }

  doDue(): Promise<number> {
    return this.transactions.run(ourselves, async () => {
      const ended = await this.assignments.claimEnded(this.clock.now(), batch);
      for (const { tenantId, id, endAt } of ended) {
        await this.transactions.as({ ...ourselves, tenantId }, async () => {
          const assignment = await this.assignments.getForUpdate(id);
          if (assignment) await this.assignments.end(assignment, { at: endAt, cause: 'expiry', requestId: null });
        });
      }
      return ended.length;
    });
  }
}
