import { identifier, commaSeparated, sql, type Sql } from './sql.js';

/** A column that may be large: JSON, or a text that becomes a string of JSON. */
export interface Document {
  readonly name: string;
  readonly isText: boolean;
}

/** Rows that a statement finds, of which as many are wanted as have room. */
export interface Fat {
  readonly rows: Sql;
  /** The names of its columns. */
  readonly names: readonly string[];
  /** Those that may be large. */
  readonly documents: readonly Document[];
  /** How its rows are ordered, by those names. */
  readonly order: Sql;
  /** Whether its rows belong to owners, and how often each is written: the columns `$owner` and `$times`. */
  readonly isOwned: boolean;
}

/** Under which names a row says how many there were for its owner, and for how many owners. */
export const ofName = '$of';
export const ownersName = '$owners';
/** Under which name a row says how many bytes it makes together with those before it. */
export const bytesName = '$bytes';

/** Under which names the rows of owners say whose they are, and how often they are written. */
export const ownerName = '$owner';
export const timesName = '$times';

/**
 * Cuts rows where the running sum of their bytes passes a budget, in the database, before they travel.
 *
 * Owners take turns: the first row of each, then the second of each, and so on, so that each loses only its last ones. The first
 * row of all is always there.
 */
export function withinBytes({ rows, names, documents, order, isOwned }: Fat, most: number): Sql {
  const owner = identifier(ownerName);
  const times = isOwned ? identifier(timesName) : sql`1`;
  const theirs = isOwned ? sql`PARTITION BY ${owner}` : sql``;
  const turn = isOwned ? sql`"$turn", ${owner}` : order;
  return sql`SELECT ${commaSeparated([...names, ofName, ownersName, bytesName].map(identifier))} FROM (
      SELECT sized.*, count(*) FILTER (WHERE "$turn" = 1) OVER ()::int4 AS ${identifier(ownersName)},
        sum("$size") OVER (ORDER BY ${turn} ROWS UNBOUNDED PRECEDING) AS ${identifier(bytesName)}
      FROM (
        SELECT found.*, ${sizeOf(documents)} * ${times} AS "$size", row_number() OVER (${theirs} ORDER BY ${order}) AS "$turn",
          count(*) OVER (${theirs})::int4 AS ${identifier(ofName)}
        FROM (${rows}) AS found
      ) AS sized
    ) AS summed WHERE ${identifier(bytesName)} <= ${most}::float8 OR ${identifier(bytesName)} = "$size" ORDER BY ${order}`;
}

/** Bytes as they are written: what is stored may be compressed a hundredfold. */
const sizeOf = (documents: readonly Document[]): Sql => {
  const sizes = documents.map((document) => sql`COALESCE(${bytesOf(document)}, 0)`);
  return sql`(${sizes.reduce((before, size) => sql`${before} + ${size}`)})::float8`;
};

/** JSON escapes control characters as six: a text with some counts as if it had no others, as Postgres is slow to escape them. */
function bytesOf({ name, isText }: Document): Sql {
  const value = identifier(name);
  if (!isText) return sql`octet_length(${value}::text)`;
  return sql`CASE WHEN ${value} ~ '[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f]' THEN 6 * octet_length(${value}) ELSE octet_length(to_json(${value})::text) END`;
}
