import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { Clock } from './clock.js';

const everyMillis = { production: 30_000, development: 1_000 };

/** Keeps the clock on the database's time; in development mode, and only there, also on the offset that any process may have turned. */
@Injectable()
export class ClockKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Clock');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    void this.database.whenReady().then(() => this.start());
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Reads the database's time and offset now. */
  async measure(): Promise<void> {
    const before = performance.now();
    const [row] = await this.database.outside(
      () => this.database.query<{ now: Date; offset: number }[]>`
        SELECT clock_timestamp() AS now, COALESCE((SELECT offset_millis FROM virtual_clock WHERE id = 1), 0)::float8 AS "offset"`,
    );
    const offset = this.config.authMode === 'development' ? row?.offset : 0;
    if (row) this.clock.set(row.now, (before + performance.now()) / 2, offset ?? 0);
  }

  /** Turns domain time forward to an instant, for every process on the database; never back. */
  async turnTo(instant: Date): Promise<void> {
    const offset = Math.ceil(this.clock.offset + instant.getTime() - this.clock.now().getTime());
    await this.database.execute`
      INSERT INTO virtual_clock (id, offset_millis) VALUES (1, ${offset})
      ON CONFLICT (id) DO UPDATE SET offset_millis = GREATEST(virtual_clock.offset_millis, excluded.offset_millis)`;
    await this.measure();
  }

  private start(): void {
    this.timer = setInterval(
      () => void this.keep(),
      everyMillis[this.config.authMode === 'development' ? 'development' : 'production'],
    );
    this.timer.unref();
    void this.keep();
  }

  private async keep(): Promise<void> {
    await this.measure().catch((error: unknown) =>
      this.logger.warn(`The database's time could not be read: ${String(error)}`),
    );
  }
}
