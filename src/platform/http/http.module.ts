import { Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { BetaMembersInterceptor } from './beta-members.interceptor.js';
import { BodyPipe } from './body.pipe.js';
import { GraphErrorFilter } from './graph-error.filter.js';
import { IdempotencyPruning } from './idempotency-pruning.js';
import { IdempotencyRecords } from './idempotency-records.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { KeyQuota } from './key-quota.js';
import { LastAnswers } from './last-answers.js';
import { NamesAsSentInterceptor } from './names-as-sent.interceptor.js';
import { Routes } from './routes.js';
import { UntakenBodies } from './untaken-bodies.interceptor.js';

/** How bodies are read, refusals said and repeated POSTs answered, for every controller. */
@Module({
  providers: [
    Routes,
    IdempotencyRecords,
    KeyQuota,
    IdempotencyPruning,
    LastAnswers,
    { provide: APP_PIPE, useClass: BodyPipe },
    { provide: APP_FILTER, useClass: GraphErrorFilter },
    { provide: APP_INTERCEPTOR, useClass: UntakenBodies },
    { provide: APP_INTERCEPTOR, useClass: BetaMembersInterceptor },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: NamesAsSentInterceptor },
  ],
  exports: [Routes, IdempotencyRecords],
})
export class HttpModule {}
