import { Query } from '@nestjs/cqrs';
import type { Asked } from '../http/asked.js';
import type { Answer } from './list.query.js';
import type { Resource } from './resource.js';

/** Asks for entities of several kinds by their ids, proven GUIDs; what is not there is left out. */
export class ByIdsQuery extends Query<Answer[]> {
  constructor(
    readonly kinds: readonly Resource[],
    readonly asked: Asked,
    readonly ids: readonly string[],
  ) {
    super();
  }
}
