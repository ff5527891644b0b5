import type { Sql } from '../../../platform/database/sql.js';
import type { PolicyPlace, Related, Standing, SubjectSet } from '../subject-set.js';

type Class = new () => object;

/** What a kind finds its people by, in a statement in which each row of `wanted` is a set's type with an id or a level that it names. */
export interface Finding {
  readonly tenantId: Sql;
  readonly requestorId: Sql;
  readonly targetId: Sql;
  /** Holds for the rows of `wanted` that are of the kinds which find their people in this way. */
  readonly isWanted: Sql;
  /** Whether there is time left for another row of a table: see `Database.inTime`. */
  readonly inTime: (column: Sql) => Sql;
}

/** A way of naming people: what a set of it says in either version, where it counts, and whom it means. */
export interface Kind {
  /** The members of a set in v1.0, what they must be, and so what is refused. */
  readonly declared: Class;
  /** Its members in beta; left out where a `userSet` says it all. */
  readonly inBeta?: Class;
  /** The member with the id that a set names, which beta calls `id`. */
  readonly idMember?: string;
  /** The places in which it names people; in all others it names nobody. */
  readonly places: readonly PolicyPlace[];
  /** Whether it names groups. */
  readonly isOfGroups?: boolean;
  /** Whether whom it names follows from who asks, and for whom. */
  readonly isRelative?: boolean;
  /** The ids that a set names. */
  readonly ids?: (set: SubjectSet) => readonly string[];
  /** How far up the manager is that a set names. */
  readonly level?: (set: SubjectSet) => number;
  /** The ids of its people, as a query; kinds that share it are asked together. */
  readonly people?: (by: Finding) => Sql;
  /** The ids by any of which a set names somebody. */
  readonly namedBy?: (person: Standing) => readonly string[];
  /** Whether a set means somebody, where no id says it. */
  readonly means?: (set: SubjectSet, person: Standing, among: Related) => boolean;
}
