import type { Source } from '../../platform/odata/sql/source.js';
import { sql, type Sql, wordFor } from '../../platform/odata/sql/sql.js';
import { reminderDays } from './assignment.js';
import { nearExpiry, statusWords } from './assignment-status.js';

/** What `statusOf` says, in a statement. */
export function statusInSql(assignment: Source): Sql {
  const state = assignment.column('state');
  const lasts = sql`${assignment.column('endAt')} - ${assignment.column('startAt')}`;
  const isNear = sql`${state} = 'delivered' AND ${assignment.column('reminders')} >= ${reminderDays.length}::int AND ${lasts} > interval '24 hours'`;
  return sql`(CASE WHEN ${isNear} THEN ${nearExpiry}::text ELSE ${wordFor(state, statusWords)} END)`;
}
