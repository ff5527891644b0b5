import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../database/database.js';
import { asDomainError } from '../database/prisma-errors.js';
import { DomainError } from '../errors/domain-error.js';
import { Courier } from './courier.js';
import { Deliveries } from './deliveries.js';
import { DueWork } from './due-work.js';
import { EventLog } from './event-log.js';

const pollMillis = 500;

/** Works as long as the server runs: brings events to the sagas, and does the work whose time has come. */
@Injectable()
export class Worker implements OnModuleDestroy {
  private readonly logger = new Logger('Worker');
  private running: Promise<void> | undefined;
  private readonly stopped = Promise.withResolvers<void>();
  private stopping = false;
  private rung = false;
  private ring: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly deliveries: Deliveries,
    private readonly courier: Courier,
    private readonly dueWork: DueWork,
    log: EventLog,
  ) {
    log.onDelivery(() => this.wake());
  }

  /** Starts the loop; call it once the application is initialised, when every handler is known. */
  start(): void {
    this.running ??= this.loop();
  }

  /** Ends after the batch in hand. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.stopped.resolve();
    this.wake();
    await this.running;
  }

  /** Works until nothing is due, also not in another worker's hands. */
  async drain(): Promise<void> {
    for (;;) {
      if ((await this.round()) > 0) continue;
      if ((await this.deliveries.dueCount()) === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  private wake(): void {
    this.rung = true;
    this.ring();
  }

  private async loop(): Promise<void> {
    await Promise.race([this.database.whenReady(), this.stopped.promise]);
    // The first round is a whole one: the courier learns from it since when it is there.
    this.rung = true;
    while (!this.stopping) {
      const called = this.rung;
      this.rung = false;
      const done = await this.turn(called).catch((error: unknown) => this.afterTrouble(error));
      if (done === 0 && !this.rung && !this.stopping) await this.pause();
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMillis);
      this.ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private afterTrouble(error: unknown): number {
    const known = asDomainError(error);
    if (known instanceof DomainError) this.logger.warn(`Work waits: ${known.message}`);
    else this.logger.error(error);
    return 0;
  }

  /** A round, if somebody called for one or something is due. */
  private async turn(called: boolean): Promise<number> {
    return called || (await this.dueWork.isAnything()) ? this.round() : 0;
  }

  /** Answers how much was done. */
  private async round(): Promise<number> {
    const delivered = await this.courier.round();
    return delivered + ((await this.dueWork.isDue()) ? await this.dueWork.doAll() : 0);
  }
}
