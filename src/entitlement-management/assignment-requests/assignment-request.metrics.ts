import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { AssignmentRequest } from './assignment-request.js';

const secondsToDelivery = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3_600, 86_400, 604_800];

/** Counts what becomes of requests, once it is committed. */
@Injectable()
export class RequestMetrics {
  private readonly moves;
  private readonly delivery;

  constructor(
    metrics: Metrics,
    private readonly database: Database,
  ) {
    const labels = ['type', 'state'] as const;
    this.moves = metrics.counter(
      'assignment_requests_total',
      'Assignment requests that came into a state, by type.',
      labels,
    );
    this.delivery = metrics.histogram(
      'assignment_request_delivery_seconds',
      'Domain time from a request to its delivery, by type.',
      ['type'],
      secondsToDelivery,
    );
  }

  cameInto({ requestType: type, state, createdAt, completedAt }: AssignmentRequest): void {
    this.database.requireUnitOfWork().afterCommit(() => {
      this.moves.inc({ type, state });
      if (state === 'delivered' && completedAt) {
        this.delivery.observe({ type }, (completedAt.getTime() - createdAt.getTime()) / 1_000);
      }
    });
  }
}
