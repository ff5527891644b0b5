import type { Resource } from '../resource.js';
import type { Source } from '../sql/source.js';
import type { Document } from '../sql/within-bytes.js';
import type { Shape } from './shape.js';

type Fields = Shape['fields'];

/** A document is a column of JSON, whose size nothing but the body that it came in bounds, or a text that may be long. */
const isDocument = (name: string, { long = [] }: Resource, source: Source): boolean =>
  source.typeOf(name) === 'jsonb' || long.includes(name);

/** The columns that are read for some members: all but the documents that none of them shows. */
export const columnsFor = (resource: Resource, fields: Fields, source: Source): string[] =>
  source.fields.filter((name) => !isDocument(name, resource, source) || isShown(name, resource, fields));

/** What may be large in the rows of a shape, by the names that a statement gives it. */
export const documentsOf = ({ resource, fields }: Shape, source: Source): Document[] => [
  ...columnsFor(resource, fields, source)
    .filter((name) => isDocument(name, resource, source))
    .map((name) => ({ name, isText: source.typeOf(name) === 'text' })),
  ...fields.flatMap(([, { beside, kind }]) =>
    beside && kind.edm === 'complex' ? [{ name: beside.name, isText: false }] : [],
  ),
];

/** Members without a column are worked out from any of them but those that are unread. */
const isShown = (name: string, { unread = [] }: Resource, fields: Fields): boolean =>
  fields.some(([, { column }]) => (column === undefined ? !unread.includes(name) : column === name));
