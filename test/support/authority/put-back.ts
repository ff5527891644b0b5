import pg from 'pg';

/** Puts a database back to how it was when it was kept, however it was changed since. */
export interface Kept {
  /** A short text that differs once anything in it does. */
  readonly mark: () => Promise<string>;
  readonly putBack: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What follows no call, or is no part of the world. */
const passedOver = ['idempotency_record', 'secret', 'virtual_clock'];

/** Keeps what all tables hold now, beside them. */
export async function keep(url: string): Promise<Kept> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = (await tablesOf(client)).filter((name) => !passedOver.includes(name) && !name.startsWith('_'));
  const all = (sql: (table: string) => string): string => tables.map(sql).join(';');
  await client.query(`CREATE SCHEMA kept; ${all((name) => `CREATE TABLE kept.${name} AS TABLE public.${name}`)}`);
  const rows = tables.map((name) => `(SELECT string_agg(t::text, '' ORDER BY t::text) FROM public.${name} t)`);
  const restore = [
    'BEGIN; SET LOCAL session_replication_role = replica',
    all((name) => `DELETE FROM public.${name}`),
    all((name) => `INSERT INTO public.${name} SELECT * FROM kept.${name}`),
    'COMMIT',
  ].join(';');
  return {
    mark: async () =>
      (await client.query<{ mark: string }>(`SELECT md5(concat(${rows.join()})) AS mark`)).rows[0]?.mark ?? '',
    putBack: async () => void (await client.query(restore)),
    close: () => client.end(),
  };
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
  );
  return rows.map(({ name }) => name);
}
