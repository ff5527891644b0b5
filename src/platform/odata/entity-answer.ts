import type { Answer } from './list.query.js';
import { entityTag } from './entity-tag.js';
import type { Resource } from './resource.js';
import { WireName } from '../edm/type-names.js';

/** The row that an answer shows. */
interface Shown {
  readonly resource: Resource;
  readonly row: Readonly<Record<string, unknown>>;
  /** Whether it shows other entities, too. */
  readonly hasLinks: boolean;
}

/** What an answer says of the state that its entity is in. */
export interface TagOfAnswer {
  readonly tag: string;
  /** False where other entities are in the answer, which may change while this one does not. */
  readonly saysAll: boolean;
}

/**
 * An answer that is one entity, with the row that it shows, until it goes out: `EntityTagsInterceptor` makes a body and an `ETag` of it.
 *
 * Both are private, so that a copy of it is no answer: nothing loses the tag on its way.
 */
@WireName('EntityAnswer')
export class EntityAnswer {
  readonly #body: Answer;
  readonly #shown: Shown;

  constructor(body: Answer, shown: Shown) {
    this.#body = body;
    this.#shown = shown;
  }

  get body(): Answer {
    return this.#body;
  }

  /** The row that it shows, as it was read. */
  get row(): Readonly<Record<string, unknown>> {
    return this.#shown.row;
  }

  /** The tag of the entity; undefined where those of its kind have none. */
  get tag(): TagOfAnswer | undefined {
    const { resource, row, hasLinks } = this.#shown;
    return resource.isTagged ? { tag: entityTag(resource, row), saysAll: !hasLinks } : undefined;
  }

  /** The same entity with annotations of the answer beside its members. */
  annotated(annotations: Answer): EntityAnswer {
    return new EntityAnswer({ ...this.#body, ...annotations }, this.#shown);
  }
}
