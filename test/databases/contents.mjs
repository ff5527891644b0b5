/** Signing keys and the like: each server makes its own. */
const leftOut = ['secret'];

const columns = `
  SELECT c.table_name AS "table", array_agg(c.column_name::text ORDER BY c.ordinal_position) AS names
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' GROUP BY 1 ORDER BY 1`;

/** Everything in a database as INSERTs, for tables that are there; and the migrations that made them. */
export async function contentsOf(query) {
  const tables = (await query(columns)).filter(({ table }) => !leftOut.includes(table));
  const lines = ["SET session_replication_role = 'replica';"];
  for (const one of tables) lines.push(...(await rowsOf(query, one)));
  lines.push(
    "SELECT setval(pg_get_serial_sequence('domain_event', 'position'), (SELECT max(position) FROM domain_event));",
    "SET session_replication_role = 'origin';",
  );
  const applied = await query('SELECT migration_name FROM _prisma_migrations ORDER BY 1');
  return { sql: `${lines.join('\n')}\n`, migrations: applied.map((one) => one.migration_name) };
}

async function rowsOf(query, { table, names }) {
  const quoted = names.map((name) => `"${name}"`);
  const said = quoted.map((name) => `quote_nullable(${name}::text)`).join(', ');
  const rows = await query(`SELECT concat_ws(', ', ${said}) AS row FROM "${table}" ORDER BY 1`);
  return rows.map(({ row }) => `INSERT INTO "${table}" (${quoted.join(', ')}) VALUES (${row});`);
}
