import { Injectable } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';

/** Counts what becomes of deliveries, once it is committed. */
@Injectable()
export class DeliveryMetrics {
  private readonly repeated;

  constructor(metrics: Metrics) {
    this.repeated = metrics.counter(
      'deduplicated_deliveries_total',
      'Event deliveries whose commands found everything done already, by event.',
      ['event'] as const,
    );
  }

  deduplicated(event: string): void {
    this.repeated.inc({ event });
  }
}
