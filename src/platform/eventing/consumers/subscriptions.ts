import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Transactions } from '../../database/transactions.js';
import { Consumers, type KnownConsumer } from './consumers.js';

const ourselves = { tenantId: '00000000-0000-0000-0000-000000000000', actor: 'eventing' };
/** How much of the log one step of a replay reads. */
const stretch = 1_000;
/** While more than this wait, a replay waits too. */
const mostWaiting = 1_000;

/** The table of who hears what, by which every process's statements tell whom to tell. */
@Injectable()
export class Subscriptions {
  private readonly logger = new Logger('Consumers');

  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly consumers: Consumers,
  ) {}

  /** Says that the consumers of this process are there: from now on they hear what is published. */
  async register(): Promise<void> {
    const known = this.consumers.all;
    if (known.length === 0) return;
    await this.renew();
    await this.add(known.filter(({ from }) => from === 'now'));
    await this.addFromTheBeginning(known.filter(({ from }) => from === 'beginning'));
    await this.tellOfThoseAway();
  }

  private async renew(): Promise<void> {
    const { names, eventNames } = pairsOf(this.consumers.all);
    await this.database.execute`
      UPDATE event_subscription s SET seen_at = clock_timestamp()
      FROM unnest(${names}::text[], ${eventNames}::text[]) AS here (consumer, event_name)
      WHERE s.consumer = here.consumer AND s.event_name = here.event_name`;
  }

  private async add(consumers: readonly KnownConsumer[]): Promise<void> {
    const { names, eventNames } = pairsOf(consumers);
    if (names.length === 0) return;
    await this.database.execute`
      INSERT INTO event_subscription (consumer, event_name) SELECT * FROM unnest(${names}::text[], ${eventNames}::text[])
      ON CONFLICT DO NOTHING`;
  }

  /** What is in the log is replayed, and all that comes later is heard: nobody publishes in between, so nothing is both. */
  private async addFromTheBeginning(consumers: readonly KnownConsumer[]): Promise<void> {
    const { names, eventNames } = pairsOf(consumers);
    const [row] = await this.database.query<{ missing: boolean }[]>`
      SELECT EXISTS (SELECT FROM unnest(${names}::text[], ${eventNames}::text[]) AS here (consumer, event_name)
        WHERE NOT EXISTS (SELECT FROM event_subscription s WHERE s.consumer = here.consumer AND s.event_name = here.event_name)) AS missing`;
    if (!row?.missing) return;
    await this.whileNobodyPublishes(async () => {
      await this.database.execute`
        INSERT INTO event_subscription (consumer, event_name, replayed_to, replay_until)
        SELECT consumer, event_name, 0, (SELECT COALESCE(max(position), 0) FROM domain_event)
        FROM unnest(${names}::text[], ${eventNames}::text[]) AS here (consumer, event_name)
        ON CONFLICT DO NOTHING`;
    });
  }

  /** Table lock: waits for whoever has published and not committed, 2 s at most, and holds up whoever wants to. */
  whileNobodyPublishes<T>(work: () => Promise<T>): Promise<T> {
    return this.transactions.run(ourselves, async () => {
      await this.database.query`SELECT set_config('lock_timeout', '2s', true)`;
      await this.database.execute`LOCK TABLE domain_event IN SHARE ROW EXCLUSIVE MODE`;
      return work();
    });
  }

  /** Whether a consumer of this process still has to be told what was before it. */
  async areReplaying(): Promise<boolean> {
    const { names, eventNames } = pairsOf(this.consumers.all);
    const [row] = await this.database.query<{ replaying: boolean }[]>`
      SELECT EXISTS (SELECT FROM event_subscription s JOIN unnest(${names}::text[], ${eventNames}::text[]) AS here (consumer, event_name)
        USING (consumer, event_name) WHERE s.replay_until IS NOT NULL) AS replaying`;
    return row?.replaying ?? false;
  }

  /**
   * Tells the consumers that begin at the beginning of the next stretch of the log; who has enough waiting is told later.
   *
   * Rows and progress are one commit, under the subscription's row lock (competing consumers): a kill, or another process, repeats and skips nothing.
   */
  async replay(): Promise<void> {
    await this.database.execute`
      WITH next AS MATERIALIZED (
        SELECT s.consumer, s.event_name, s.replayed_to AS after, LEAST(s.replayed_to + ${stretch}::int, s.replay_until) AS until, s.replay_until AS "end"
        FROM event_subscription s WHERE s.replay_until IS NOT NULL
          AND (SELECT count(*) FROM (SELECT FROM consumer_delivery d WHERE d.consumer = s.consumer LIMIT ${mostWaiting}) AS waiting) < ${mostWaiting}
        FOR UPDATE SKIP LOCKED
      ), told AS (
        INSERT INTO consumer_delivery (consumer, position, event_name)
        SELECT next.consumer, e.position, e.name
        FROM next JOIN domain_event e ON e.position > next.after AND e.position <= next.until AND e.name = next.event_name
        ON CONFLICT DO NOTHING
      )
      UPDATE event_subscription s SET
        replayed_to = CASE WHEN next.until < next."end" THEN next.until END, replay_until = CASE WHEN next.until < next."end" THEN next."end" END
      FROM next WHERE s.consumer = next.consumer AND s.event_name = next.event_name`;
  }

  private async tellOfThoseAway(): Promise<void> {
    const away = await this.database.query<{ consumer: string }[]>`
      SELECT DISTINCT consumer FROM event_subscription WHERE seen_at < clock_timestamp() - interval '30 minutes'`;
    for (const { consumer } of away) {
      this.logger.warn(
        `No process has the consumer '${consumer}' any more: what it heard waits until one has, or it is forgotten.`,
      );
    }
  }
}

function pairsOf(consumers: readonly KnownConsumer[]) {
  const pairs = consumers.flatMap(({ name, eventNames }) => eventNames.map((eventName) => ({ name, eventName })));
  return { names: pairs.map(({ name }) => name), eventNames: pairs.map(({ eventName }) => eventName) };
}
