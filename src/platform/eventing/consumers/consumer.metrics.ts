import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Metrics } from '../../metrics/metrics.js';

/** Counted up to here, so that a long queue makes no dear reading. */
const most = 10_000;

type Reading = { readonly label: string; readonly value: number };

/** Figures about what waits for consumers, what was given up, and who is away. */
@Injectable()
export class ConsumerMetrics implements OnModuleInit {
  private readonly lost;

  constructor(
    private readonly metrics: Metrics,
    private readonly database: Database,
  ) {
    this.lost = metrics.counter(
      'consumer_lost_leases_total',
      'Calls of consumers that ended after their lease, by consumer.',
      ['consumer'] as const,
    );
  }

  lostLease(consumer: string): void {
    this.lost.inc({ consumer });
  }

  onModuleInit(): void {
    const labels = ['consumer'] as const;
    this.metrics.gaugeBy('consumer_waiting', 'Events that wait for a consumer, up to 10,000.', labels, () =>
      this.waiting(),
    );
    this.metrics.gaugeBy('consumer_oldest_seconds', 'Age of the oldest event that waits for a consumer.', labels, () =>
      this.oldest(),
    );
    this.metrics.gaugeBy('consumer_dead_letters', 'Events that a consumer has given up.', labels, () => this.dead());
    this.metrics.gauge('consumers_away', 'Consumers that no process has had for 30 minutes.', () => this.away());
  }

  private waiting(): Promise<Reading[]> {
    return this.database.query`
      SELECT s.consumer AS label, (SELECT count(*)::int FROM (
        SELECT FROM consumer_delivery d WHERE d.consumer = s.consumer LIMIT ${most}) AS waiting) AS value
      FROM (SELECT DISTINCT consumer FROM event_subscription) AS s`;
  }

  private oldest(): Promise<Reading[]> {
    return this.database.query`
      SELECT s.consumer AS label, COALESCE((
        SELECT EXTRACT(EPOCH FROM clock_timestamp() - d.made_at)::float8 FROM consumer_delivery d
        WHERE d.consumer = s.consumer ORDER BY d.position LIMIT 1), 0) AS value
      FROM (SELECT DISTINCT consumer FROM event_subscription) AS s`;
  }

  private dead(): Promise<Reading[]> {
    return this.database.query`
      SELECT s.consumer AS label, count(dead.consumer)::int AS value
      FROM (SELECT DISTINCT consumer FROM event_subscription) AS s
        LEFT JOIN (SELECT consumer FROM consumer_dead_letter LIMIT ${most}) AS dead USING (consumer) GROUP BY 1`;
  }

  private async away(): Promise<number> {
    const [row] = await this.database.query<{ away: number }[]>`
      SELECT count(DISTINCT consumer)::int AS away FROM event_subscription
      WHERE seen_at < clock_timestamp() - interval '30 minutes'`;
    return row?.away ?? 0;
  }
}
