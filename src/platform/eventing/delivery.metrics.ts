import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import { Deliveries } from './deliveries.js';

/** Figures about what waits for sagas and what was given up, and how often a delivery was a repeated one, once that is committed. */
@Injectable()
export class DeliveryMetrics implements OnModuleInit {
  private readonly repeated;

  constructor(
    private readonly metrics: Metrics,
    private readonly deliveries: Deliveries,
  ) {
    this.repeated = metrics.counter(
      'deduplicated_deliveries_total',
      'Event deliveries whose commands found everything done already, by event.',
      ['event'] as const,
    );
  }

  deduplicated(event: string): void {
    this.repeated.inc({ event });
  }

  onModuleInit(): void {
    this.metrics.gauge(
      'oldest_due_delivery_seconds',
      'Age of the oldest event delivery that is due; 0 when none is.',
      () => this.deliveries.oldestAgeSeconds(),
    );
    this.metrics.gauge('dead_letters', 'Event deliveries that were given up and wait for somebody.', () =>
      this.deliveries.deadLetterCount(),
    );
  }
}
