import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { asDomainError } from '../database/prisma-errors.js';
import { columnsFor, documentsOf } from './plan/documents.js';
import { keyName } from './plan/keyset.js';
import { orderBy, type OrderKey } from './plan/order.js';
import type { Expanded, Reading, Shape } from './plan/shape.js';
import { relationsOf } from './relations.js';
import { ids, parameter, parameters } from './sql/parameter.js';
import type { Source } from './sql/source.js';
import { conjunction, identifier, commaSeparated, sql, type Sql } from './sql/sql.js';
import { bytesName, type Fat, ofName, ownerName, ownersName, timesName, withinBytes } from './sql/within-bytes.js';

/** A row by its model's field names, with the relations that its resource's fields need, and its order keys' values. */
export type Row = Readonly<Record<string, unknown>>;

/** How many of the rows are wanted, behind which, and how many bytes their documents may have. */
export interface Slice {
  readonly take: number;
  readonly skip?: number;
  readonly where?: readonly Sql[];
  readonly bytes: number;
}

/** How often each owner's rows are written, by the value that they are tied to. */
export type Owners = ReadonlyMap<string, number>;

/** Rows of owners. */
export interface Found {
  readonly rows: Row[];
  /** What their documents take, each as often as it is written. */
  readonly bytes: number;
  /** Whether none of some owner's rows had room. */
  readonly leavesOut: boolean;
}

/** How many rows there are of those that were found with this one, had there been room for all. */
export const roomless = (rows: readonly Row[]): number => Number(rows[0]?.[ofName] ?? rows.length);

/** Reads the rows that resources stand on. */
@Injectable()
export class Rows {
  constructor(private readonly database: Database) {}

  /** Rows in their order; fewer where more would not have room. */
  async page(reading: Reading, { take, skip = 0, where = [], bytes }: Slice): Promise<Row[]> {
    const { shape, source, conditions, keys } = reading;
    const columns = columnsOf(reading);
    const rows = sql`SELECT ${commaSeparated(columns.map(written))} FROM ${this.among(source, [...conditions, ...where])}
      ORDER BY ${orderBy(keys, ({ by }) => by.sql)} LIMIT ${take} OFFSET ${skip}`;
    return this.completed(shape, await this.read<Row>(fitting(reading, { rows, columns, isOwned: false }, bytes)));
  }

  /** The one row for which a condition holds; whole where its tag stands for all of it. */
  async one(reading: Reading, where: Sql): Promise<Row[]> {
    const { shape, source, conditions } = reading;
    const { resource, fields } = shape;
    const shown = resource.isTagged ? Object.entries(resource.fields) : fields;
    const columns = [...fieldsOf(source, columnsFor(resource, shown, source)), ...besidesOf(reading)];
    const rows = await this.read<Row>(sql`SELECT ${commaSeparated(columns.map(written))}
      FROM ${this.among(source, [...conditions, where])} LIMIT 1`);
    return this.completed(shape, rows);
  }

  /** How many rows there are, or `most` where there are more. */
  async count({ source, conditions }: Reading, where: readonly Sql[], most?: number): Promise<number> {
    const counted = countOf(this.among(source, [...conditions, ...where]), most);
    const [found] = await this.read<{ count: number }>(sql`SELECT ${counted} AS count`);
    return found?.count ?? 0;
  }

  /** The members of each owner (lateral join), each owner's in their order; fewer where more would not have room. */
  async membersOf({ reading, tie: [, column] }: Expanded, owners: Owners, slice: Slice): Promise<Found> {
    const { source, conditions, keys } = reading;
    const { take, skip = 0, bytes } = slice;
    const columns = [...columnsOf(reading), ...ownedBy(reading, sql`owners.id`)];
    const rows = sql`SELECT members.* FROM ${theOwners(reading, owners)}
      CROSS JOIN LATERAL (
        SELECT ${commaSeparated(columns.map(written))} FROM ${this.among(source, [sql`${column} = owners.id`, ...conditions])}
        ORDER BY ${orderBy(keys, ({ by }) => by.sql)} LIMIT ${take} OFFSET ${skip}
      ) AS members ${this.ownersInTime()} ORDER BY ${orderBy(keys, keyNamed)}`;
    return this.found(reading, { rows, columns, isOwned: true }, { owners, bytes });
  }

