import { Controller, Get } from '@nestjs/common';
import { Public } from '../auth/permissions.js';
import { AnswersObject } from '../openapi/answers-object.js';
import { Chapter } from '../http/chapter.js';
import { Readiness } from './readiness.js';

/** For whoever runs the server: does the process answer, and may it be sent work. */
@Chapter('Operation', 'For whoever runs the server, without a token.')
@Controller('health')
@Public()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @AnswersObject('Check whether the process is alive', { status: { type: 'string', enum: ['live'] } })
  live(): { status: string } {
    return { status: 'live' };
  }

  @Get('ready')
  @AnswersObject('Check whether the process is ready for calls', { status: { type: 'string', enum: ['ready'] } })
  async ready(): Promise<{ status: string }> {
    await this.readiness.require();
    return { status: 'ready' };
  }
}
