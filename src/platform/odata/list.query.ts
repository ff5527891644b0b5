import { Query } from '@nestjs/cqrs';
import type { Asked } from '../http/asked.js';
import type { Resource } from './resource.js';
import type { Only } from './sql/source.js';

/** A body as it goes out. */
export type Answer = Record<string, unknown>;

/** Asks for a page of a collection, as its query options say; `within` narrows it to a parent's members. */
export class ListQuery extends Query<Answer> {
  constructor(
    readonly resource: Resource,
    readonly asked: Asked,
    readonly within: Readonly<Record<string, unknown>> | Only = {},
  ) {
    super();
  }
}
