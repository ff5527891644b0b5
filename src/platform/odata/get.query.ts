import { Query } from '@nestjs/cqrs';
import type { Asked } from '../http/asked.js';
import type { EntityAnswer } from './entity-answer.js';
import type { Resource } from './resource.js';

/** Asks for one entity by a unique key; `key` is a Prisma `where` of proven strings, such as `{ id }`. */
export class GetQuery extends Query<EntityAnswer> {
  constructor(
    readonly resource: Resource,
    readonly asked: Asked,
    readonly key: Readonly<Record<string, string>>,
  ) {
    super();
  }
}
