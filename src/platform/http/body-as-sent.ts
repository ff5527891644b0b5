import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import { membersIn } from './body-members.js';

/** A body before defaults were filled in: it tells what was sent from what was left out. */
export type SentBody = Readonly<Record<string, unknown>>;

type Class = abstract new () => object;

/** Gives a route handler the body as it was sent, in v1.0's names of the class's members. */
export const BodyAsSent = createParamDecorator((type: Class, context: ExecutionContext) => bodyIn(context, type));

export const guardHeader = 'OpenEntitlements-Guard';
const keepMembers = 'keep-members';

/**
 * Gives a route handler the body as it was sent when the caller asks that nothing be lost that it leaves out.
 *
 * The answer repeats the header, so that a caller can tell a server that guards from one that does not know how.
 */
export const GuardedBody = createParamDecorator((type: Class, context: ExecutionContext) => {
  const http = context.switchToHttp();
  const asked = http.getRequest<FastifyRequest>().headers[guardHeader.toLowerCase()];
  if (asked === undefined) return undefined;
  if (asked !== keepMembers) throw new DomainError('BadRequest', `${guardHeader} can be '${keepMembers}' only.`);
  void http.getResponse<FastifyReply>().header(guardHeader, keepMembers);
  return bodyIn(context, type);
});

/** Describes the header on a route that gives its handler a guarded body. */
export const TakesGuard = () =>
  ApiHeader({
    name: guardHeader,
    required: false,
    description:
      'Refuses the call (409) if anything would be lost because the body leaves it out. The answer repeats it.',
    schema: { type: 'string', enum: [keepMembers] },
  });

function bodyIn(context: ExecutionContext, type: Class): SentBody {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  return typeof body === 'object' && body !== null ? (membersIn(body, type) as SentBody) : {};
}
