import { DomainError } from '../errors/domain-error.js';
import { sql, type Sql } from './sql.js';

/** How long the embedded database works on one read for a caller; nothing else is done in the server meanwhile. */
export const longestEmbeddedReadMillis = 1_000;

/** The code of the error that ends a statement: one of our own, as what Postgres ends in a transaction is another refusal. */
export const outOfTime = 'OE001';

/** Ends a statement as a time limit of Postgres would. */
export const endingOfReads = `
  CREATE OR REPLACE FUNCTION pg_temp.end_read(of_a_row uuid) RETURNS bool LANGUAGE plpgsql VOLATILE COST 1 AS
    $$ BEGIN RAISE 'The read took too long' USING ERRCODE = '${outOfTime}'; END $$`;

/**
 * Cooperative deadline: what no timer can interrupt looks at the clock itself, before each row of the table that it reads.
 *
 * It names a column of that table, so that it is asked where the table is read, not once everything is joined.
 */
export const inTime = (id: Sql): Sql => sql`CASE
  WHEN clock_timestamp() < statement_timestamp() + ${longestEmbeddedReadMillis}::float8 * interval '1 millisecond' THEN TRUE
  ELSE pg_temp.end_read(${id}) END`;

/** What a caller is told whose read was ended. */
export const tookTooLong = (millis: number): DomainError =>
  new DomainError(
    'BadRequest',
    `The read took longer than ${millis / 1_000} s and was ended: narrow '$filter' or '$search', or ask for less by '$top', '$expand', '$orderby' and '$count'.`,
  );
