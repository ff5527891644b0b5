import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../database/database.js';
import { asDomainError } from '../database/prisma-errors.js';
import { DomainError } from '../errors/domain-error.js';
import { Bell } from './bell.js';
import { Lanes } from './consumers/lanes.js';
import { Courier } from './courier.js';
import { Deliveries } from './deliveries.js';
import { DueWork } from './due-work.js';
import { EventLog } from './event-log.js';

const pollMillis = 500;

/** Works as long as the server runs: brings events to the sagas, does the work whose time has come, and looks for what is due to consumers. */
@Injectable()
export class Worker implements OnModuleDestroy {
  private readonly logger = new Logger('Worker');
  private running: Promise<void> | undefined;
  private readonly stopped = Promise.withResolvers<void>();
  private stopping = false;
  private readonly bell = new Bell();

  constructor(
    private readonly database: Database,
    private readonly deliveries: Deliveries,
    private readonly courier: Courier,
    private readonly dueWork: DueWork,
    private readonly lanes: Lanes,
    log: EventLog,
  ) {
    log.onDelivery(() => this.bell.ring());
    log.onConsumption(() => lanes.wake());
  }

  /** Starts the loop; call it once the application is initialised, when every handler is known. */
  async start(): Promise<void> {
    if (this.running) return;
    // Whoever calls the server from here on is heard by its consumers; a database that is away holds up no start.
    if (await this.database.isReady()) await this.lanes.register().catch((error: unknown) => this.afterTrouble(error));
    this.running ??= this.loop();
  }

  /** Ends after the batch in hand, and the calls of consumers that end soon. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.stopped.resolve();
    this.bell.ring();
    await Promise.all([this.running, this.lanes.stop()]);
  }

  /** Works until nothing is due, also not in another worker's hands. */
  async drain(): Promise<void> {
    for (;;) {
      if ((await this.round()) > 0) continue;
      if ((await this.deliveries.dueCount()) === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  private async loop(): Promise<void> {
    await Promise.race([this.database.whenReady(), this.stopped.promise]);
    // The first round is a whole one: the courier learns from it since when it is there.
    this.bell.ring();
    this.lanes.start();
    while (!this.stopping) {
      const done = await this.turn(this.bell.heard()).catch((error: unknown) => this.afterTrouble(error));
      if (done === 0 && !this.stopping) await this.bell.rest(pollMillis);
    }
  }

  private afterTrouble(error: unknown): number {
    const known = asDomainError(error);
    if (known instanceof DomainError) this.logger.warn(`Work waits: ${known.message}`);
    else this.logger.error(error);
    return 0;
  }

  /** A round, if somebody called for one or something is due. */
  private async turn(called: boolean): Promise<number> {
    await this.lanes.register();
    if (called) return this.round();
    const { due, consumed } = await this.dueWork.look(this.lanes.isDue);
    if (consumed) this.lanes.wake();
    return due ? this.round() : 0;
  }

  /** Answers how much was done. */
  private async round(): Promise<number> {
    this.lanes.wakeInTime();
    const delivered = await this.courier.round();
    return delivered + ((await this.dueWork.isDue()) ? await this.dueWork.doAll() : 0);
  }
}
