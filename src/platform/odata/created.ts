import type { FastifyReply } from 'fastify';
import { inDialect } from './dialect.js';
import { entityAnswer } from './render.js';
import type { EntityAnswer } from './entity-answer.js';
import type { Resource } from './resource.js';
import type { Asked } from '../http/asked.js';

/** The answer to a PUT or PATCH: the entity as it is now. */
export const changed = (asked: Asked, resource: Resource, row: object): EntityAnswer =>
  entityAnswer(inDialect(resource, asked.dialect), row, asked);

/** The answer to a POST that made something: the entity, and where it is from now on. */
export function created(reply: FastifyReply, asked: Asked, declared: Resource, row: object): EntityAnswer {
  const resource = inDialect(declared, asked.dialect);
  const answer = changed(asked, resource, row);
  void reply.header('location', `${asked.base}/${resource.path}/${String(answer.body['id'])}`);
  return answer;
}
