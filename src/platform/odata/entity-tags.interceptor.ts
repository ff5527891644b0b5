import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, map, type Observable } from 'rxjs';
import { type Caller, scopeOf } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { Transactions } from '../database/transactions.js';
import { DomainError } from '../errors/domain-error.js';
import { type Answering, answering, isTagged } from './answering.js';
import { EntityAnswer } from './entity-answer.js';
import { entityTag } from './entity-tag.js';
import { isGuid } from '../edm/members.js';
import { type Conditional, conditional, names, preconditionIn } from './preconditions.js';

type Call = FastifyRequest<{ Params: Record<string, string> }> & { user?: Caller };

/**
 * Says of every entity that is answered which state it is in (`ETag`), and carries out a change only in the state that `If-Match` names.
 *
 * The row is held from the comparison until the change is committed, so of two who read the same state one is refused.
 */
@Injectable()
export class EntityTagsInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly transactions: Transactions,
    private readonly database: Database,
    private readonly queries: QueryBus,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Call>();
    const reply = http.getResponse<FastifyReply>();
    const route = this.reflector.get<Conditional | undefined>(conditional, context.getHandler());
    const expected = route && preconditionIn(request.headers, 'If-Match');
    const answered =
      route && expected !== undefined && request.user
        ? from(this.whileUnchanged({ ...route, expected, caller: request.user, key: keyOf(request) }, next))
        : next.handle();
    const told = this.reflector.get<Answering | undefined>(answering, context.getHandler());
    return answered.pipe(map((answer: unknown) => outOf(answer, told, request, reply)));
  }

  private whileUnchanged(
    { resource, find, expected, caller, key }: Conditional & { expected: string; caller: Caller; key: string },
    next: CallHandler,
  ): Promise<unknown> {
    return this.transactions.run(scopeOf(caller), async () => {
      const id = find ? (await this.queries.execute(find(caller, key))).id : key.toLowerCase();
      const row = isGuid(id)
        ? await this.database.held<Readonly<Record<string, unknown>>>(resource.model, id)
        : undefined;
      const tag = row && entityTag(resource, row);
      if (tag !== undefined && !names(expected, tag)) throw changedMeanwhile(tag);
      // What is not there is refused by the route itself, as without the header.
      const answer: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      return answer;
    });
  }
}

const keyOf = ({ params }: Call): string => params['id'] ?? params['key'] ?? '';

const changedMeanwhile = (etag: string): DomainError =>
  new DomainError(
    'PreconditionFailed',
    'The entity is not in the state that If-Match names any more: read it again, and decide anew.',
    { etag },
  );

/** What goes out of an answer; a tag that was lost on the way is a bug. */
function outOf(answer: unknown, told: Answering | undefined, call: Call, reply: FastifyReply): unknown {
  if (answer instanceof EntityAnswer) return bodyOf(answer, call, reply);
  if (answer !== undefined && told && isTagged(told))
    throw new Error(`The answer of ${call.method} ${call.routeOptions.url ?? ''} lost the tag of its entity.`);
  return answer;
}

function bodyOf({ body, tag: said }: EntityAnswer, { method, headers }: Call, reply: FastifyReply): unknown {
  if (!said) return body;
  void reply.header('etag', said.tag);
  if (method !== 'GET' && method !== 'HEAD') return body;
  const known = preconditionIn(headers, 'If-None-Match');
  if (known === undefined || !said.saysAll || !names(known, said.tag)) return body;
  void reply.code(304);
  return undefined;
}
