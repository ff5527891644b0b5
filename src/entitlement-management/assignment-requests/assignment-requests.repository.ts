import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { conflictOn } from '../../platform/database/prisma-errors.js';
import { insertion } from '../../platform/database/model-rows.js';
import { type Sql, sql } from '../../platform/database/sql.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { AssignmentRequest } from './assignment-request.js';
import { RequestMetrics } from './assignment-request.metrics.js';
import { AssignmentRequestsReader } from './assignment-requests.reader.js';
import { type OpenPlace, PlaceTaken } from './place-taken.js';
import { isOpen } from './request-states.js';

/** The requests, and the two small tables that keep a second open one out. */
@Injectable()
export class AssignmentRequestsRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
    private readonly metrics: RequestMetrics,
    private readonly reader: AssignmentRequestsReader,
  ) {}

  /** Takes the one place there is for an open add or update of this target and package; waits for whoever is about to leave it. */
  async claim(requestId: string, targetId: string, accessPackageId: string): Promise<void> {
    const { tenantId } = this.database;
    await this.take(
      { targetId, accessPackageId },
      sql`
      INSERT INTO open_request (tenant_id, target_id, access_package_id, request_id)
      VALUES (${tenantId}::uuid, ${targetId}::uuid, ${accessPackageId}::uuid, ${requestId}::uuid)`,
    );
  }

  /** Takes the one place there is for an open removal of this assignment. */
  async claimRemoval(requestId: string, assignmentId: string): Promise<void> {
    const { tenantId } = this.database;
    await this.take(
      { assignmentId },
      sql`
      INSERT INTO open_removal (tenant_id, assignment_id, request_id)
      VALUES (${tenantId}::uuid, ${assignmentId}::uuid, ${requestId}::uuid)`,
    );
  }

  /** Takes the place of a request that had left it. */
  reclaim({ id, effect, targetId, accessPackageId, assignmentId }: AssignmentRequest): Promise<void> {
    return effect === 'remove' ? this.claimRemoval(id, assignmentId ?? '') : this.claim(id, targetId, accessPackageId);
  }

  /**
   * Takes a place; a rehearsal only looks whether it is free, where the real thing would find out.
   *
   * A place that is taken fails no statement (`ON CONFLICT DO NOTHING`): the transaction can still be asked what to tell.
   */
  private async take(place: OpenPlace, insert: Sql): Promise<void> {
    const isTaken = this.database.unitOfWork?.isRehearsal
      ? (await this.reader.openAt(this.database.tenantId, place)) !== undefined
      : (await this.database.execute(sql`${insert} ON CONFLICT DO NOTHING`)) === 0;
    if (isTaken)
      throw new PlaceTaken(place, conflictOn('assignmentId' in place ? 'open_removal' : 'open_request').message);
  }

  private async leavePlace({ id: requestId, effect }: AssignmentRequest): Promise<void> {
    const { tenantId } = this.database;
    const table = effect === 'remove' ? sql`open_removal` : sql`open_request`;
    await this.database
      .execute`DELETE FROM ${table} WHERE tenant_id = ${tenantId}::uuid AND request_id = ${requestId}::uuid`;
  }

  /** The row, its event and the event's deliveries are flushed together. */
  async add(decision: Decision<AssignmentRequest>): Promise<AssignmentRequest> {
    const { questions, ...row } = this.announcements.announce(decision).row;
    this.metrics.cameInto(row);
    const kept = { ...row, ...partsOf(row) };
    await this.database.writeOne(insertion('assignmentRequest', kept));
    return questions ? { ...kept, questions } : kept;
  }

  async exists(id: string): Promise<boolean> {
    const { tenantId } = this.database;
    const rows = await this.database.query<unknown[]>`
      SELECT FROM assignment_request WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid`;
    return rows.length > 0;
  }

  /**
   * Loads the row and holds it until the transaction ends (row lock); its target first, as everywhere.
   *
   * Where only those may know of it who made it or whom it concerns, `seenBy` is somebody: for others nothing is held, as there is nothing.
   */
  async getForUpdate(id: string, seenBy?: string): Promise<AssignmentRequest> {
    const { tenantId } = this.database;
    const among = seenBy === undefined ? sql`TRUE` : tiedTo(seenBy);
    await this.database.execute`
      SELECT 1 FROM subject s JOIN assignment_request r ON r.tenant_id = s.tenant_id AND r.target_id = s.object_id
      WHERE r.tenant_id = ${tenantId}::uuid AND r.id = ${id}::uuid AND ${among} FOR UPDATE OF s`;
    const row = await this.database.held<AssignmentRequest>('assignmentRequest', id, among);
    if (!row) throw new DomainError('ResourceNotFound', `There is no assignment request with the id ${id}.`);
    return row;
  }

  /** A request that ends gives its place free in the same transaction. */
  async update(decision: Decision<AssignmentRequest>): Promise<AssignmentRequest> {
    const { row } = this.announcements.announce(decision);
    this.metrics.cameInto(row);
    if (!isOpen(row.state)) await this.leavePlace(row);
    const { state, effect, failure, assignmentId, completedAt } = row;
    await this.database.writeOne`
      UPDATE assignment_request SET state = ${state}, effect = ${effect}, failure = ${failure}, assignment_id = ${assignmentId}::uuid, completed_at = ${completedAt}
      WHERE tenant_id = ${this.database.tenantId}::uuid AND id = ${row.id}::uuid`;
    return row;
  }

  /**
   * Removes requests that ended before an instant (competing consumers), oldest first, across tenants; answers how many it looked at.
   *
   * What gave or changed access that is in place is marked instead, under that access's row lock, and is passed over until it ends.
   */
  async forget(endedBefore: Date, limit: number): Promise<number> {
    const old = await this.database.query<{ tenantId: string; id: string; isKept: boolean }[]>`
      SELECT tenant_id AS "tenantId", id, effect <> 'remove' AND state = 'delivered' AND EXISTS (
        SELECT FROM live_assignment l WHERE l.tenant_id = r.tenant_id AND l.assignment_id = r.assignment_id FOR KEY SHARE) AS "isKept"
      FROM assignment_request r WHERE completed_at <= ${endedBefore} AND NOT is_kept
      ORDER BY completed_at LIMIT ${limit} FOR UPDATE OF r SKIP LOCKED`;
    for (const isKept of [true, false]) {
      const those = old.filter((one) => one.isKept === isKept);
      const [tenants, ids] = [those.map(({ tenantId }) => tenantId), those.map(({ id }) => id)];
      const named = sql`(tenant_id, id) IN (SELECT * FROM unnest(${tenants}::uuid[], ${ids}::uuid[]))`;
      if (those.length === 0) continue;
      await (isKept
        ? this.database.execute`UPDATE assignment_request SET is_kept = true WHERE ${named}`
        : this.database.execute`DELETE FROM assignment_request WHERE ${named}`);
    }
    return old.length;
  }

  /** The access of these requests has ended: they are kept no longer than others. */
  async release(assignmentId: string): Promise<void> {
    const { tenantId } = this.database;
    await this.database.execute`
      UPDATE assignment_request SET is_kept = false
      WHERE tenant_id = ${tenantId}::uuid AND assignment_id = ${assignmentId}::uuid AND is_kept`;
  }

  /** When the request ended that ended first of those that may be forgotten. */
  readonly earliestEnd = sql`(SELECT min(completed_at) FROM assignment_request WHERE completed_at IS NOT NULL AND NOT is_kept)`;

  async remove({ id }: AssignmentRequest): Promise<void> {
    const { client, tenantId } = this.database;
    await client.assignmentRequest.delete({ where: { tenantId_id: { tenantId, id } } });
  }
}

const tiedTo = (id: string): Sql =>
  sql`(target_id = ${id}::uuid OR requestor_id = ${id}::uuid OR created_by_id = ${id}::uuid)`;

/** The parts that are kept as JSON; none is left out. */
const partsOf = ({ answers, decision, schedule }: AssignmentRequest) => ({
  answers: answers ?? [],
  decision: decision ?? [],
  schedule: schedule ?? { startDateTime: null, expiration: null },
});
