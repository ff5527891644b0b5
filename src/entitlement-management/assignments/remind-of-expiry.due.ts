import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Sql, sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { type DueKind, DueWork } from '../../platform/eventing/due-work.js';
import { Clock } from '../../platform/time/clock.js';
import { remind, reminderDays } from './assignment.js';
import { AssignmentsRepository } from './assignments.repository.js';

const batch = 20;
const day = 86_400_000;
const ourselves = { tenantId: '00000000-0000-0000-0000-000000000000', actor: 'reminder' };

/** Announces that access ends soon: 14 days before, and the day before. */
@Injectable()
export class RemindOfExpiry implements DueKind, OnModuleInit {
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
    return reminderDays
      .map(
        (days, reminders) =>
          sql`${this.assignments.earliestEndAfter(reminders)} - make_interval(hours => ${24 * days})`,
      )
      .reduce((one, other) => sql`LEAST(${one}, ${other})`);
  }

  async doDue(): Promise<number> {
    let done = 0;
    for (const [reminders, days] of reminderDays.entries()) {
      done += await this.transactions.run(ourselves, () => this.remindThose(reminders, days));
    }
    return done;
  }

  private async remindThose(reminders: number, days: number): Promise<number> {
    const endBefore = new Date(this.clock.now().getTime() + days * day);
    const due = await this.assignments.claimForReminder(reminders, endBefore, batch);
    for (const { tenantId, id } of due) {
      await this.transactions.as({ ...ourselves, tenantId }, async () => {
        const assignment = await this.assignments.getForUpdate(id);
        if (assignment) await this.assignments.update(remind(assignment));
      });
    }
    return due.length;
  }
}
