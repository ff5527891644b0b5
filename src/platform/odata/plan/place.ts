import type { Caller } from '../../auth/caller.js';
import { invalid, limits } from '../query/limits.js';
import type { ResourceRegistry } from '../resource-registry.js';
import type { Sql } from '../sql/sql.js';
import { synonymIn } from '../synonyms.js';
import type { Typed } from './typed.js';

/** Who is asking, and what links can lead to. */
export interface Asker {
  readonly registry: ResourceRegistry;
  readonly caller: Caller;
  /** How many links the questions of the call may still follow. */
  readonly steps: { left: number };
  /** How often what is asked here is asked of each row: more inside `any` and `all`. */
  readonly times?: number;
}

/** Counts a link that a question follows; refused where they are too many for one call. */
export function step({ steps, times = 1 }: Asker, many = false): void {
  steps.left -= many ? times * limits.stepsToMany : times;
  if (steps.left >= 0) return;
  throw invalid(
    `'$filter' and '$orderby' follow too many links: each counts, ten times where it leads to a collection, and ten times again inside 'any' and 'all'. Follow fewer than ${limits.steps} in all, or ask in several calls.`,
  );
}

/** What paths lead to, and whose members they name: rows of a resource, or parts that a row keeps as JSON. */
export interface Place {
  /** The value of a member. */
  member(name: string, asker: Asker): Typed;
  /** Where a member leads to, where that is one. */
  onward(name: string, asker: Asker): Place;
  /** Where a member leads to, where that may be many. */
  members(name: string, asker: Asker): Members;
}

/** Many of something, in a subquery. */
export interface Members {
  /** What stands behind FROM; to be asked for when everything that is asked of a member is written. */
  readonly from: () => Sql;
  /** Which of the rows there belong to the owner, and may be seen by the caller. */
  readonly those: Sql;
  /** Whether they stand in rows of their own. */
  readonly areRows?: boolean;
  /** One of them under the name of a variable. */
  readonly each: (variable: string) => Place;
}

/** What is declared under that name, in any case, or is also called so; the exact spelling wins. */
export function entryNamed<T>(among: Readonly<Record<string, T>>, asked: string): readonly [string, T] | undefined {
  const entries = Object.entries(among);
  const lower = asked.toLowerCase();
  const other = synonymIn(among, asked);
  return (
    entries.find(([name]) => name === asked) ??
    entries.find(([name]) => name.toLowerCase() === lower) ??
    entries.find(([name]) => name === other)
  );
}