  /** What links to one entity lead to. */
  async onesOf({ reading, tie: [, column] }: Expanded, owners: Owners, bytes: number): Promise<Found> {
    const { source } = reading;
    const columns = [...columnsOf({ ...reading, keys: [] }), ...ownedBy(reading, column)];
    const selected = commaSeparated(columns.map(written));
    const rows = isFat(reading)
      ? sql`SELECT ${selected} FROM ${theOwners(reading, owners)}, ${this.among(source, [sql`${column} = owners.id`, ...reading.conditions])}`
      : sql`SELECT ${selected} FROM ${this.among(source, [sql`${column} = ANY(${ids([...owners.keys()])})`, ...reading.conditions])}`;
    return this.found({ ...reading, keys: [] }, { rows, columns, isOwned: true }, { owners, bytes });
  }

  /** How many members each owner has, or `most` where there are more. */
  async countsOf(
    { reading: { source, conditions }, tie: [, column] }: Expanded,
    owners: readonly string[],
    most?: number,
  ): Promise<(owner: unknown) => number> {
    const theirs = countOf(this.among(source, [sql`${column} = owners.id`, ...conditions]), most);
    const found = await this.read<{ owner: unknown; count: number }>(
      sql`SELECT owners.id AS owner, ${theirs} AS count FROM unnest(${ids(owners)}) AS owners(id) ${this.ownersInTime()}`,
    );
    const counts = new Map(found.map(({ owner, count }) => [owner, count]));
    return (owner) => counts.get(owner) ?? 0;
  }

  private async found(
    reading: Reading,
    statement: Statement,
    { owners, bytes }: { readonly owners: Owners; readonly bytes: number },
  ): Promise<Found> {
    const rows = owners.size === 0 ? [] : await this.read<Row>(fitting(reading, statement, bytes));
    const taken = rows.reduce((most, row) => Math.max(most, Number(row[bytesName] ?? 0)), 0);
    const leavesOut = new Set(rows.map((row) => row[ownerName])).size < Number(rows[0]?.[ownersName] ?? 0);
    return { rows: await this.completed(reading.shape, rows), bytes: taken, leavesOut };
  }

  /** The rows for which all conditions hold; every read goes by here, as it has to end in time. */
  private among(source: Source, conditions: readonly Sql[]): Sql {
    const looks = this.database.inTime(source.tenant ?? source.column('id'));
    return sql`${source.from} WHERE ${conjunction([...looks, ...conditions])}`;
  }

  /** Owners without members have no row that would ask for the time: they ask themselves. */
  private ownersInTime(): Sql {
    const looks = this.database.inTime(sql`owners.id`);
    return looks.length === 0 ? sql`` : sql`WHERE ${conjunction(looks)}`;
  }

  protected read<T>(statement: Sql): Promise<T[]> {
    return this.database.query<T[]>(statement).catch((error: unknown) => {
      throw asDomainError(error);
    });
  }

  /** What some rows need of everybody's is asked for these; what is needed for the caller, for all. */
  private async completed({ resource, caller }: Shape, rows: Row[]): Promise<Row[]> {
    const { model, include = {}, includeFor, needsInclude } = resource;
    const needing = needsInclude ? rows.filter(needsInclude) : rows;
    const completed = await this.withRelations(model, rows, include, new Set(needing));
    return caller && includeFor ? this.withRelations(model, completed, includeFor(caller)) : completed;
  }

