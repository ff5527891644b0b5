import { Global, Module } from '@nestjs/common';
import { ClockKeeper } from './clock-keeper.js';
import { Clock } from './clock.js';

@Global()
@Module({ providers: [Clock, ClockKeeper], exports: [Clock, ClockKeeper] })
export class TimeModule {}
