import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../database/database.js';
import { IdempotencyRecords } from './idempotency-records.js';

const everyMillis = 10 * 60_000;

/** Forgets idempotency records whose 24 hours are over. */
@Injectable()
export class IdempotencyPruning implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Idempotency');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly records: IdempotencyRecords,
    private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.prune(), everyMillis);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async prune(): Promise<void> {
    try {
      while ((await this.database.outside(() => this.records.prune())) > 0);
    } catch (error) {
      this.logger.warn(`Old records stay for now: ${String(error)}`);
    }
  }
}
