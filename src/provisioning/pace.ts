import { setTimeout as sleep } from 'node:timers/promises';

/** Lets so many begin in a second, evenly, in the order in which they ask (leaky bucket). */
export class Pace {
  private readonly millisBetween: number;
  private freeAt = -Infinity;

  constructor(perSecond: number) {
    this.millisBetween = 1_000 / perSecond;
  }

  async turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const now = performance.now();
    const turn = Math.max(now, this.freeAt);
    this.freeAt = turn + this.millisBetween;
    if (turn > now) await sleep(turn - now, undefined, { signal });
  }
}
