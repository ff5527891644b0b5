import type { Caller } from '../auth/caller.js';
import { DomainError } from '../errors/domain-error.js';
import type { Resource } from './resource.js';

/** The rows that concern the caller, as a Prisma `where`, by the word that `filterByCurrentUser(on='...')` says. */
export type ConcerningCaller = Readonly<Record<string, (caller: Caller) => Readonly<Record<string, unknown>>>>;

/** The rows that a word means, in any case of letters; another word is refused with those that there are. */
export function concerningCaller(
  words: ConcerningCaller,
  on: string,
  caller: Caller,
): Readonly<Record<string, unknown>> {
  const [, rows] = Object.entries(words).find(([word]) => word.toLowerCase() === on.toLowerCase()) ?? [];
  if (!rows) throw new DomainError('InvalidFilter', `'on' must be one of '${Object.keys(words).join("', '")}'.`);
  return rows(caller);
}

/**
 * The same resource where the question itself says which rows the caller may see.
 *
 * Who is shown such a row is shown what it names, as who checks an order is shown the customer who placed it.
 */
export const everyRowOf = (resource: Resource): Resource => ({ ...resource, visibleTo: () => ({}), isOpen: true });
