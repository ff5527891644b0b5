import { Injectable } from '@nestjs/common';
import { DueWork } from '../eventing/due-work.js';
import { Worker } from '../eventing/worker.js';
import { Clock } from '../time/clock.js';
import { ClockKeeper } from '../time/clock-keeper.js';

const mostInstants = 100_000;

/** Turns domain time forward the way it would have passed. */
@Injectable()
export class VirtualTime {
  constructor(
    private readonly clock: Clock,
    private readonly keeper: ClockKeeper,
    private readonly worker: Worker,
    private readonly dueWork: DueWork,
  ) {}

  /**
   * Goes from due instant to due instant, doing at each what is due and all that it sets off; answers how many there were.
   *
   * So sixty days in one call leave the same history as day by day.
   */
  async advance(to: Date): Promise<number> {
    await this.worker.drain();
    for (let done = 0; done < mostInstants; done += 1) {
      const due = await this.dueWork.next();
      if (!due || due > to) {
        await this.keeper.turnTo(to);
        await this.worker.drain();
        return done;
      }
      await this.keeper.turnTo(due);
      await this.worker.drain();
    }
    return mostInstants;
  }
}
