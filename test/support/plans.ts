import type { Database } from '../../src/platform/database/database.js';
import type { Written } from '../../src/platform/database/model-rows.js';
import { sql } from '../../src/platform/database/sql.js';
import { type Statement, Statements } from '../../src/platform/database/statements.js';

interface Plan {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Relation Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

/** What statements read: rows of tables, and pages of the database, each as often as it is looked at. */
export interface Read {
  readonly rows: number;
  readonly pages: number;
}

/** The reads of our own that a server sends to either database while some work is done. */
export async function readsDuring(work: () => Promise<unknown>): Promise<Written[]> {
  const sent: Written[] = [];
  const { query } = Statements.prototype;
  Statements.prototype.query = function <T>(this: Statements, ...statement: Statement): Promise<T> {
    const [text, ...values] = statement;
    sent.push('raw' in text ? sql(text, ...values) : text);
    return query.apply(this, statement as never) as Promise<T>;
  };
  await work().finally(() => (Statements.prototype.query = query));
  return sent.filter(({ text }) => !text.includes('virtual_clock') && !text.includes('event_delivery'));
}

/** Carries a statement out, and says what it read. */
export async function readBy(database: Database, { text, values }: Written): Promise<Read> {
  const explained = { text: `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${text}`, values };
  const [row] = await database.query<[{ 'QUERY PLAN': [{ Plan: Plan }] }]>(explained);
  return readIn(row['QUERY PLAN'][0].Plan);
}

export const readIn = (plan: Plan): Read => ({
  rows: rowsIn(plan),
  pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
});

const rowsIn = (plan: Plan): number =>
  (plan['Relation Name'] ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'] : 0) +
  (plan.Plans ?? []).reduce((sum, part) => sum + rowsIn(part), 0);
