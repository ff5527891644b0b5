import type { BetaPaths } from './names.js';

type Class = abstract new () => object;
type Members = Readonly<Record<string, unknown>>;

/** How a body says in beta what v1.0 says in another shape. */
export interface BetaShape {
  /** The names that it has there, which are taken beside v1.0's. */
  readonly type: () => Class;
  /** The same in v1.0's shape; what is v1.0's already stays as it is. */
  readonly fromBeta: (sent: Members) => Members;
  /** Where it says what v1.0 says elsewhere, for refusals. */
  readonly paths?: BetaPaths;
  /** A path of its names with the indexes that items have in the body, where it has several of v1.0's collections in one; `ours` is v1.0's path. */
  readonly placed?: (path: string, ours: string, sent: (collection: string) => unknown) => string;
}

interface Known {
  readonly entityType: string;
  readonly shape?: BetaShape;
}

const types = new Map<unknown, Known>();

/** Says which of Graph's types a body is, so that beta's names of its members, and its shape where that is another, are understood. */
export const BodyOf =
  (entityType: string, shape?: BetaShape): ClassDecorator =>
  (target) => {
    types.set(target, { entityType, ...(shape && { shape }) });
  };

/** Which of Graph's types a class, or what it derives from, was declared to be. */
export function bodyTypeOf(type: Class): Known | undefined {
  for (let level: unknown = type; typeof level === 'function'; level = Object.getPrototypeOf(level)) {
    const found = types.get(level);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Lets a class be the same type of Graph's as another one. */
export function inheritBodyType(from: Class, to: Class): void {
  const known = bodyTypeOf(from);
  if (known) types.set(to, known);
}
