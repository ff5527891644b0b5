import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Subscriptions } from './subscriptions.js';

/** What there is to say about a consumer that events are kept for. */
export interface ConsumerRecord {
  readonly consumer: string;
  readonly eventNames: readonly string[];
  readonly seenAt: Date;
  readonly waiting: number;
  readonly dead: number;
  /** Why the last try failed, of what waits longest after one, or was put aside last. */
  readonly lastError: string | null;
}

/** What an operator sees and does about consumers, whichever processes have them. */
@Injectable()
export class ConsumerRecords {
  constructor(
    private readonly database: Database,
    private readonly subscriptions: Subscriptions,
  ) {}

  list(): Promise<ConsumerRecord[]> {
    return this.database.query`
      SELECT s.consumer, array_agg(s.event_name ORDER BY s.event_name) AS "eventNames", max(s.seen_at) AS "seenAt",
        (SELECT count(*)::int FROM consumer_delivery d WHERE d.consumer = s.consumer) AS waiting,
        (SELECT count(*)::int FROM consumer_dead_letter d WHERE d.consumer = s.consumer) AS dead,
        COALESCE(
          (SELECT d.last_error FROM consumer_delivery d WHERE d.consumer = s.consumer AND d.last_error IS NOT NULL ORDER BY d.position LIMIT 1),
          (SELECT d.reason FROM consumer_dead_letter d WHERE d.consumer = s.consumer ORDER BY d.died_at DESC LIMIT 1)) AS "lastError"
      FROM event_subscription s GROUP BY s.consumer ORDER BY s.consumer`;
  }

  /** Sends again what a consumer has given up, under the same ids, with a new round of tries; answers how much. */
  sendAgain(consumer: string): Promise<number> {
    return this.database.execute`
      WITH back AS (DELETE FROM consumer_dead_letter WHERE consumer = ${consumer} RETURNING *)
      INSERT INTO consumer_delivery (consumer, position, event_name, attempts, made_at, last_error)
      SELECT consumer, position, event_name, attempts, made_at, reason FROM back`;
  }

  /** Keeps nothing any more of what the consumer heard and no process hears now, and drops what waited; answers how much. */
  forget(consumer: string): Promise<number> {
    return this.subscriptions.whileNobodyPublishes(async () => {
      const gone = await this.database.query<{ name: string }[]>`
        DELETE FROM event_subscription WHERE consumer = ${consumer} AND seen_at < clock_timestamp() - interval '30 minutes'
        RETURNING event_name AS name`;
      if (gone.length === 0) throw new Error(notAway(consumer));
      const names = gone.map(({ name }) => name);
      const waiting = await this.database.execute`
        DELETE FROM consumer_delivery WHERE consumer = ${consumer} AND event_name = ANY (${names}::text[])`;
      const dead = await this.database.execute`
        DELETE FROM consumer_dead_letter WHERE consumer = ${consumer} AND event_name = ANY (${names}::text[])`;
      return waiting + dead;
    });
  }
}

const notAway = (consumer: string): string =>
  `Nothing is kept for '${consumer}' that no process has heard for 30 minutes: look at the list, and stop every process that has it first.`;
