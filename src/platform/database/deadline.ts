import { sql, type Sql } from './sql.js';

/** How long the embedded database works on one read for a caller; nothing else is done in the server meanwhile. */
export const longestEmbeddedReadMillis = 1_000;

/** Ends a statement as a time limit of Postgres would. */
export const endingOfReads = `
  CREATE OR REPLACE FUNCTION pg_temp.end_read(of_a_row uuid) RETURNS bool LANGUAGE plpgsql VOLATILE COST 1 AS
    $$ BEGIN RAISE 'The read took too long' USING ERRCODE = 'query_canceled'; END $$`;

/**
 * Cooperative deadline: what no timer can interrupt looks at the clock itself, before each row of the table that it reads.
 *
 * It names a column of that table, so that it is asked where the table is read, not once everything is joined.
 */
export const inTime = (id: Sql): Sql => sql`CASE
  WHEN clock_timestamp() < statement_timestamp() + ${longestEmbeddedReadMillis}::float8 * interval '1 millisecond' THEN TRUE
  ELSE pg_temp.end_read(${id}) END`;
