import pg from 'pg';

/** Puts a database back to how it was when it was kept, however it was changed since. */
export interface Kept {
  /** The tables that hold something else than they did. */
  readonly changed: () => Promise<string[]>;
  readonly putBack: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What follows no call, or is no part of the world. */
const passedOver = ['idempotency_record', 'secret', 'virtual_clock'];

/** Triggers say which tables were written: only these are looked at and put back, of some forty. */
const watching = `
  CREATE SCHEMA kept;
  CREATE TABLE kept.written (name text);
  CREATE FUNCTION kept.note() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN INSERT INTO kept.written VALUES (TG_TABLE_NAME); RETURN NULL; END'`;

/** Keeps what all tables hold now, beside them. */
export async function keep(url: string): Promise<Kept> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = (await tablesOf(client)).filter((name) => !passedOver.includes(name) && !name.startsWith('_'));
  await client.query([watching, ...tables.flatMap(kept)].join(';'));
  const namesBy = async (sql: string): Promise<string[]> => {
    const { rows } = await client.query<{ name: string }>(sql);
    return [...new Set(rows.map(({ name }) => name))].sort();
  };
  return {
    changed: async () => {
      const written = await namesBy('SELECT DISTINCT name FROM kept.written');
      return written.length === 0 ? [] : namesBy(written.map(differing).join(' UNION ALL '));
    },
    putBack: async () => {
      await client.query('BEGIN; SET LOCAL session_replication_role = replica');
      const written = await namesBy('DELETE FROM kept.written RETURNING name');
      await client.query([...written.flatMap(restored), 'COMMIT'].join(';'));
    },
    close: () => client.end(),
  };
}

const kept = (name: string): string[] => [
  `CREATE TABLE kept.${name} AS TABLE public.${name}`,
  `CREATE TRIGGER kept AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.${name} EXECUTE FUNCTION kept.note()`,
];

const restored = (name: string): string[] => [
  `DELETE FROM public.${name}`,
  `INSERT INTO public.${name} SELECT * FROM kept.${name}`,
];

const differing = (name: string): string =>
  `SELECT '${name}' AS name WHERE ${rowsOf(`public.${name}`)} <> ${rowsOf(`kept.${name}`)}`;

const rowsOf = (table: string): string =>
  `(SELECT coalesce(string_agg(t::text, '' ORDER BY t::text), '') FROM ${table} t)`;

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
  );
  return rows.map(({ name }) => name);
}
