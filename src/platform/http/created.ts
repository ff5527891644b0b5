import type { FastifyReply } from 'fastify';
import { entityAnswer } from '../odata/render.js';
import type { Answer } from '../odata/list.query.js';
import type { Resource } from '../odata/resource.js';
import type { Asked } from './asked.js';

/** The answer to a POST that made something: the entity, and where it is from now on. */
export function created(reply: FastifyReply, asked: Asked, resource: Resource, row: object): Answer {
  const answer = entityAnswer(resource, row, asked.base);
  void reply.header('location', `${asked.base}/${resource.path}/${String(answer['id'])}`);
  return answer;
}
