import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Transactions } from '../database/transactions.js';
import { DomainError } from '../errors/domain-error.js';
import { type Delivery, Deliveries, mostAttempts } from './deliveries.js';
import { failureReason } from './failure-reason.js';
import { Reactions } from './reactions.js';
import { lockOf } from './stored-as.js';

const batch = 10;
/** Batches in hand at once, at most, while there is more to do than one holds. */
const mostLanes = 4;
const ourselves = { tenantId: '00000000-0000-0000-0000-000000000000', actor: 'eventing' };

/**
 * Brings deliveries to the sagas: claim, effect and acknowledgement are one commit.
 *
 * Whoever is killed holds nothing: the claims end with the connection.
 */
@Injectable()
export class Courier {
  private readonly logger = new Logger('Worker');
  /** The database's time at the first round: what waits since before may be what ended the process that was here then. */
  private since: Date | undefined;
  private lanes = 1;

  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly deliveries: Deliveries,
    private readonly reactions: Reactions,
  ) {}

  /** Brings some batches of fresh deliveries and one of doubtful ones; answers how many. */
  async round(): Promise<number> {
    const since = (this.since ??= await this.deliveries.now());
    return (await this.inLanes(since)) + (await this.doubtful(since));
  }

  /** Batches beside each other: one more than last time while all were full, one alone after that. */
  private async inLanes(since: Date): Promise<number> {
    const ends = await Promise.allSettled(Array.from({ length: this.lanes }, () => this.fresh(since)));
    const counts = ends.map((end) => {
      if (end.status === 'rejected') throw end.reason;
      return end.value;
    });
    const most = Math.min(mostLanes, this.database.concurrency);
    this.lanes = counts.every((count) => count === batch) ? Math.min(this.lanes + 1, most) : 1;
    return counts.reduce((sum, count) => sum + count);
  }

  private fresh(since: Date): Promise<number> {
    return this.together(() => this.deliveries.claim('fresh', since, batch));
  }

  /** Every try of what is doubtful is counted first; what was tried before is run alone. */
  private async doubtful(since: Date): Promise<number> {
    const due = await this.deliveries.claim('doubtful', since, batch);
    const untried = due.filter(({ attempts }) => attempts === 0);
    const counted = untried.length > 0 ? await this.deliveries.countTries(untried) : [];
    if (counted.length > 0) await this.together(() => this.deliveries.hold(counted));
    for (const delivery of due.filter(({ attempts }) => attempts > 0)) await this.alone(delivery);
    return due.length;
  }

  /** What is claimed, its effects and its acknowledgement are one commit; when that fails, each is run alone. */
  private async together(claim: () => Promise<Delivery[]>): Promise<number> {
    let claimed: Delivery[] = [];
    try {
      await this.transactions.run(ourselves, async () => {
        claimed = await claim();
        for (const delivery of inLockOrder(claimed)) await this.reactions.cascade(delivery);
        if (claimed.length > 0) await this.deliveries.acknowledge(claimed);
      });
    } catch (error) {
      if (claimed.length === 0) throw error;
      for (const delivery of claimed) await this.alone(delivery);
    }
    return claimed.length;
  }

  private async alone(waiting: Delivery): Promise<void> {
    if (!this.reactions.knows(waiting)) return this.park(waiting);
    const [delivery] = await this.deliveries.countTries([waiting]);
    if (!delivery) return;
    // A try that failed would have split it: the last one never came to its end.
    if (waiting.attempts > 0 && (await this.transactions.run(ourselves, () => this.reactions.split(delivery)))) return;
    if (waiting.attempts >= mostAttempts) return this.settleFailure(waiting, new Error('no try came to its end'));
    await this.attempt(delivery, waiting);
  }

  private async attempt(delivery: Delivery, before: Delivery): Promise<void> {
    let begun = false;
    try {
      await this.transactions.run(ourselves, async () => {
        begun = true;
        if ((await this.deliveries.hold([delivery])).length === 0) return;
        await this.reactions.bring(delivery, delivery.consumer);
        await this.deliveries.acknowledge([delivery]);
      });
    } catch (error) {
      if (!begun) await this.deliveries.uncountTry(before).catch(() => undefined);
      if (error instanceof DomainError && error.code === 'ServiceUnavailable') throw error;
      await this.settleFailure(delivery, error);
    }
  }

  private async park(delivery: Delivery): Promise<void> {
    this.logger.warn(`'${delivery.name}' ${delivery.id} waits for a server that knows it.`);
    await this.deliveries.park(delivery);
  }

  private async settleFailure(delivery: Delivery, error: unknown): Promise<void> {
    this.logger.warn(`'${delivery.name}' ${delivery.id} failed at try ${delivery.attempts}: ${failureReason(error)}`);
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
