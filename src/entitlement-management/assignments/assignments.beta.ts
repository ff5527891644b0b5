import { beside, type Field } from '../../platform/odata/resource.js';
import type { Source } from '../../platform/odata/sql/source.js';
import { sql, type Sql } from '../../platform/odata/sql/sql.js';
import type { Assignment } from './assignment.js';

/** What beta says of an assignment beside v1.0's members. */
export const betaFields: Readonly<Record<string, Field<Assignment>>> = {
  catalogId: beside({ edm: 'Edm.Guid' }, { name: '$catalogId', of: idBehind('accessPackage', 'catalogId') }),
  // Of the subject, as at Graph: bodies name targets by their object ids.
  targetId: beside({ edm: 'Edm.Guid' }, { name: '$targetId', of: idBehind('target', 'id') }),
  isExtended: beside({ edm: 'Edm.Boolean' }, { name: '$isExtended', of: isExtended }),
};

function idBehind(relation: string, column: string) {
  return (assignment: Source): Sql => {
    const { source, tie } = assignment.subset(relation);
    return sql`(SELECT ${source.column(column)} FROM ${source.from} WHERE ${tie})`;
  };
}

/** Whether it ends later than it was to end when it was delivered, or not at all any more. */
function isExtended(assignment: Source): Sql {
  const event = assignment.beside('domainEvent');
  const endThen = sql`(${event.column('payload')}->>'endDateTime')::timestamptz`;
  const endNow = assignment.column('endAt');
  return sql`EXISTS (SELECT FROM ${event.from} WHERE ${event.column('tenantId')} = ${assignment.column('tenantId')}
    AND ${event.column('aggregateId')} = ${assignment.column('id')} AND ${event.column('name')} = 'assignment.delivered'
    AND (${endNow} > ${endThen} OR ${endNow} IS NULL AND ${endThen} IS NOT NULL))`;
}