  /** Adds the relations that a resource's fields are worked out from; for rows that need none, nothing is asked. */
  private async withRelations(
    model: string,
    rows: Row[],
    needed: Readonly<Record<string, unknown>>,
    needing: ReadonlySet<Row> = new Set(rows),
  ): Promise<Row[]> {
    const [first] = rows;
    if (!first) return rows;
    let completed = rows;
    for (const { name, many, to, source, fields, tie, where, more } of relationsOf(model, needed)) {
      const [field, column] = tie;
      const { tenant } = source;
      const inTenant = tenant ? sql`${tenant} = ${parameter(String(first['tenantId']), 'uuid')}` : sql`TRUE`;
      const owners = [...needing].flatMap((row) => (typeof row[field] === 'string' ? [row[field]] : []));
      const theirs = this.among(source, [sql`${column} = ANY(${ids(owners)})`, inTenant, where]);
      const statement = sql`SELECT ${commaSeparated(fieldsOf(source, fields).map(written))}, ${column} AS ${identifier(ownerName)} FROM ${theirs}`;
      const found = owners.length === 0 ? [] : await this.read<Row>(statement);
      const byOwner = Map.groupBy(await this.withRelations(to, found, more), (row) => row[ownerName]);
      const valueFor = (row: Row) => (many ? (byOwner.get(row[field]) ?? []) : (byOwner.get(row[field])?.[0] ?? null));
      completed = completed.map((row) => ({ ...row, [name]: valueFor(row) }));
    }
    return completed;
  }
}

/** How many rows there are, as a value; the database stops where it has counted enough. */
const countOf = (rows: Sql, most?: number): Sql =>
  sql`(SELECT count(*)::int4 FROM (SELECT 1 FROM ${rows} LIMIT ${most ?? null}::int8) AS counted)`;

/** What a statement selects, and under which name. */
type Named = readonly [name: string, value: Sql];

/** A statement that finds rows, and what it selects of them. */
interface Statement extends Pick<Fat, 'rows' | 'isOwned'> {
  readonly columns: readonly Named[];
}

const written = ([name, value]: Named): Sql => sql`${value} AS ${identifier(name)}`;
const keyNamed = (_: OrderKey, place: number): Sql => identifier(keyName(place));

const fieldsOf = (source: Source, fields: readonly string[]): Named[] =>
  fields.map((field) => [field, source.column(field)]);

const besidesOf = ({ shape, source }: Reading): Named[] =>
  shape.fields.flatMap(([, { beside }]) => (beside ? [[beside.name, beside.of(source)] as const] : []));

function columnsOf(reading: Reading): Named[] {
  const { shape, source, keys } = reading;
  const values = keys.map(({ by }, place) => [keyName(place), by.sql] as const);
  return [...fieldsOf(source, columnsFor(shape.resource, shape.fields, source)), ...values, ...besidesOf(reading)];
}

const isFat = ({ shape, source }: Reading): boolean => documentsOf(shape, source).length > 0;

const ownedBy = (reading: Reading, owner: Sql): Named[] => [
  [ownerName, owner],
  ...(isFat(reading) ? [[timesName, sql`owners.times`] as const] : []),
];

function theOwners(reading: Reading, owners: Owners): Sql {
  const given = ids([...owners.keys()]);
  return isFat(reading)
    ? sql`unnest(${given}, ${parameters([...owners.values()], 'int4')}) AS owners(id, times)`
    : sql`unnest(${given}) AS owners(id)`;
}

/** The same statement, cut where its documents are too many bytes; as it is where there are none. */
function fitting({ shape, source, keys }: Reading, { rows, columns, isOwned }: Statement, bytes: number): Sql {
  const documents = documentsOf(shape, source);
  if (documents.length === 0) return rows;
  const order = keys.length > 0 ? orderBy(keys, keyNamed) : identifier(ownerName);
  return withinBytes({ rows, names: columns.map(([name]) => name), documents, order, isOwned }, bytes);
}
