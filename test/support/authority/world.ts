import type { Answered } from '../server.js';

type Json = Record<string, unknown>;

/** Something in the world: one entity of a kind, under a name of ours, with what its links lead to by their names. */
export interface Thing {
  readonly kind: string;
  readonly key: string;
  readonly id: string;
  /** A text in which it would show itself where its id does not. */
  readonly mark: string;
  readonly links: Readonly<Record<string, readonly string[]>>;
  /** Where it is read, where that does not follow from its kind and its id. */
  readonly within?: string;
}

/** The kinds of directory objects. */
export const directory: readonly string[] = ['users', 'groups', 'servicePrincipals'];

/** Everything that there is, in both tenants. */
export class World {
  readonly things: Thing[] = [];

  put(kind: string, key: string, entity: Json, more: Partial<Thing> = {}): string {
    const id = String(entity['id']);
    const name = entity['displayName'];
    // Only names that nothing else has are marks.
    const mark = typeof name === 'string' && / [0-9a-f]{8}$/.test(name) ? name : id;
    this.things.push({ kind, key, id, mark, links: {}, ...more });
    return id;
  }

  /** Everything of a kind; directory objects are people, groups and applications. */
  of(kind: string): Thing[] {
    const kinds = kind === 'directoryObjects' ? directory : [kind];
    return this.things.filter((thing) => kinds.includes(thing.kind));
  }

  get(kind: string, key: string): Thing {
    const found = this.of(kind).find((thing) => thing.key === key);
    if (!found) throw new Error(`The world has no '${key}' among its ${kind}.`);
    return found;
  }

  id(kind: string, key: string): string {
    return this.get(kind, key).id;
  }

  /** What a link leads to from something. */
  behind({ links }: Thing, name: string, kind: string): Thing[] {
    return (links[name] ?? []).map((key) => this.get(kind, key));
  }
}

let serial = 0x1000_0000;
/** A name that nothing else has. */
export const named = (key: string): string => `${key} ${(serial++).toString(16)}`;

/** What a call answers that is to succeed. */
export async function done(call: Promise<Pick<Answered, 'status' | 'text' | 'body'>>): Promise<Json> {
  const { status, text, body } = await call;
  if (status >= 300) throw new Error(`${status}: ${text}`);
  return body ?? {};
}
