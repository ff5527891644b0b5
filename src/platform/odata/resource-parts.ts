import type { Caller } from '../auth/caller.js';
import type { Operation } from '../auth/permissions.js';
import type { Source } from './sql/source.js';
import type { Sql } from './sql/sql.js';

/** The kind of a member's values: how a literal is read, a value written, and a schema drawn. */
export type Kind =
  | { readonly edm: 'Edm.String' | 'Edm.Guid' | 'Edm.Boolean' | 'Edm.Int32' | 'Edm.DateTimeOffset' | 'Edm.Duration' }
  | {
      readonly edm: 'enum';
      readonly name: string;
      readonly members: readonly string[];
      /** What a word is stored as, by the word in lower case, where the two differ. */
      readonly stored?: ReadonlyMap<string, string>;
    }
  /** A collection of strings, which is shown and never asked about. */
  | { readonly edm: 'texts' }
  | { readonly edm: 'complex'; readonly type: () => abstract new () => object; readonly collection: boolean };

/** A value that the statement works out beside the columns of its row. */
export interface Beside {
  /** Under which name the row has it; no column's. */
  readonly name: string;
  readonly of: (row: Source) => Sql;
}

/** One member of a resource. */
export interface Field<Row> {
  readonly kind: Kind;
  /** The column it stands in; without one it is computed, and can be neither filtered nor ordered by unless it is `worked`. */
  readonly column?: keyof Row & string;
  /** Under which name it stands there, where the column keeps several as JSON. */
  readonly key?: string;
  readonly nullable: boolean;
  /** What it is read from, where that is neither a column nor a relation; worked out only where the member is shown. */
  readonly beside?: Beside;
  /** The class of its parts in questions, where more is shown of them than is kept. */
  readonly keptAs?: () => abstract new () => object;
  /** What it is in a statement, where no column keeps it and questions may ask about it all the same. */
  readonly worked?: (row: Source) => Sql;
  /** What stands for it in the questions of a caller, where that is not what is kept; for members that are kept as JSON. */
  readonly inQuestions?: (caller: Caller) => ((kept: Sql, row: Source) => Sql) | undefined;
  /** Whether `eq`, `ne` and `in` pass over the case of letters; its column has an index of `lower(...)`. */
  readonly isCaseless?: boolean;
  /** Whether its text may have thousands of characters: its bytes are counted like those of JSON. */
  readonly isLong?: boolean;
  /** Whether it is for questions only, and shown to those who select it by its name. */
  readonly isUnshown?: boolean;
  /** What it says, and to whom; nobody in particular where a command's own row is answered. */
  readonly read: (row: Row, caller?: Caller) => unknown;
}

/** A way from one resource to another, for `$expand` and for paths in `$filter` and `$orderby`. */
export interface Link {
  /** The name of the resource at the other end; looked up when used, so that modules need not import each other. */
  readonly to: string;
  /** Prisma's relation. */
  readonly relation: string;
  readonly many: boolean;
  /** Where the relation leads to rows that pair two entities: their relation to the one at the other end. */
  readonly through?: string;
  /** Which of those rows count, as a Prisma `where`; all of them when left out. */
  readonly pairs?: Readonly<Record<string, unknown>>;
  /** Whether Graph declares only the base of what is at the other end (`directoryObject`), which then says what it is. */
  readonly toBase?: boolean;
  /** Which operation reads what it leads to, where its own address has another than that of the resource there. */
  readonly readBy?: Operation;
  /** Where it leads to one entity of several kinds, each by a relation of its own: the kinds beside the first. */
  readonly others?: readonly { readonly to: string; readonly relation: string }[];
  /** The type from which those kinds derive. */
  readonly base?: string;
  /** Followed unasked, where Graph shows what it leads to in every answer. */
  readonly isShown?: boolean;
}

/** The types of which a resource's entities are, each of which says its own by `@odata.type`. */
export interface Kinds<Row> {
  readonly types: readonly string[];
  readonly typeOf: (row: Row) => string;
  /** The members that only these types have, and not the one that they derive from. */
  readonly members: readonly string[];
}

/** What goes out for one entity type: wire names, columns, links, and who may see which rows. */
export interface Resource<Row = Record<string, unknown>> {
  /** The entity set's name, also the key in the registry. */
  readonly name: string;
  /** Where the set is served and what `@odata.context` says of it, such as `shop/orderManagement/orders`. */
  readonly path: string;
  /** Which operation reads it, at its own address as by a link from elsewhere. */
  readonly readBy: Operation;
  /** Which operation reads it, too, where a row that concerns the caller names it: see `everyRowOf`. */
  readonly readByConcerned?: Operation;
  /** The type's name in the CSDL, without its namespace. */
  readonly entityType: string;
  /** Prisma's model, as the client spells it. */
  readonly model: string;
  /** Whether its rows are the same for every tenant: its table has no tenant, and no link or relation leads from it to what is one tenant's. */
  readonly isShared?: boolean;
  /** Whether entities have tags (`ETag`), and are changed only as one that is named (`If-Match`). */
  readonly isTagged?: boolean;
  readonly fields: Readonly<Record<string, Field<Row>>>;
  readonly links: Readonly<Record<string, Link>>;
  /** Where beta has another shape, not other names only: which are its own fields, and which of the others it shows, too (all, when left out). */
  readonly inBeta?: { readonly shown?: readonly string[]; readonly fields: Readonly<Record<string, Field<Row>>> };
  /** Whether its entities say by `@odata.type` what they are, as they stand where Graph declares only their base. */
  readonly saysType?: boolean;
  /** Where its entities are of several types that derive from `entityType`, which is none itself. */
  readonly derived?: Kinds<Row>;
  /** Whether its entities have no address of their own, so that none is said of them. */
  readonly isUnaddressed?: boolean;
  /** Documents (columns of JSON and long texts) from which no member is worked out: they are not read for those without a column. */
  readonly unread?: readonly string[];
  /** Columns of texts that may have thousands of characters, beside fields that say so themselves: their bytes are counted like those of JSON. */
  readonly long?: readonly string[];
  /** Columns that no member of any resource shows of this table, each on purpose; all others are shown by one. */
  readonly unshown?: readonly string[];
  /** Prisma relations that some field's `read` needs beside the row itself. */
  readonly include?: Readonly<Record<string, unknown>>;
  /** Which rows need them; all, when it is left out. */
  readonly needsInclude?: (row: Readonly<Record<string, unknown>>) => boolean;
  /** The same as `include`, for relations of which only what concerns the caller is needed. */
  readonly includeFor?: (caller: Caller) => Readonly<Record<string, unknown>>;
  /** What some of its members may say, for the description of the API; the others say what their kind suggests. */
  readonly example?: Readonly<Record<string, unknown>>;
  /** The resource that was declared, where this one is how another dialect sees it. */
  readonly origin?: Resource;
  /** The fields in which `$search` looks; `displayName` and `description` when left out. */
  readonly searched?: readonly string[];
  /** True where whoever is shown a row is also shown what its links to one entity lead to: see `everyRowOf`. */
  readonly isOpen?: boolean;
  /**
   * A Prisma `where` that holds for the rows that the caller may see; the tenant is added elsewhere.
   *
   * It is written into our own statements: what it may say stands in `sql/where.ts`.
   */
  readonly visibleTo: (caller: Caller) => Record<string, unknown>;
}
