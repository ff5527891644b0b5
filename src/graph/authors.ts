import { beside, type Field } from '../platform/odata/resource.js';
import type { Source } from '../platform/odata/sql/source.js';
import { sql, type Sql } from '../platform/odata/sql/sql.js';
import { mayReadAll } from './permissions.js';

/**
 * Who made an entity and who changed it last, as the log has it: people by their user principal name, all others by their id.
 *
 * Only who reads everything is told.
 */
export const authors = {
  createdBy: author('$createdBy', (version) => sql`${version} ASC`),
  modifiedBy: author('$modifiedBy', (version) => sql`${version} DESC`),
} as const;

function author<Row>(name: string, order: (version: Sql) => Sql): Field<Row> {
  const of = (row: Source): Sql => {
    const [event, person] = [row.beside('domainEvent'), row.beside('directoryUser')];
    const actor = event.column('actor');
    const id = sql`CASE WHEN ${actor} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN ${actor}::uuid END`;
    return sql`(SELECT COALESCE(${person.column('userPrincipalName')}, ${actor}) FROM ${event.from}
      LEFT JOIN ${person.from} ON ${person.column('tenantId')} = ${event.column('tenantId')} AND ${person.column('id')} = ${id}
      WHERE ${event.column('tenantId')} = ${row.column('tenantId')} AND ${event.column('aggregateId')} = ${row.column('id')}
        AND ${event.column('name')} ~ '[.](created|updated|replaced)$'
      ORDER BY ${order(event.column('aggregateVersion'))} LIMIT 1)`;
  };
  return beside({ edm: 'Edm.String' }, { name, of }, (value, _, caller) =>
    caller && mayReadAll(caller) ? (value ?? null) : null,
  );
}
