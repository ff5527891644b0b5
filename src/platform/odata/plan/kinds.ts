import type { Resource } from '../resource.js';
import { refuseUnknown } from './entity-place.js';
import { entryNamed } from './place.js';

/** Of what is selected of several kinds, the members that one of them has. */
export const selectedIn = (kind: Resource, select: readonly string[]): string[] =>
  select.filter((name) => isOf(kind, name));

const isOf = ({ fields }: Resource, name: string): boolean => name === '*' || entryNamed(fields, name) !== undefined;

/** Members differ from kind to kind; one that none of them has is refused. */
export function requireSomewhere(select: readonly string[], kinds: readonly Resource[]): void {
  const [first] = kinds;
  const unknown = select.find((name) => !kinds.some((kind) => isOf(kind, name)));
  if (first && unknown !== undefined) refuseUnknown(first, unknown);
}
