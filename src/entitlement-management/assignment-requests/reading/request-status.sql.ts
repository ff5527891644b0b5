import type { Source } from '../../../platform/odata/sql/source.js';
import { sql, type Sql, wordFor } from '../../../platform/odata/sql/sql.js';
import { whereOf } from '../../../platform/odata/sql/where.js';
import { escalated, isEscalated, statusWords } from './request-status.js';

/** What `statusOf` says, in a statement. */
export function statusInSql(request: Source): Sql {
  const [state, failure] = [request.column('state'), request.column('failure')];
  const { source: stage, tie } = request.subset('approvalStages');
  const isAsked = sql`EXISTS (SELECT FROM ${stage.from} WHERE ${tie} AND ${whereOf(isEscalated, stage)})`;
  const word = wordFor(state, statusWords);
  return sql`(CASE WHEN ${failure} <> '' THEN ${word} || ': ' || ${failure}
    WHEN ${state} = 'pendingApproval' AND ${isAsked} THEN ${escalated}::text ELSE ${word} END)`;
}
