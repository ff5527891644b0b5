import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../database/database.js';
import { asDomainError } from '../database/prisma-errors.js';
import { Transactions } from '../database/transactions.js';
import { DomainError } from '../errors/domain-error.js';
import { type Delivery, Deliveries, mostAttempts } from './deliveries.js';
import { DueWork } from './due-work.js';
import { EventLog } from './event-log.js';
import { Reactions } from './reactions.js';
import { lockOf } from './stored-as.js';

const batch = 10;
const pollMillis = 500;
const ourselves = { tenantId: '00000000-0000-0000-0000-000000000000', actor: 'eventing' };

/**
 * Brings events to the sagas: claim, effect and acknowledgement are one commit.
 *
 * A worker that is killed holds nothing: its claims end with its connection.
 */
@Injectable()
export class Worker implements OnModuleDestroy {
  private readonly logger = new Logger('Worker');
  private running: Promise<void> | undefined;
  private readonly stopped = Promise.withResolvers<void>();
  /** The database's time at the first round: what waits since before may be what ended the process that was here then. */
  private since: Date | undefined;
  private stopping = false;
  private rung = false;
  private ring: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly deliveries: Deliveries,
    private readonly reactions: Reactions,
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
    while (!this.stopping) {
      this.rung = false;
      const done = await this.round().catch((error: unknown) => this.afterTrouble(error));
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

  /** A batch of fresh deliveries, one of doubtful ones, and the work whose time has come; answers how much was done. */
  private async round(): Promise<number> {
    const since = (this.since ??= await this.deliveries.now());
    return (await this.fresh(since)) + (await this.doubtful(since)) + (await this.dueWork.doAll());
  }

  private fresh(since: Date): Promise<number> {
    return this.together(() => this.deliveries.claim('fresh', since, batch));
  }

  /** Every try of what is doubtful is counted first; what was tried before is run alone. */
  private async doubtful(since: Date): Promise<number> {
    const due = await this.deliveries.claim('doubtful', since, batch);
    if (due.length === 0) return 0;
    const untried = await this.deliveries.countTries(due.filter(({ attempts }) => attempts === 0));
    await this.together(() => this.deliveries.hold(untried));
    for (const delivery of due.filter(({ attempts }) => attempts > 0)) await this.alone(delivery);
    return due.length;
  }

  /** What is claimed, its effects and its acknowledgement are one commit; when that fails, each is run alone. */
  private async together(claim: () => Promise<Delivery[]>): Promise<number> {
    let claimed: Delivery[] = [];
    try {
      await this.transactions.run(ourselves, async () => {
        claimed = inLockOrder(await claim());
        for (const delivery of claimed) await this.reactions.cascade(delivery);
        if (claimed.length > 0) await this.deliveries.acknowledge(claimed);
      });
    } catch (error) {
      if (claimed.length === 0) throw error;
      for (const delivery of claimed) await this.alone(delivery);
    }
    return claimed.length;
  }

  private async alone(waiting: Delivery): Promise<void> {
    const [delivery] = await this.deliveries.countTries([waiting]);
    if (!delivery) return;
    // A try that failed would have split it: the last one never came to its end.
    if (waiting.attempts > 0 && (await this.transactions.run(ourselves, () => this.reactions.split(delivery)))) return;
    if (waiting.attempts >= mostAttempts) return this.settleFailure(waiting, new Error('no try came to its end'));
    try {
      await this.transactions.run(ourselves, async () => {
        if ((await this.deliveries.hold([delivery])).length === 0) return;
        await this.reactions.react(delivery, delivery.consumer);
        await this.deliveries.acknowledge([delivery]);
      });
    } catch (error) {
      if (error instanceof DomainError && error.code === 'ServiceUnavailable') throw error;
      await this.settleFailure(delivery, error);
    }
  }

  private async settleFailure(delivery: Delivery, error: unknown): Promise<void> {
    this.logger.warn(`'${delivery.name}' ${delivery.id} failed at try ${delivery.attempts}: ${String(error)}`);
    await this.transactions.run(ourselves, () => this.reactions.afterFailure(delivery, error));
  }
}

/** Two batches that want the same locks take them in the same order; events with the same lock stay in theirs. */
function inLockOrder(deliveries: readonly Delivery[]): Delivery[] {
  const locks = new Map(deliveries.map((delivery) => [delivery, lockOf(delivery.name, delivery.payload)]));
  const lockFor = (delivery: Delivery): string => locks.get(delivery) ?? '';
  return deliveries.toSorted((one, other) =>
    lockFor(one) < lockFor(other) ? -1 : Number(lockFor(one) > lockFor(other)),
  );
}
