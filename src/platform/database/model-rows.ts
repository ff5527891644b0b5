import { identifier, sql, type Sql } from './sql.js';
import { type Column, tableOf } from './tables.js';

/** A statement that is written already. */
export type Written = Pick<Sql, 'text' | 'values'>;

/** Writes one row, by its model's field names; what it leaves out is the column's default. */
export function insertion(model: string, row: object): Written {
  const { name, columns } = tableOf(model);
  const given = Object.entries(row).filter(([, value]) => value !== undefined);
  const named = given.map(([field]) => `"${columnOf(model, columns, field).name}"`);
  return {
    text: `INSERT INTO "${name}" (${named.join(', ')}) VALUES (${named.map((_, at) => `$${at + 1}`).join(', ')})`,
    values: given.map(([field, value]) => stored(columnOf(model, columns, field), value)),
  };
}

/** What stands behind SELECT for whole rows by their model's field names; for a table that needs no alias. */
export function fieldsOf(model: string): Sql {
  const known = fields.get(model) ?? listed(model);
  fields.set(model, known);
  return known;
}

const fields = new Map<string, Sql>();

const listed = (model: string): Sql =>
  [...tableOf(model).columns]
    .map(([field, { name }]) => sql`${identifier(name)} AS ${identifier(field)}`)
    .reduce((before, next) => sql`${before}, ${next}`);

function columnOf(model: string, columns: ReadonlyMap<string, Column>, field: string): Column {
  const column = columns.get(field);
  if (!column) throw new Error(`The model '${model}' has no column for '${field}'.`);
  return column;
}

const stored = ({ type }: Column, value: unknown): unknown =>
  type === 'jsonb' && value !== null ? JSON.stringify(value) : value;
