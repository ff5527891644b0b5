import { sql, type Sql } from '../sql/sql.js';
import type { Scalar } from './values.js';

type Edm = 'Edm.String' | 'Edm.Int32' | 'Edm.DateTimeOffset';

/** A function that questions may call. */
export interface Form {
  readonly takes: readonly Edm[];
  /** How many of the last operands may be left out. */
  readonly optional?: number;
  readonly gives: Scalar;
  readonly as: (...operands: readonly Sql[]) => Sql;
}

const text = 'Edm.String';
const number = 'Edm.Int32';
const moment = 'Edm.DateTimeOffset';

const asks = (as: Form['as']): Form => ({ takes: [text, text], gives: { edm: 'Edm.Boolean' }, as });
const changes = (as: Form['as']): Form => ({ takes: [text], gives: { edm: text }, as });
const counts = (takes: readonly Edm[], as: Form['as']): Form => ({ takes, gives: { edm: number }, as });

/** A part of an instant, in UTC. */
const part = (name: Sql): Form =>
  counts([moment], (at) => sql`floor(extract(${name} FROM ${at} AT TIME ZONE 'UTC'))::int4`);

/** A start or length that no sum takes out of range. `least` and `greatest` would make a number of null. */
const within = (count: Sql | undefined): Sql =>
  sql`(SELECT CASE WHEN n < 0 THEN 0 WHEN n > 1000000 THEN 1000000 ELSE n END FROM (VALUES (${count})) AS counts(n))`;

/**
 * The functions of OData's 5.1.1.5 to 5.1.1.8 that are served.
 *
 * What looks for one text in another ignores case, as Graph's directory does; `eq`, `ne` and `in` do where a field says so (`caseless`).
 * No pattern is built: there is no wildcard that a text could hold.
 */
export const functions: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['contains', asks((whole, piece) => sql`(position(lower(${piece}) IN lower(${whole})) > 0)`)],
  ['startswith', asks((whole, piece) => sql`starts_with(lower(${whole}), lower(${piece}))`)],
  ['endswith', asks((whole, piece) => sql`(right(lower(${whole}), length(lower(${piece}))) = lower(${piece}))`)],
  ['indexof', counts([text, text], (whole, piece) => sql`(position(lower(${piece}) IN lower(${whole})) - 1)`)],
  ['length', counts([text], (whole) => sql`length(${whole})`)],
  ['tolower', changes((whole) => sql`lower(${whole})`)],
  ['toupper', changes((whole) => sql`upper(${whole})`)],
  ['trim', changes((whole) => sql`btrim(${whole}, ${' \t\r\n'})`)],
  ['concat', { takes: [text, text], gives: { edm: text }, as: (left, right) => sql`(${left} || ${right})` }],
  [
    'substring',
    {
      takes: [text, number, number],
      optional: 1,
      gives: { edm: text },
      as: (whole, start, most) =>
        most
          ? sql`substr(${whole}, ${within(start)} + 1, ${within(most)})`
          : sql`substr(${whole}, ${within(start)} + 1)`,
    },
  ],
  ['year', part(sql`year`)],
  ['month', part(sql`month`)],
  ['day', part(sql`day`)],
  ['hour', part(sql`hour`)],
  ['minute', part(sql`minute`)],
  ['second', part(sql`second`)],
  ['date', { takes: [moment], gives: { edm: 'Edm.Date' }, as: (at) => sql`(${at} AT TIME ZONE 'UTC')::date` }],
]);
