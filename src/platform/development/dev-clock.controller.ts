import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { Public } from '../auth/permissions.js';
import { DomainError } from '../errors/domain-error.js';
import { Moment, Period } from '../edm/members.js';
import { AnswersObject } from '../openapi/answers-object.js';
import { Chapter } from '../http/chapter.js';
import { Clock } from '../time/clock.js';
import { durationMillis } from '../text/duration.js';
import { Example } from '../openapi/example.js';
import { VirtualTime } from './virtual-time.js';
import { WireName } from '../edm/type-names.js';

const instant = { type: 'string', format: 'date-time' };

/** How far to turn the clock: by a duration or to an instant. */
@Example({ duration: 'P14D' })
@WireName('AdvanceBody')
export class AdvanceBody {
  @Period()
  duration?: string | null;

  @Moment()
  to?: string | null;
}

/** The virtual clock of development mode, shared by every process on the database. */
@Chapter('Development')
@Controller('dev/clock')
@Public()
export class DevClockController {
  constructor(
    private readonly clock: Clock,
    private readonly time: VirtualTime,
  ) {}

  /** `offset` is in milliseconds. */
  @Get()
  @AnswersObject('Get the time', { now: instant, offset: { type: 'integer' } })
  read(): { now: string; offset: number } {
    return { now: this.clock.now().toISOString(), offset: this.clock.offset };
  }

  @Post('advance')
  @HttpCode(200)
  @AnswersObject('Turn the clock forward', { now: instant, done: { type: 'integer' } })
  async advance(@Body() body: AdvanceBody): Promise<{ now: string; done: number }> {
    const done = await this.time.advance(targetOf(body, this.clock.now()));
    return { now: this.clock.now().toISOString(), done };
  }
}

function targetOf({ duration, to }: AdvanceBody, now: Date): Date {
  if (Boolean(duration) === Boolean(to))
    throw new DomainError('InvalidModel', "The model is invalid: send 'duration' or 'to'.");
  const target = to ? new Date(to) : new Date(now.getTime() + (durationMillis(duration ?? '') ?? 0));
  if (target < now)
    throw new DomainError('InvalidModel', "The model is invalid: 'to' is in the past; the clock turns forward only.");
  if (target.getUTCFullYear() > 2100)
    throw new DomainError('InvalidModel', 'The model is invalid: the clock turns to the year 2100 at most.');
  return target;
}
