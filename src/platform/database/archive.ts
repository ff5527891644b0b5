import { identifier, sql, type Sql } from './sql.js';
import { tableOf } from './tables.js';

/** Moves a row of the ambient tenant from one model's table to another's that has the same columns and when that was (`deletedAt`). */
export function archival(
  from: string,
  to: string,
  { tenantId, id, at }: { tenantId: string; id: string; at: Date },
): Sql {
  const names = [...tableOf(from).columns.values()]
    .map(({ name }) => identifier(name))
    .reduce((before, next) => sql`${before}, ${next}`);
  return sql`
    WITH gone AS (
      DELETE FROM ${identifier(tableOf(from).name)} WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid RETURNING *)
    INSERT INTO ${identifier(tableOf(to).name)} (${names}, deleted_at) SELECT ${names}, ${at} FROM gone`;
}
