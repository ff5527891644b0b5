import { identifier, sql, type Sql } from '../../platform/database/sql.js';
import { tableOf } from '../../platform/database/tables.js';
import { type EntityClass, membersOf } from '../../platform/entities/entity.js';
import { commaSeparated } from '../../platform/odata/sql/sql.js';

/** The columns of what lines may say of an entity, as pieces of the statement that writes it. */
export interface ImportedColumns {
  readonly names: Sql;
  /** What `line` says; what it leaves out is as one of the known rows has it, else the default. */
  readonly values: Sql;
  /** `SET`, in an upsert. */
  readonly taken: Sql;
  /** Whether the row says the same already. */
  readonly differ: Sql;
}

export function importedColumns(entity: EntityClass, model: string, known: readonly string[]): ImportedColumns {
  const table = tableOf(model);
  const defaults = new Map(Object.entries(new entity()));
  const columns = membersOf(entity).flatMap(({ name, column, saidBy }) => {
    const { name: stored = column, type = 'text' } = table.columns.get(column) ?? {};
    return saidBy === undefined ? [{ name, type: identifier(type), column: identifier(stored) }] : [];
  });
  const valueOf = ({ name, type, column }: (typeof columns)[number]): Sql => {
    const kept = known.map((row) => sql`${identifier(row)}.${column}`);
    const otherwise = commaSeparated([...kept, sql`${defaults.get(name) ?? null}::${type}`]);
    return sql`CASE WHEN jsonb_exists(line, ${name}::text) THEN (line->>${name}::text)::${type} ELSE COALESCE(${otherwise}) END`;
  };
  const [row, names] = [identifier(table.name), columns.map(({ column }) => column)];
  const [before, after] = [names.map((name) => sql`${row}.${name}`), names.map((name) => sql`excluded.${name}`)];
  return {
    names: commaSeparated(names),
    values: commaSeparated(columns.map(valueOf)),
    taken: commaSeparated(names.map((name) => sql`${name} = excluded.${name}`)),
    differ: sql`(${commaSeparated(before)}) IS DISTINCT FROM (${commaSeparated(after)})`,
  };
}
