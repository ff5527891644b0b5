import { declaredMembers } from './declared-members.js';

type Class = abstract new () => object;
type OfAClass = (target: Class) => void;

/** What becomes of a known member of a body that `members.ts` does not declare: those are heeded. */
export type Unheeded =
  { readonly is: 'passed over'; readonly onlyIf?: Check } | { readonly is: 'refused'; readonly why: string };

interface Check {
  readonly holds: (value: unknown) => boolean;
  readonly otherwise: string;
}

const declared = new Map<unknown, Map<string, Unheeded>>();

const declare =
  (names: readonly string[], unheeded: Unheeded): OfAClass =>
  (target) => {
    const members = declared.get(target) ?? new Map<string, Unheeded>();
    for (const name of names) {
      if (members.has(name) || declaredMembers(target).has(name)) {
        throw new Error(`'${name}' of ${target.name} is in two classes of members: take it out of one.`);
      }
      members.set(name, unheeded);
    }
    declared.set(target, members);
  };

/** Members that a body may carry and that nobody looks at: none of them could change who gets what, from when, until when. */
export const PassesOver = (...names: readonly string[]): OfAClass => declare(names, { is: 'passed over' });

/** The same, for members whose value has to be one of a kind all the same. */
export const PassesOverOnlyIf = (
  holds: (value: unknown) => boolean,
  otherwise: string,
  ...names: readonly string[]
): OfAClass => declare(names, { is: 'passed over', onlyIf: { holds, otherwise } });

/** Members that Graph knows and nobody heeds here: refused by name, with what to do instead, unless they say nothing. */
export const Refuses = (why: string, ...names: readonly string[]): OfAClass => declare(names, { is: 'refused', why });

/** Lets a class read past and refuse what another one does. */
export function inheritUnheeded(from: Class, to: Class): void {
  declared.set(to, new Map(unheededMembers(from)));
}

/** What becomes of the members that a class does not heed; the class itself counts before what it derives from. */
export function unheededMembers(type: Class): ReadonlyMap<string, Unheeded> {
  const levels: ReadonlyMap<string, Unheeded>[] = [];
  for (let level: unknown = type; typeof level === 'function'; level = Object.getPrototypeOf(level)) {
    levels.unshift(declared.get(level) ?? new Map<string, Unheeded>());
  }
  const heeded = declaredMembers(type);
  return new Map(levels.flatMap((level) => [...level]).filter(([name]) => !heeded.has(name)));
}
