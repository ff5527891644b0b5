import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { type Sql, sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { type DueKind, DueWork } from '../../platform/eventing/due-work.js';
import { Clock } from '../../platform/time/clock.js';
import { AssignmentRequestsRepository } from './assignment-requests.repository.js';

const batch = 100;
const ourselves = { tenantId: '00000000-0000-0000-0000-000000000000', actor: 'retention' };

/** Forgets requests that ended longer ago than `REQUEST_RETENTION`; unset, they are kept. Their events stay in the log. */
@Injectable()
export class ForgetEndedRequests implements DueKind, OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly dueWork: DueWork,
    private readonly requests: AssignmentRequestsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    if (this.config.requestRetentionMillis !== undefined) this.dueWork.register(this);
  }

  get next(): Sql {
    return sql`${this.requests.earliestEnd} + make_interval(secs => ${this.retention / 1_000})`;
  }

  doDue(): Promise<number> {
    const endedBefore = new Date(this.clock.now().getTime() - this.retention);
    return this.transactions.run(ourselves, () => this.requests.forget(endedBefore, batch));
  }

  private get retention(): number {
    return this.config.requestRetentionMillis ?? Infinity;
  }
}
