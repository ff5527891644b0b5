import { Query } from '@nestjs/cqrs';
import type { Asked } from '../http/asked.js';
import type { EntityAnswer } from './entity-answer.js';
import type { Resource } from './resource.js';

/** Asks for the one entity that a link leads to, by its owner's id, a proven GUID. */
export class LinkedQuery extends Query<EntityAnswer> {
  constructor(
    readonly owner: Resource,
    /** The link's name in v1.0. */
    readonly link: string,
    readonly asked: Asked,
    readonly id: string,
  ) {
    super();
  }
}
