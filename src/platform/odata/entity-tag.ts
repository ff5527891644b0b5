import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Answer } from './list.query.js';
import type { Resource } from './resource.js';

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

const shown = new WeakMap<Answer, Shown>();

/** The same answer, of which is known now which row it shows. */
export function showing(answer: Answer, what: Shown): Answer {
  shown.set(answer, what);
  return answer;
}

/** The tag of the entity that an answer is; undefined for what is no entity, or one without tags. */
export function tagOfAnswer(answer: unknown): TagOfAnswer | undefined {
  const found = typeof answer === 'object' && answer !== null ? shown.get(answer as Answer) : undefined;
  if (!found?.resource.isTagged) return undefined;
  return { tag: entityTag(found.resource, found.row), saysAll: !found.hasLinks };
}

/**
 * Stands for everything that an entity declares: the same for the same members, whatever of them an answer shows.
 *
 * It is weak, as OData's are: two answers with the same tag may select other members.
 */
export function entityTag(resource: Resource, row: Readonly<Record<string, unknown>>): string {
  const { fields, inBeta } = resource.origin ?? resource;
  const all = [...Object.entries(fields), ...Object.entries(inBeta?.fields ?? {}).filter(([, { column }]) => column)];
  const members = Object.fromEntries(all.map(([name, field]) => [name, field.read(row) ?? null]));
  const text = canonicalize(JSON.parse(JSON.stringify(members))) ?? '';
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}
