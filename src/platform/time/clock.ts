import { Injectable } from '@nestjs/common';

/** Two times: the domain's, which can be turned in development, and the machine's, for tokens, back-off and metrics. */
@Injectable()
export class Clock {
  private offsetMillis = 0;

  /** Domain time: the database's time as last measured, moved by the virtual offset. */
  now(): Date {
    return new Date(Date.now() + this.offsetMillis);
  }

  /** Real time; never moved. */
  real(): Date {
    return new Date();
  }
}
