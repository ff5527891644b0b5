import { described } from './generated/tables.js';

/** Postgres's name of a column's type; `other` can be shown and is compared with nothing. */
export type ColumnType = 'text' | 'uuid' | 'int4' | 'bool' | 'timestamptz' | 'jsonb' | 'other';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** A way from the rows of one table to those of another. */
export interface Relation {
  /** The model at the other end. */
  readonly to: string;
  readonly many: boolean;
  /** True where a row may have nothing at the other end. */
  readonly optional: boolean;
  /** Fields, own and theirs, that are equal in rows that belong together. */
  readonly on: readonly (readonly [own: string, theirs: string])[];
}

/** The table behind one of Prisma's models, by the names that the model gives its parts. */
export interface Table {
  readonly name: string;
  /** Where its rows are read from by whoever comes from a record: what was deleted stays readable there. */
  readonly onRecord: string;
  readonly columns: ReadonlyMap<string, Column>;
  readonly relations: ReadonlyMap<string, Relation>;
}

/** What Prisma's schema says about tables, as it was when the client was generated. */
const tables: ReadonlyMap<string, Table> = new Map(
  described.map(({ 0: model, 1: { columns, relations, ...names } }) => [
    model,
    { ...names, columns: new Map<string, Column>(columns), relations: new Map<string, Relation>(relations) },
  ]),
);

/** The table of a model, as Prisma's client or its schema spells it; asking for another one is a bug. */
export function tableOf(model: string): Table {
  const found = tables.get(model.charAt(0).toUpperCase() + model.slice(1));
  if (!found) throw new Error(`Prisma's schema has no model '${model}'.`);
  return found;
}
