import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AnyCaller } from '../auth/permissions.js';
import { DomainError } from '../errors/domain-error.js';
import { type PartAnswer, readBatch } from './batch.js';
import { BatchParts } from './batch-parts.js';

/** Several calls in one (Graph's `$batch`). */
@Controller('$batch')
export class BatchController {
  constructor(private readonly parts: BatchParts) {}

  /** Each part is a call of its own: one that fails leaves the others as they are. */
  @Post()
  @HttpCode(200)
  @AnyCaller()
  async send(@Req() request: FastifyRequest): Promise<{ responses: PartAnswer[] }> {
    if (request.headers['idempotency-key'] !== undefined) {
      throw new DomainError('BadRequest', 'A batch takes no Idempotency-Key: put one into the headers of each part.');
    }
    return { responses: await this.parts.carryOut(readBatch(request.body), request) };
  }
}
