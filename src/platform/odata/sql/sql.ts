import { Prisma } from '../../database/generated/client.js';
import { type Sql, sql } from '../../database/sql.js';

export { identifier, type Sql, sql } from '../../database/sql.js';

export const conjunction = (conditions: readonly Sql[]): Sql => joined(conditions, ' AND ', sql`TRUE`);
export const disjunction = (conditions: readonly Sql[]): Sql => joined(conditions, ' OR ', sql`FALSE`);
export const commaSeparated = (items: readonly Sql[]): Sql => Prisma.join([...items], ', ');

/** The word that a table has for a value; null for a value that it does not know. */
export function wordFor(value: Sql, words: Readonly<Record<string, string>>): Sql {
  const cases = Object.entries(words).map(([known, word]) => sql`WHEN ${known}::text THEN ${word}::text`);
  return sql`(CASE ${value} ${Prisma.join(cases, ' ')} END)`;
}

function joined(conditions: readonly Sql[], separator: string, none: Sql): Sql {
  const [first, ...others] = conditions;
  if (!first) return none;
  return others.length === 0 ? first : sql`(${Prisma.join([...conditions], separator)})`;
}
