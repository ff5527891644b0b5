import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { insertion } from '../../platform/database/model-rows.js';
import { type Sql, sql } from '../../platform/database/sql.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import type { Decision } from '../../platform/eventing/decision.js';
import { DirectoryGrants, GrantsRepository } from '../grants/index.js';
import {
  AccessTakenAway,
  type AssignmentEnded,
  type AssignmentReprocessed,
  DeliveryRefused,
  type RenewalFoundNothing,
} from './assignment.events.js';
import { type Assignment, complete, end, type Ending, isComing, isLate, retry } from './assignment.js';
import type { Obstacle } from './delivery.js';

/** The assignments, and the small table that keeps a second live one out. */
@Injectable()
export class AssignmentsRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
    private readonly grants: GrantsRepository,
    private readonly directory: DirectoryGrants,
  ) {}

  async add(decision: Decision<Assignment>): Promise<void> {
    const { row } = this.announcements.announce(decision);
    const { tenantId, targetId, accessPackageId, assignmentPolicyId } = row;
    await this.database.writeOne(insertion('assignment', row));
    const live = { tenantId, targetId, accessPackageId, assignmentPolicyId, assignmentId: row.id };
    await this.database.execute(insertion('liveAssignment', live));
  }

  /** Loads the row and holds it until the transaction ends; null when there is none. */
  async getForUpdate(id: string): Promise<Assignment | null> {
    return (await this.database.held<Assignment>('assignment', id)) ?? null;
  }

  /** The assignment that a request has made and that has not ended, held until the transaction ends. */
  async liveOfRequest(requestId: string): Promise<Assignment | null> {
    const { tenantId } = this.database;
    const [row] = await this.database.query<{ id: string }[]>`
      SELECT id FROM assignment WHERE tenant_id = ${tenantId}::uuid AND request_id = ${requestId}::uuid AND state <> 'expired'`;
    return row ? this.getForUpdate(row.id) : null;
  }

  /** Gives what is to be given in the directory; where that is all, the access is delivered. */
  async carryOut(assignment: Assignment): Promise<void> {
    await this.directory.carryOut([assignment.targetId]);
    if (!(await this.grants.lacks(assignment.id))) await this.update(complete(assignment));
  }

  /** Access is delivered with the last of what it gives, and taken away with the last of what it gave. */
  async follow(id: string): Promise<void> {
    const assignment = await this.getForUpdate(id);
    if (!assignment) return;
    const isDone = await this.grants.isDoneWith(id);
    if (isComing(assignment) && !(await this.grants.lacks(id))) await this.update(complete(assignment));
    if (assignment.state === 'expired' && isDone) this.announce(new AccessTakenAway(id));
  }

  /** Says of access that is not all there in time what is missing, where something is. */
  async tellLateness(id: string): Promise<void> {
    const assignment = await this.getForUpdate(id);
    if (!assignment) return;
    const isLacking = await this.grants.lacks(id);
    await this.update(isLacking ? isLate(assignment, await this.grants.lateness(id)) : complete(assignment));
  }

  /** What is owed of access that is not all there is tried once more, at once. */
  async tryAgain(assignment: Assignment, now: Date): Promise<void> {
    await this.grants.retry(assignment.id, now);
    const again = retry(assignment, now);
    await this.update(again);
    await this.carryOut(again.row);
  }

  /** All that access gives is given once more, though it was: what somebody took away by hand is there again. */
  async repeat({ id, targetId }: Assignment, now: Date): Promise<void> {
    await this.grants.repeat(id, now);
    await this.directory.carryOut([targetId]);
  }

  /** An assignment that ends is live no more in the same transaction, and what nobody else needs of it is taken away. */
  async end(assignment: Assignment, ending: Ending): Promise<void> {
    const { tenantId } = this.database;
    const [live] = await this.database.query<{ gives: boolean }[]>`
      WITH needs AS (SELECT EXISTS (SELECT FROM grant_need WHERE tenant_id = ${tenantId}::uuid AND assignment_id = ${assignment.id}::uuid) AS gives),
        gone AS (DELETE FROM live_assignment WHERE tenant_id = ${tenantId}::uuid AND assignment_id = ${assignment.id}::uuid)
      SELECT gives FROM needs`;
    if (live?.gives) await this.directory.carryOut([assignment.targetId]);
    const isOwed = live?.gives === true && !(await this.grants.isDoneWith(assignment.id));
    await this.update(end(assignment, ending, isOwed));
  }

  /** Writes what moves; what ends goes by `end`. */
  async update(decision: Decision<Assignment>): Promise<void> {
    const { row } = this.announcements.announce(decision);
    const { tenantId } = this.database;
    const { id, state, endAt, expiredAt, reminders, deliveringSince } = row;
    await this.database.writeOne`
      UPDATE assignment SET state = ${state}, end_at = ${endAt}, expired_at = ${expiredAt}, reminders = ${reminders},
        delivering_since = ${deliveringSince}
      WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid`;
  }

  /** Announces a fact that changes no row here. */
  announce(
    event: AccessTakenAway | AssignmentEnded | AssignmentReprocessed | DeliveryRefused | RenewalFoundNothing,
  ): void {
    this.announcements.announce({ events: [event] });
  }

  /** Announces that a request cannot be delivered, and why. */
  refuse(requestId: string, { reason, isDenial }: Obstacle): void {
    this.announce(new DeliveryRefused(requestId, reason, isDenial));
  }

  /** Claims assignments whose end has come (competing consumers), oldest first, across tenants; what another worker holds is passed over. */
  claimEnded(now: Date, limit: number): Promise<{ tenantId: string; id: string; endAt: Date }[]> {
    return this.database.query`
      SELECT tenant_id AS "tenantId", id, end_at AS "endAt" FROM assignment
      WHERE end_at <= ${now} AND state <> 'expired' ORDER BY end_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
  }

  /** When the assignment ends that ends first. */
  readonly earliestEnd = sql`(SELECT min(end_at) FROM assignment WHERE state <> 'expired')`;

  /** Claims assignments that have waited for what they give since before an instant (competing consumers), across tenants. */
  claimLate(since: Date, limit: number): Promise<{ tenantId: string; id: string }[]> {
    return this.database.query`
      SELECT tenant_id AS "tenantId", id FROM assignment WHERE delivering_since <= ${since} ORDER BY delivering_since LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
  }

  /** Since when the one waits that has waited longest. */
  readonly longestWait = sql`(SELECT min(delivering_since) FROM assignment WHERE delivering_since IS NOT NULL)`;

  /** Claims assignments of which a reminder is due (competing consumers), across tenants; what another worker holds is passed over. */
  claimForReminder(reminders: number, endBefore: Date, limit: number): Promise<{ tenantId: string; id: string }[]> {
    return this.database.query`
      SELECT tenant_id AS "tenantId", id FROM assignment
      WHERE reminders = ${reminders} AND end_at <= ${endBefore} AND state <> 'expired'
      ORDER BY end_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
  }

  /** The earliest end of those that have had so many reminders. */
  earliestEndAfter(reminders: number): Sql {
    return sql`(SELECT min(end_at) FROM assignment WHERE reminders = ${reminders} AND state <> 'expired')`;
  }
}
