import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { type DueKind, DueWork } from '../../platform/eventing/due-work.js';
import { Clock } from '../../platform/time/clock.js';
import { AssignmentsRepository } from './assignments.repository.js';

const batch = 20;
const ourselves = { tenantId: '00000000-0000-0000-0000-000000000000', actor: 'grants' };

/** Says of access that is not all there in time what is missing and why (GRANT_TIME_LIMIT). */
@Injectable()
export class LateAssignments implements DueKind, OnModuleInit {
  constructor(
    private readonly dueWork: DueWork,
    private readonly assignments: AssignmentsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(Config) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(this);
  }

  get next(): Sql {
    const seconds = this.config.grantTimeLimitMillis / 1_000;
    return sql`(${this.assignments.longestWait} + make_interval(secs => ${seconds}::float8))`;
  }

  doDue(): Promise<number> {
    const since = new Date(this.clock.now().getTime() - this.config.grantTimeLimitMillis);
    return this.transactions.run(ourselves, async () => {
      const late = await this.assignments.claimLate(since, batch);
      for (const { tenantId, id } of late) {
        await this.transactions.as({ ...ourselves, tenantId }, () => this.assignments.tellLateness(id));
      }
      return late.length;
    });
  }
}
