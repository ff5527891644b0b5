import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { Deliveries } from '../eventing/deliveries.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';

/** Figures for whoever runs the server, at /metrics. */
@Global()
@Module({ controllers: [MetricsController], providers: [Metrics], exports: [Metrics] })
export class MetricsModule implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly deliveries: Deliveries,
  ) {}

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
