import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { payerNamed } from '../database/payer.js';
import { DomainError } from '../errors/domain-error.js';
import { Clock } from '../time/clock.js';
import type { Caller } from './caller.js';

const window = 10_000;
/** More callers than this in one window share what one of them may do: what is remembered has a bound. */
export const mostCallers = 20_000;
const everybodyElse = 'everybody else';

/**
 * A fixed-window rate limit: counts the calls of each caller in ten seconds of the clock; who is over it waits for the next ten (429).
 *
 * A caller is somebody by way of one application. This process alone counts, in memory, and forgets every ten seconds.
 */
@Injectable()
export class CallQuota {
  private windowOfCount = 0;
  private counts = new Map<string, number>();

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  take(caller: Caller): void {
    const { callsPerTenSeconds: most } = this.config;
    if (most === 0) return;
    const now = this.clock.real().getTime();
    this.begin(Math.floor(now / window));
    const payer = this.remembered(payerNamed(caller));
    const before = this.counts.get(payer) ?? 0;
    if (before >= most) throw tooMany(most, window - (now % window));
    this.counts.set(payer, before + 1);
  }

  get size(): number {
    return this.counts.size;
  }

  private begin(current: number): void {
    if (current === this.windowOfCount) return;
    this.windowOfCount = current;
    this.counts = new Map();
  }

  private remembered(payer: string): string {
    return this.counts.size < mostCallers || this.counts.has(payer) ? payer : everybodyElse;
  }
}

const tooMany = (most: number, millis: number): DomainError =>
  new DomainError('TooManyRequests', `You may call ${most} times in 10 seconds: come again when the next 10 begin.`, {
    'retry-after': String(Math.ceil(millis / 1_000)),
  });
