import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import { type DueKind, DueWork } from '../../platform/eventing/due-work.js';
import { Clock } from '../../platform/time/clock.js';
import { DirectoryGrants } from './directory-grants.repository.js';
import { GrantSettled } from './grant.events.js';
import { GrantsRepository } from './grants.repository.js';

const batch = 20;
const ourselves = { tenantId: '00000000-0000-0000-0000-000000000000', actor: 'grants' };

/** Carries out what is owed in the directory: what a process of before left, and what failed before. */
@Injectable()
export class OwedInDirectory implements DueKind, OnModuleInit {
  constructor(
    private readonly dueWork: DueWork,
    private readonly grants: GrantsRepository,
    private readonly directory: DirectoryGrants,
    private readonly announcements: Announcements,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(this);
  }

  get next(): Sql {
    return this.grants.earliestInDirectory;
  }

  doDue(): Promise<number> {
    return this.transactions.run(ourselves, async () => {
      const owed = await this.grants.claimOwedInDirectory(this.clock.now(), batch);
      const tenants = Map.groupBy(owed, ({ tenantId }) => tenantId);
      for (const [tenantId, rows] of tenants) {
        const people = [...new Set(rows.map(({ targetId }) => targetId))];
        await this.transactions.as({ ...ourselves, tenantId }, () => this.carryOut(people));
      }
      return owed.length;
    });
  }

  private async carryOut(people: readonly string[]): Promise<void> {
    const settled = await this.directory.carryOut(people);
    this.announcements.announce({
      events: settled.map(({ id, targetId, isWanted }) => new GrantSettled(id, targetId, isWanted)),
    });
  }
}
