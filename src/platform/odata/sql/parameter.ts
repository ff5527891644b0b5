import { sql, type Sql } from './sql.js';
import type { ColumnType } from '../../database/tables.js';

/** The types that values are sent as: those of columns, and those that functions give. */
export type ValueType = Exclude<ColumnType, 'jsonb' | 'other'> | 'date' | 'float8';

const casts: { readonly [Type in ValueType]: Sql } = {
  text: sql`::text`,
  uuid: sql`::uuid`,
  int4: sql`::int4`,
  bool: sql`::bool`,
  timestamptz: sql`::timestamptz`,
  date: sql`::date`,
  float8: sql`::float8`,
};

/** A value as a parameter; the cast keeps the database from guessing. */
export const parameter = (value: string | number | boolean | null, type: ValueType): Sql => sql`${value}${casts[type]}`;

/** Several values as one parameter. */
export const parameters = (values: readonly (string | number | boolean)[], type: ValueType): Sql =>
  sql`${values.map(String)}::text[]${casts[type]}[]`;

/** A text of the database's own as a value of another type. */
export const cast = (text: Sql, type: ValueType): Sql => sql`${text}${casts[type]}`;

/** A list of ids as one parameter. */
export const ids = (values: readonly string[]): Sql => sql`${[...values]}::uuid[]`;
