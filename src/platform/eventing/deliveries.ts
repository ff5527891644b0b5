import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { sql } from '../database/sql.js';
import type { StoredEvent } from './event-log.js';

/** An event on its way to one consumer. */
export interface Delivery extends StoredEvent {
  readonly consumer: string;
  readonly attempts: number;
}

export const mostAttempts = 5;

/** The rows that say which events wait for whom. */
@Injectable()
export class Deliveries {
  constructor(private readonly database: Database) {}

  /** The database's time. */
  async now(): Promise<Date> {
    const [row] = await this.database.query<[{ now: Date }]>`SELECT clock_timestamp() AS now`;
    return row.now;
  }

  /**
   * Claims the oldest due deliveries until the transaction ends (competing consumers); what another worker holds is passed over.
   *
   * Doubtful are those that were tried before or wait since an instant before: what ended a process is among them.
   */
  claim(which: 'fresh' | 'doubtful', since: Date, limit: number): Promise<Delivery[]> {
    // Postgres takes what COALESCE says for half of the rows. Of two bounds for due_at it expects next to none, and sorts the whole backlog.
    const isDoubtful = sql`COALESCE(d.attempts > 0 OR d.due_at <= ${since}, true)`;
    return this.database.query<Delivery[]>`
      SELECT d.consumer, d.attempts, e.id, e.tenant_id AS "tenantId", e.name, e.actor, e.payload
      FROM event_delivery d JOIN domain_event e ON e.id = d.event_id
      WHERE d.due_at <= statement_timestamp() AND ${which === 'doubtful' ? isDoubtful : sql`NOT ${isDoubtful}`}
      ORDER BY d.due_at, d.position LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED`;
  }

  /** Claims those of the deliveries that still wait as they were and that nobody else has. */
  async hold(deliveries: readonly Delivery[]): Promise<Delivery[]> {
    const { ids, consumers } = columnsOf(deliveries);
    const attempts = deliveries.map(({ attempts: made }) => made);
    const rows = await this.database.query<{ id: string; consumer: string }[]>`
      SELECT d.event_id AS id, d.consumer
      FROM event_delivery d JOIN unnest(${ids}::uuid[], ${consumers}::text[], ${attempts}::int[]) AS one (id, consumer, attempts)
        ON d.event_id = one.id AND d.consumer = one.consumer AND d.attempts = one.attempts
      FOR UPDATE OF d SKIP LOCKED`;
    return among(deliveries, rows);
  }

  /**
   * Counts a try before it is made, so that a poison that ends the process is counted too.
   *
   * Answers those that are to be tried, with the new count; what another worker has, or was first to count, is left out.
   */
  async countTries(deliveries: readonly Delivery[]): Promise<Delivery[]> {
    const { ids, consumers } = columnsOf(deliveries);
    const attempts = deliveries.map(({ attempts: made }) => made);
    const rows = await this.database.query<{ id: string; consumer: string }[]>`
      WITH held AS (
        SELECT d.event_id, d.consumer
        FROM event_delivery d JOIN unnest(${ids}::uuid[], ${consumers}::text[], ${attempts}::int[]) AS one (id, consumer, attempts)
          ON d.event_id = one.id AND d.consumer = one.consumer AND d.attempts = one.attempts
        FOR UPDATE OF d SKIP LOCKED
      )
      UPDATE event_delivery d SET attempts = d.attempts + 1,
        due_at = clock_timestamp() + make_interval(secs => 2 ^ d.attempts * (0.75 + random() / 2))
      FROM held WHERE d.event_id = held.event_id AND d.consumer = held.consumer
      RETURNING d.event_id AS id, d.consumer`;
    return among(deliveries, rows).map((delivery) => ({ ...delivery, attempts: delivery.attempts + 1 }));
  }

  async acknowledge(deliveries: readonly Pick<Delivery, 'id' | 'consumer'>[]): Promise<void> {
    const { ids, consumers } = columnsOf(deliveries);
    await this.database.execute`
      DELETE FROM event_delivery d USING unnest(${ids}::uuid[], ${consumers}::text[]) AS one (id, consumer)
      WHERE d.event_id = one.id AND d.consumer = one.consumer`;
  }

  /** One delivery for all sagas becomes one for each, so that from now on each fails alone. */
  async split({ id, consumer }: Delivery, sagas: readonly string[]): Promise<void> {
    await this.database.execute`
      INSERT INTO event_delivery (event_id, consumer, position, attempts, due_at)
      SELECT event_id, saga, position, attempts, due_at FROM event_delivery, unnest(${[...sagas]}::text[]) AS saga
      WHERE event_id = ${id}::uuid AND consumer = ${consumer}`;
    await this.acknowledge([{ id, consumer }]);
  }

  /** Leaves a delivery for a server that knows what to do with it: a newer one, while versions change. */
  async park({ id, consumer }: Delivery): Promise<void> {
    await this.database.execute`
      UPDATE event_delivery SET attempts = GREATEST(attempts, 1), due_at = clock_timestamp() + interval '1 minute'
      WHERE event_id = ${id}::uuid AND consumer = ${consumer}`;
  }

  /** Takes a counted try back that was never made. */
  async uncountTry({ id, consumer, attempts }: Delivery): Promise<void> {
    await this.database.execute`
      UPDATE event_delivery SET attempts = GREATEST(${attempts}, 1) WHERE event_id = ${id}::uuid AND consumer = ${consumer}`;
  }

  /** Gives a delivery up; one that was given up before, and sent again by hand, is told anew. */
  async bury({ id, consumer, attempts }: Delivery, reason: string): Promise<void> {
    await this.acknowledge([{ id, consumer }]);
    const told = { attempts, reason };
    await this.database.client.eventDeadLetter.upsert({
      where: { eventId_consumer: { eventId: id, consumer } },
      create: { eventId: id, consumer, ...told },
      update: told,
    });
  }

  /** Seconds since the oldest due delivery became due; 0 when none is. */
  async oldestAgeSeconds(): Promise<number> {
    const [row] = await this.database.query<{ age: number | null }[]>`
      SELECT EXTRACT(EPOCH FROM clock_timestamp() - min(due_at))::float8 AS age FROM event_delivery WHERE due_at <= statement_timestamp()`;
    return Math.max(0, row?.age ?? 0);
  }

  /** How many deliveries are due, in anybody's hands or in none. */
  async dueCount(): Promise<number> {
    const [row] = await this.database.query<{ due: number }[]>`
      SELECT count(*)::int AS due FROM event_delivery WHERE due_at <= statement_timestamp()`;
    return row?.due ?? 0;
  }

  async deadLetterCount(): Promise<number> {
    const [row] = await this.database.query<{ dead: number }[]>`SELECT count(*)::int AS dead FROM event_dead_letter`;
    return row?.dead ?? 0;
  }
}

const columnsOf = (deliveries: readonly Pick<Delivery, 'id' | 'consumer'>[]) => ({
  ids: deliveries.map(({ id }) => id),
  consumers: deliveries.map(({ consumer }) => consumer),
});

/** The deliveries, in their order, that the rows name. */
function among(deliveries: readonly Delivery[], rows: readonly { id: string; consumer: string }[]): Delivery[] {
  const named = new Set(rows.map(({ id, consumer }) => `${id} ${consumer}`));
  return deliveries.filter(({ id, consumer }) => named.has(`${id} ${consumer}`));
}
