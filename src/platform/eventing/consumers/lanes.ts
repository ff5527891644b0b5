import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Sql } from '../../database/sql.js';
import { type Call, Calls } from './calls.js';
import { Consumers } from './consumers.js';
import { Leases, type Room } from './leases.js';
import { Subscriptions } from './subscriptions.js';

const longestGraceMillis = 10_000;
const millisBetweenRegistrations = 600_000;
const millisBetweenLooks = 500;

/**
 * Brings events to the consumers of this process, each outside system in a lane of its own (bulkhead).
 *
 * Nobody waits for a call: a lane that is full claims nothing, and the others go on.
 */
@Injectable()
export class Lanes {
  private readonly logger = new Logger('Consumers');
  private readonly inHand = new Set<Call>();
  private running: Promise<void> | undefined;
  private stopping = false;
  private rung = false;
  private ring: () => void = () => undefined;
  private registeredAt = -Infinity;
  private lookedAt = -Infinity;
  private isReplaying = false;

  constructor(
    private readonly consumers: Consumers,
    private readonly subscriptions: Subscriptions,
    private readonly leases: Leases,
    private readonly calls: Calls,
  ) {}

  /** Says who is there, at first and from time to time; a failure is the caller's to repeat. */
  async register(): Promise<void> {
    if (this.consumers.all.length === 0 || performance.now() < this.registeredAt + millisBetweenRegistrations) return;
    await this.subscriptions.register();
    this.isReplaying = await this.subscriptions.areReplaying();
    this.registeredAt = performance.now();
  }

  /** Begins; before, and without consumers, a call of it costs nothing. */
  start(): void {
    if (this.consumers.all.length > 0) this.running ??= this.loop();
  }

  /** Something may be due: looks for it soon. */
  wake(): void {
    this.rung = true;
    this.ring();
  }

  /** For a worker that has no time to ask what is due: looks, unless it has looked just now. */
  wakeInTime(): void {
    if (performance.now() > this.lookedAt + millisBetweenLooks) this.wake();
  }

  /** Whether something is due that a lane has room for, as a piece of the statement that asks what is due. */
  get isDue(): Sql {
    return this.isReplaying ? sql`TRUE` : this.leases.isDue(this.rooms());
  }

  /** Claims nothing more, waits for the calls in hand as long as it may, and gives the rest back. */
  async stop(graceMillis = longestGraceMillis): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
    const over = new AbortController();
    const calls = [...this.inHand];
    const grace = sleep(graceMillis, undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([Promise.all(calls.map(({ ended }) => ended)), grace]);
    over.abort();
    const left = [...this.inHand];
    left.forEach((call) => call.abandon());
    if (left.length > 0) await this.leases.giveBack(left.map(({ lease }) => lease)).catch(() => undefined);
  }

  private async loop(): Promise<void> {
    while (!this.stopping) {
      if (!this.rung) await new Promise<void>((resolve) => (this.ring = resolve));
      this.rung = false;
      if (!this.stopping)
        await this.fill().catch((error: unknown) => this.logger.warn(`Consumers wait: ${String(error)}`));
    }
  }

  private async fill(): Promise<void> {
    this.lookedAt = performance.now();
    if (this.isReplaying) await this.replay();
    const rooms = this.rooms();
    if (rooms.length === 0) return;
    for (const lease of await this.leases.claim(rooms)) this.take(this.calls.begin(lease));
  }

  private async replay(): Promise<void> {
    await this.subscriptions.replay();
    this.isReplaying = await this.subscriptions.areReplaying();
  }

  private take(call: Call): void {
    this.inHand.add(call);
    void call.ended.finally(() => {
      this.inHand.delete(call);
      this.wake();
    });
  }

  /** The consumers whose lanes are not full. */
  private rooms(): Room[] {
    const lanes = new Map<string, number>();
    for (const { lane, atOnce } of this.consumers.all) lanes.set(lane, Math.min(lanes.get(lane) ?? atOnce, atOnce));
    for (const { lane } of this.inHand) lanes.set(lane, (lanes.get(lane) ?? 0) - 1);
    return this.consumers.all
      .map((consumer) => ({ consumer, free: lanes.get(consumer.lane) ?? 0 }))
      .filter(({ free }) => free > 0);
  }
}
