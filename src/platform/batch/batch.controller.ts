import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, type ApiBodyOptions } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AnyCaller } from '../auth/permissions.js';
import { DomainError } from '../errors/domain-error.js';
import { AnswersObject } from '../openapi/answers-object.js';
import { Chapter } from '../http/chapter.js';
import { batchSchema, ofABatch, type PartAnswer, readBatch } from './batch.js';
import { BatchParts } from './batch-parts.js';

const answerSchema = {
  type: 'object',
  required: ['id', 'status', 'headers'],
  properties: {
    id: { type: 'string' },
    status: { type: 'integer' },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    body: {},
  },
};

/** Several calls in one (Graph's `$batch`). */
@Chapter('Batch', 'Several calls in one.')
@Controller('$batch')
export class BatchController {
  constructor(private readonly parts: BatchParts) {}

  /** Each part is a call of its own: one that fails leaves the others as they are. */
  @Post()
  @HttpCode(200)
  @RouteConfig({ bodyLimits: ofABatch, neverInABatch: true })
  @AnyCaller()
  @ApiBody({ schema: batchSchema } as ApiBodyOptions)
  @AnswersObject(
    'Carry out several calls',
    { responses: { type: 'array', items: answerSchema } },
    { responses: [{ id: '1', status: 200, headers: { 'Content-Type': 'application/json' }, body: { value: [] } }] },
  )
  async send(@Req() request: FastifyRequest): Promise<{ responses: PartAnswer[] }> {
    if (request.headers['idempotency-key'] !== undefined) {
      throw new DomainError('BadRequest', 'A batch takes no Idempotency-Key: put one into the headers of each part.');
    }
    return { responses: await this.parts.carryOut(readBatch(request.body), request) };
  }
}
