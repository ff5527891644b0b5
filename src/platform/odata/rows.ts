import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { asDomainError } from '../database/prisma-errors.js';
import { keyName } from './plan/keyset.js';
import { orderBy, type OrderKey } from './plan/order.js';
import type { Expanded, Reading, Shape } from './plan/shape.js';
import { relationsOf } from './relations.js';
import { ids, parameter } from './sql/parameter.js';
import type { Source } from './sql/source.js';
import { all, identifier, list, sql, type Sql } from './sql/sql.js';

/** A row by its model's field names, with the relations that its resource's fields need, and its order keys' values. */
export type Row = Readonly<Record<string, unknown>>;

/** How many of the rows are wanted, and behind which. */
export interface Slice {
  readonly take: number;
  readonly skip?: number;
  readonly where?: readonly Sql[];
}

/** Under which name a row says whose member it is. */
export const ownerName = '$owner';

/** Reads the rows that resources stand on. */
@Injectable()
export class Rows {
  constructor(private readonly database: Database) {}

  async page({ shape, source, conditions, keys }: Reading, { take, skip = 0, where = [] }: Slice): Promise<Row[]> {
    const rows = await this.read<Row>(sql`SELECT ${columnsOf(source, keys, shape)} FROM ${source.from}
      WHERE ${all([...conditions, ...where])}
      ORDER BY ${orderBy(keys, ({ by }) => by.sql)} LIMIT ${take} OFFSET ${skip}`);
    return this.completed(shape, rows);
  }

  /** How many rows there are, or `most` where there are more. */
  async count({ source, conditions }: Reading, where: readonly Sql[], most?: number): Promise<number> {
    const [found] = await this.read<{ count: number }>(
      sql`SELECT ${countOf(source, all([...conditions, ...where]), most)} AS count`,
    );
    return found?.count ?? 0;
  }

  /** The members of each owner, each owner's in their order. */
  async membersOf(
    { reading: { shape, source, conditions, keys }, tie: [, column] }: Expanded,
    owners: readonly string[],
    { take, skip = 0 }: Slice,
  ): Promise<Row[]> {
    if (owners.length === 0) return [];
    const named = (_: OrderKey, place: number) => identifier(keyName(place));
    const rows = await this.read<Row>(sql`SELECT members.* FROM unnest(${ids(owners)}) AS owners(id)
      CROSS JOIN LATERAL (
        SELECT ${columnsOf(source, keys, shape)}, owners.id AS ${identifier(ownerName)} FROM ${source.from}
        WHERE ${column} = owners.id AND ${all(conditions)}
        ORDER BY ${orderBy(keys, ({ by }) => by.sql)} LIMIT ${take} OFFSET ${skip}
      ) AS members ORDER BY ${orderBy(keys, named)}`);
    return this.completed(shape, rows);
  }

  /** What links to one entity lead to. */
  async onesOf(
    { reading: { shape, source, conditions }, tie: [, column] }: Expanded,
    owners: readonly string[],
  ): Promise<Row[]> {
    if (owners.length === 0) return [];
    const rows = await this.read<Row>(
      sql`SELECT ${columnsOf(source, [], shape)}, ${column} AS ${identifier(ownerName)} FROM ${source.from}
        WHERE ${column} = ANY(${ids(owners)}) AND ${all(conditions)}`,
    );
    return this.completed(shape, rows);
  }

  /** How many members each owner has, or `most` where there are more. */
  async countsOf(
    { reading: { source, conditions }, tie: [, column] }: Expanded,
    owners: readonly string[],
    most?: number,
  ): Promise<(owner: unknown) => number> {
    const theirs = all([sql`${column} = owners.id`, ...conditions]);
    const found = await this.read<{ owner: unknown; count: number }>(
      sql`SELECT owners.id AS owner, ${countOf(source, theirs, most)} AS count FROM unnest(${ids(owners)}) AS owners(id)`,
    );
    const counts = new Map(found.map(({ owner, count }) => [owner, count]));
    return (owner) => counts.get(owner) ?? 0;
  }

  protected read<T>(statement: Sql): Promise<T[]> {
    return this.database.query<T[]>(statement).catch((error: unknown) => {
      throw asDomainError(error);
    });
  }

  private completed({ resource, caller }: Shape, rows: Row[]): Promise<Row[]> {
    const needed = { ...resource.include, ...(caller && resource.includeFor?.(caller)) };
    const needing = resource.needsInclude ? rows.filter(resource.needsInclude) : rows;
    return this.withRelations(resource.model, rows, needed, new Set(needing));
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
    for (const { name, many, to, source, tie, where, more } of relationsOf(model, needed)) {
      const [field, column] = tie;
      const inTenant = sql`${source.column('tenantId')} = ${parameter(String(first['tenantId']), 'uuid')}`;
      const owners = [...needing].flatMap((row) => (typeof row[field] === 'string' ? [row[field]] : []));
      const statement = sql`SELECT ${columnsOf(source, [])}, ${column} AS ${identifier(ownerName)} FROM ${source.from}
        WHERE ${column} = ANY(${ids(owners)}) AND ${all([inTenant, where])}`;
      const found = owners.length === 0 ? [] : await this.read<Row>(statement);
      const byOwner = Map.groupBy(await this.withRelations(to, found, more), (row) => row[ownerName]);
      const valueFor = (row: Row) => (many ? (byOwner.get(row[field]) ?? []) : (byOwner.get(row[field])?.[0] ?? null));
      completed = completed.map((row) => ({ ...row, [name]: valueFor(row) }));
    }
    return completed;
  }
}

/** How many rows there are, as a value; the database stops where it has counted enough. */
const countOf = (source: Source, where: Sql, most?: number): Sql =>
  sql`(SELECT count(*)::int4 FROM (SELECT 1 FROM ${source.from} WHERE ${where} LIMIT ${most ?? null}::int8) AS counted)`;

function columnsOf(source: Source, keys: readonly OrderKey[], shape?: Shape): Sql {
  const fields = source.fields.map((field) => sql`${source.column(field)} AS ${identifier(field)}`);
  const values = keys.map(({ by }, place) => sql`${by.sql} AS ${identifier(keyName(place))}`);
  const others = (shape?.fields ?? []).flatMap(([, { beside }]) => (beside ? [beside] : []));
  return list([...fields, ...values, ...others.map(({ name, of }) => sql`${of(source)} AS ${identifier(name)}`)]);
}
