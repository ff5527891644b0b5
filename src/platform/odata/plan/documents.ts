import type { Resource } from '../resource.js';
import type { Source } from '../sql/source.js';
import type { Shape } from './shape.js';

type Fields = Shape['fields'];

/**
 * The columns that are read for some members: all but the documents that none of them shows.
 *
 * A document is a column of JSON, the only kind whose size nothing but the body that it came in bounds.
 */
export const columnsFor = (resource: Resource, fields: Fields, source: Source): string[] =>
  source.fields.filter((name) => source.typeOf(name) !== 'jsonb' || isShown(name, resource, fields));

/** What may be large in the rows of a shape, by the names that a statement gives it. */
export const documentsOf = ({ resource, fields }: Shape, source: Source): string[] => [
  ...columnsFor(resource, fields, source).filter((name) => source.typeOf(name) === 'jsonb'),
  ...fields.flatMap(([, { beside, kind }]) => (beside && kind.edm === 'complex' ? [beside.name] : [])),
];

/** Members without a column are worked out from any of them but those that are unread. */
const isShown = (name: string, { unread = [] }: Resource, fields: Fields): boolean =>
  fields.some(([, { column }]) => (column === undefined ? !unread.includes(name) : column === name));
