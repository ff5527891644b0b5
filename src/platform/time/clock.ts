import { Injectable } from '@nestjs/common';

/** Two times: the domain's, which development mode can turn, and the machine's, for tokens, back-off and metrics. */
@Injectable()
export class Clock {
  /** What to add to this process's monotonic time to get the database's; the process's own until measured. */
  private epochMillis = performance.timeOrigin;
  private offsetMillis = 0;

  /** Domain time: the database's time when last measured, monotonic time since, and the virtual offset. */
  now(): Date {
    return new Date(Math.floor(this.epochMillis + performance.now() + this.offsetMillis));
  }

  /** Real time; never turned. */
  real(): Date {
    return new Date();
  }

  /** How far development mode has turned domain time, in milliseconds. */
  get offset(): number {
    return this.offsetMillis;
  }

  /** Takes over what the database says: its time at a moment of our monotonic time, and the virtual offset. */
  set(databaseTime: Date, monotonicMillis: number, offsetMillis: number): void {
    this.epochMillis = databaseTime.getTime() - monotonicMillis;
    this.offsetMillis = offsetMillis;
  }
}
