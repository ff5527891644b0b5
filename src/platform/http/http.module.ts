import { Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { BodyPipe } from './body.pipe.js';
import { GraphErrorFilter } from './graph-error.filter.js';
import { IdempotencyPruning } from './idempotency-pruning.js';
import { IdempotencyRecords } from './idempotency-records.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { Routes } from './routes.js';

/** How bodies are read, refusals said and repeated POSTs answered, for every controller. */
@Module({
  providers: [
    Routes,
    IdempotencyRecords,
    IdempotencyPruning,
    { provide: APP_PIPE, useClass: BodyPipe },
    { provide: APP_FILTER, useClass: GraphErrorFilter },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
  exports: [Routes, IdempotencyRecords],
})
export class HttpModule {}
