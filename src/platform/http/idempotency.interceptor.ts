import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import canonicalize from 'canonicalize';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { type Caller, scopeOf } from '../auth/caller.js';
import { Transactions } from '../database/transactions.js';
import { DomainError } from '../errors/domain-error.js';
import { changesNothing } from './changes-nothing.js';
import { wantsOnlyValidation } from './preferences.js';
import { type AnswerKept, IdempotencyRecords } from './idempotency-records.js';

const keyPattern = /^[\x21-\x7e]{1,255}$/;

/**
 * Settles `Idempotency-Key` for every POST that changes something: the same key and body answer the same bytes, and have their effect once.
 *
 * The record and the effect are one transaction, so a twin that comes meanwhile waits for the first.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly transactions: Transactions,
    private readonly records: IdempotencyRecords,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: Caller }>();
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.method !== 'POST' || !request.user) return next.handle();
    if (this.reflector.get<boolean | undefined>(changesNothing, context.getHandler())) return next.handle();
    if (typeof key !== 'string' || !keyPattern.test(key)) {
      throw new DomainError('BadRequest', 'An Idempotency-Key is 1 to 255 visible ASCII characters.');
    }
    const asked = {
      callerId: request.user.objectId,
      route: `POST ${request.asked.base.slice(-5)}${request.asked.path.toLowerCase()}`,
      key,
    };
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const work = () => this.once({ ...asked, bodyHash: hashOf(sentBy(request)) }, next, reply);
    return from(this.transactions.run(scopeOf(request.user), work));
  }

  private async once(
    asked: Parameters<IdempotencyRecords['open']>[0],
    next: CallHandler,
    reply: FastifyReply,
  ): Promise<unknown> {
    const before = await this.records.open(asked);
    if (before) return replay(before, reply);
    const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
    const text = body === undefined ? null : JSON.stringify(body);
    const said = (name: string) => textOrNull(reply.getHeader(name));
    const kept = { status: reply.statusCode, text, location: said('location'), etag: said('etag') };
    await this.records.close(asked, kept);
    return send(text, reply);
  }
}

/** What a key stands for: the body, and that it was only to be validated, where a header says so. */
const sentBy = ({ body, headers }: FastifyRequest): unknown =>
  wantsOnlyValidation(headers.prefer) ? { body: body ?? null, isValidationOnly: true } : body;

const hashOf = (body: unknown): string =>
  createHash('sha256')
    .update(canonicalize(body ?? null) ?? '')
    .digest('hex');

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function replay({ status, text, location, etag }: AnswerKept, reply: FastifyReply): unknown {
  void reply.code(status).header('idempotency-replayed', 'true');
  if (location) void reply.header('location', location);
  if (etag) void reply.header('etag', etag);
  return send(text, reply);
}

/** The very bytes that were kept, first time and every time. */
function send(text: string | null, reply: FastifyReply): unknown {
  if (text !== null) void reply.header('content-type', 'application/json; charset=utf-8');
  return text ?? undefined;
}
