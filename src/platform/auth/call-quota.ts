import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DomainError } from '../errors/domain-error.js';
import { Clock } from '../time/clock.js';
import type { Caller } from './caller.js';

const minute = 60_000;

/**
 * Counts the calls of each caller by the minute, where `CALLS_PER_MINUTE` sets a limit; who is over it waits for the next one (429).
 *
 * A caller is somebody by way of one application. This process alone counts, and it forgets every minute.
 */
@Injectable()
export class CallQuota {
  private minuteOfCount = 0;
  private counts = new Map<string, number>();

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  take({ tenantId, objectId, applicationId }: Caller): void {
    const { callsPerMinute } = this.config;
    if (callsPerMinute === undefined) return;
    const now = this.clock.real().getTime();
    this.begin(Math.floor(now / minute));
    const caller = `${tenantId}/${objectId}/${applicationId}`;
    const before = this.counts.get(caller) ?? 0;
    if (before >= callsPerMinute) throw tooMany(callsPerMinute, minute - (now % minute));
    this.counts.set(caller, before + 1);
  }

  private begin(current: number): void {
    if (current === this.minuteOfCount) return;
    this.minuteOfCount = current;
    this.counts = new Map();
  }
}

const tooMany = (most: number, millis: number): DomainError =>
  new DomainError('TooManyRequests', `You may call ${most} times a minute: come again when the next one begins.`, {
    'retry-after': String(Math.ceil(millis / 1_000)),
  });
