import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import type { Dialect } from '../beta/names.js';

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
}

/** Gives a route handler the call it answers. */
export const AskedFor = createParamDecorator((_: unknown, context: ExecutionContext): Asked => {
  const request = context.switchToHttp().getRequest<FastifyRequest & { user: Caller; asked: Omit<Asked, 'caller'> }>();
  return { ...request.asked, caller: request.user };
});
