import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import type { Dialect } from '../beta/names.js';
import { type PageSize, pageSizeIn } from './preferences.js';

/** A call as reading and answering see it. */
export interface Asked {
  readonly caller: Caller;
  /** The absolute address that versioned paths follow, such as `http://127.0.0.1:3000/v1.0`; no slash at its end. */
  readonly base: string;
  /** In which names it is answered. */
  readonly dialect: Dialect;
  /** The path under the base as it is routed, such as `/users`. */
  readonly path: string;
  /** The raw query string, without its question mark. */
  readonly query: string;
  /** True when the address ends with `/$count`: the number of entities is asked for, not the entities. */
  readonly counts?: boolean;
  /** True when the client lets counting take as long as it takes (`ConsistencyLevel: eventual`). */
  readonly countsAll?: boolean;
  /** How much control information the client asks for, where that is not the usual (`Accept: application/json;odata.metadata=full`). */
  readonly metadata?: 'full' | 'none';
  /** How many entities the client prefers on a page. */
  readonly pageSize?: PageSize;
}

/** Gives a route handler the call it answers. */
export const AskedFor = createParamDecorator((_: unknown, context: ExecutionContext): Asked => {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest & { user: Caller; asked: Omit<Asked, 'caller'> }>();
  const pageSize = pageSizeIn(request.headers['prefer'], http.getResponse<FastifyReply>());
  const countsAll = String(request.headers['consistencylevel']).toLowerCase() === 'eventual';
  return { ...request.asked, caller: request.user, countsAll, ...(pageSize ? { pageSize } : {}) };
});
