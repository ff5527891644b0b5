import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { isOutage } from '../../database/prisma-errors.js';
import { failureReason } from '../failure-reason.js';
import { membersOf, revive } from '../stored-as.js';
import { ConsumerMetrics } from './consumer.metrics.js';
import { Undeliverable } from './consumes.js';
import { Consumers, type KnownConsumer } from './consumers.js';
import { type Lease, Leases } from './leases.js';

/** A try in hand. */
export interface Call {
  readonly lease: Lease;
  readonly lane: string;
  /** Ends the try early, and keeps nothing of what becomes of it. */
  abandon(): void;
  /** Resolves once it has ended and what became of it is kept. */
  readonly ended: Promise<void>;
}

/** Calls consumers, one event a call, and keeps what became of it. */
@Injectable()
export class Calls {
  private readonly logger = new Logger('Consumers');
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly consumers: Consumers,
    private readonly leases: Leases,
    private readonly metrics: ConsumerMetrics,
  ) {}

  begin(lease: Lease): Call {
    const consumer = this.consumers.named(lease.consumer);
    const stopped = new AbortController();
    const endOfLease = performance.now() + Leases.heldMillis(consumer);
    const ended = this.attempt(consumer, lease, stopped.signal).then((failure) =>
      this.keep(failure, { consumer, lease, stopped: stopped.signal, endOfLease }),
    );
    return { lease, lane: consumer.lane, ended, abandon: () => stopped.abort(new Error('The server stops.')) };
  }

  /** Answers why it failed, or nothing; a consumer that heeds no signal is left to itself once its time is over. */
  private async attempt(consumer: KnownConsumer, lease: Lease, stopped: AbortSignal): Promise<Failure | undefined> {
    const signal = AbortSignal.any([AbortSignal.timeout(consumer.timeLimitMillis), stopped]);
    const over = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    );
    try {
      await Promise.race([this.call(consumer, lease, signal), over]);
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  private async call({ instance }: KnownConsumer, lease: Lease, signal: AbortSignal): Promise<void> {
    const event = membersOf(lease.payload) && revive(lease.name, lease.payload);
    if (!event) throw new Undeliverable(`Nobody can read this '${lease.name}'.`);
    const scope = { tenantId: lease.tenantId, actor: lease.actor, causationId: lease.id };
    await instance.handle(event, { id: idOf(lease), attempt: lease.attempts, scope, signal });
  }

  /** A database that is away is asked again until the lease ends, so that what was done is not done twice for that. */
  private async keep(failure: Failure | undefined, call: Kept): Promise<void> {
    while (!call.stopped.aborted) {
      try {
        const isOurs = await this.inTurn(() =>
          failure ? this.keepFailure(failure, call) : this.leases.settle(call.lease),
        );
        if (!isOurs) this.tellOfLoss(call.lease);
        return;
      } catch (error) {
        if (!isOutage(error) || performance.now() > call.endOfLease)
          return this.logger.error(error, 'A try is not on record.');
        await sleep(500, undefined, { signal: call.stopped }).catch(() => undefined);
      }
    }
  }

  private async keepFailure({ error }: Failure, { consumer, lease }: Kept): Promise<boolean> {
    const reason = failureReason(error);
    const isLast = error instanceof Undeliverable || lease.attempts % consumer.tries === 0;
    const what = `'${lease.name}' ${idOf(lease)} failed at try ${lease.attempts}`;
    if (!isLast) {
      this.logger.warn(`${what}: ${reason}`);
      return this.leases.fail(lease, reason, consumer.tries);
    }
    const isOurs = await this.leases.bury(lease, reason);
    if (isOurs) this.logger.error(`${what} and is put aside: ${reason}`);
    return isOurs;
  }

  /** What it did may have been done twice; a lease that is lost often asks for a longer time limit. */
  private tellOfLoss(lease: Lease): void {
    this.metrics.lostLease(lease.consumer);
    this.logger.warn(`'${lease.name}' ${idOf(lease)} ended after its lease: another try counts.`);
  }

  /** Many calls that end at once take one connection, not one each. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.last.then(work, work);
    this.last = next.catch(() => undefined);
    return next;
  }
}

/** The idempotency key of an event for one consumer. */
export const idOf = ({ id, consumer }: Pick<Lease, 'id' | 'consumer'>): string => `${id}.${consumer}`;

interface Failure {
  readonly error: unknown;
}

interface Kept {
  readonly consumer: KnownConsumer;
  readonly lease: Lease;
  readonly stopped: AbortSignal;
  readonly endOfLease: number;
}
