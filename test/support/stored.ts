import type { Model, NewRow, RowOf } from '../../src/platform/database/models.js';
import { tableOf } from '../../src/platform/database/tables.js';

/** A row as the database has it once it is inserted: what was left out is null. */
export function stored<M extends Model>(model: M, inserted: NewRow<RowOf<M>>): RowOf<M> {
  const nullable = [...tableOf(model).columns].filter(([, column]) => column.nullable);
  const nulls = Object.fromEntries(nullable.map(([name]) => [name, null]));
  // Null is all that the row lacked of its type.
  return { ...nulls, ...inserted } as unknown as RowOf<M>;
}
