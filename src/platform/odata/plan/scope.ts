import { invalid, limits, abridged } from '../query/limits.js';
import type { EntityPlace } from './entity-place.js';
import type { Asker, Members, Place } from './place.js';
import type { Typed } from './typed.js';

/** Where a path means something: what is asked about, what variables stand for, and who is asking. */
export interface Scope extends Asker {
  readonly it: EntityPlace;
  /** By their names in lower case. */
  readonly variables: ReadonlyMap<string, Place>;
}

/** The value that a path leads to. */
export function memberAt(segments: readonly string[], scope: Scope): Typed {
  const { place, name } = endOf(segments, scope);
  return place.member(name, scope);
}

/** The many that a path leads to. */
export function membersAt(segments: readonly string[], scope: Scope): Members {
  const { place, name } = endOf(segments, scope);
  return place.members(name, scope);
}

/** Follows a path up to its last name. */
function endOf(segments: readonly string[], scope: Scope): { readonly place: Place; readonly name: string } {
  const [first = '', ...others] = segments;
  const variable = scope.variables.get(first.toLowerCase());
  const links = variable ? others : [...segments];
  const name = links.pop();
  if (name === undefined) throw invalid(`'${first}' has members: name one of them, as in '${first}/id'.`);
  if (links.length > limits.links) {
    throw invalid(`'${abridged(segments.join('/'))}' follows more than ${limits.links} links.`);
  }
  return { place: links.reduce<Place>((from, asked) => from.onward(asked, scope), variable ?? scope.it), name };
}
