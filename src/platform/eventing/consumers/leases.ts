import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { sql, type Sql } from '../../database/sql.js';
import type { StoredEvent } from '../event-log.js';
import type { KnownConsumer } from './consumers.js';

/** An event in the hands of a consumer until its lease ends; `attempts` is the fencing token. */
export interface Lease extends StoredEvent {
  readonly consumer: string;
  readonly position: bigint;
  readonly attempts: number;
}

/** A consumer, and how many deliveries its lane has room for. */
export interface Room {
  readonly consumer: KnownConsumer;
  readonly free: number;
}

/** How much longer than its time limit a try holds its delivery: what settling it may take. */
const marginMillis = 10_000;
const longestWaitSeconds = 3_600;
const endless = 2_147_483_647;

/** Exponential back-off with jitter after so many tries: 1, 2, 4 s and so on up to an hour; each round of tries begins anew. */
const backOff = (attempts: Sql, tries: Sql): Sql =>
  sql`LEAST(${longestWaitSeconds}::float8, 2 ^ LEAST((${attempts} - 1) % ${tries}, 12)) * (0.75 + random() / 2)`;

/** Only the row that still carries this try: whose lease was lost touches nothing. */
const fence = ({ consumer, position, attempts }: Lease): Sql =>
  sql`consumer = ${consumer} AND position = ${String(position)}::bigint AND attempts = ${attempts}`;

const countable = (tries: number): number => Math.min(tries, endless);

/** The rows that say which events wait for which consumer, claimed as leases: no transaction is open while a consumer works. */
@Injectable()
export class Leases {
  constructor(private readonly database: Database) {}

  /**
   * Claims what is due (competing consumers), the longest due first, as much as each lane has room for (lateral join).
   *
   * The try is counted and its end set by this one statement, so that what ends the process is counted too, and waits longer each time.
   */
  async claim(rooms: readonly Room[]): Promise<Lease[]> {
    const { consumers, eventNames, lanes, free, seconds, tries } = columnsOf(rooms);
    return this.database.query<Lease[]>`
      WITH due AS MATERIALIZED (
        SELECT d.consumer, d.position, wanted.free, wanted.seconds, wanted.tries,
          row_number() OVER (PARTITION BY wanted.lane ORDER BY d.due_at, d.position) AS turn
        FROM unnest(${consumers}::text[], ${eventNames}::text[], ${lanes}::text[], ${free}::int[], ${seconds}::float8[], ${tries}::int[])
          AS wanted (consumer, event_name, lane, free, seconds, tries)
        CROSS JOIN LATERAL (
          SELECT consumer, position, due_at FROM consumer_delivery waiting
          WHERE waiting.consumer = wanted.consumer AND waiting.event_name = wanted.event_name AND waiting.due_at <= statement_timestamp()
          ORDER BY waiting.due_at, waiting.position LIMIT wanted.free FOR UPDATE SKIP LOCKED
        ) d
      )
      UPDATE consumer_delivery c SET attempts = c.attempts + 1,
        due_at = clock_timestamp() + make_interval(secs => GREATEST(due.seconds, ${backOff(sql`c.attempts + 1`, sql`due.tries`)}))
      FROM due, domain_event e
      WHERE due.turn <= due.free AND c.consumer = due.consumer AND c.position = due.position AND e.position = c.position
      RETURNING c.consumer, c.position, c.attempts, e.id, e.tenant_id AS "tenantId", e.name, e.actor, e.payload`;
  }

  /** Whether something is due for one of them, as a piece of a statement. */
  isDue(rooms: readonly Room[]): Sql {
    if (rooms.length === 0) return sql`FALSE`;
    const { consumers, eventNames } = columnsOf(rooms);
    return sql`EXISTS (
      SELECT FROM unnest(${consumers}::text[], ${eventNames}::text[]) AS wanted (consumer, event_name) WHERE EXISTS (
        SELECT FROM consumer_delivery waiting WHERE waiting.consumer = wanted.consumer AND waiting.event_name = wanted.event_name
          AND waiting.due_at <= statement_timestamp()))`;
  }

  /** It was done. As of all that follow: false when the lease was lost, and somebody else's try counts. */
  async settle(lease: Lease): Promise<boolean> {
    return (await this.database.execute`DELETE FROM consumer_delivery WHERE ${fence(lease)}`) > 0;
  }

  /** It failed, and is due again after its back-off. */
  async fail(lease: Lease, reason: string, tries: number): Promise<boolean> {
    const wait = backOff(sql`attempts`, sql`${countable(tries)}::int`);
    return (
      (await this.database.execute`
        UPDATE consumer_delivery SET due_at = clock_timestamp() + make_interval(secs => ${wait}), last_error = ${reason}
        WHERE ${fence(lease)}`) > 0
    );
  }

  /** It is given up, and waits among the dead letters for somebody to look at it. */
  async bury(lease: Lease, reason: string): Promise<boolean> {
    return (
      (await this.database.execute`
        WITH gone AS (DELETE FROM consumer_delivery WHERE ${fence(lease)} RETURNING *)
        INSERT INTO consumer_dead_letter (consumer, position, event_name, attempts, reason, made_at)
        SELECT consumer, position, event_name, attempts, ${reason}, made_at FROM gone`) > 0
    );
  }

  /** A try that this process does not bring to its end: whoever claims it next need not wait for the end of the lease. */
  async giveBack(leases: readonly Lease[]): Promise<void> {
    const [consumers, positions] = [
      leases.map(({ consumer }) => consumer),
      leases.map(({ position }) => String(position)),
    ];
    const attempts = leases.map(({ attempts: made }) => made);
    await this.database.execute`
      UPDATE consumer_delivery c SET due_at = clock_timestamp()
      FROM unnest(${consumers}::text[], ${positions}::bigint[], ${attempts}::int[]) AS held (consumer, position, attempts)
      WHERE c.consumer = held.consumer AND c.position = held.position AND c.attempts = held.attempts`;
  }

  /** How long a try of this consumer holds its delivery at most. */
  static heldMillis({ timeLimitMillis }: KnownConsumer): number {
    return timeLimitMillis + marginMillis;
  }
}

function columnsOf(rooms: readonly Room[]) {
  const rows = rooms.flatMap((room) => room.consumer.eventNames.map((eventName) => ({ ...room, eventName })));
  return {
    consumers: rows.map(({ consumer }) => consumer.name),
    eventNames: rows.map(({ eventName }) => eventName),
    lanes: rows.map(({ consumer }) => consumer.lane),
    free: rows.map(({ free }) => free),
    seconds: rows.map(({ consumer }) => Leases.heldMillis(consumer) / 1_000),
    tries: rows.map(({ consumer }) => countable(consumer.tries)),
  };
}
