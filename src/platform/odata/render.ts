import { showing } from './entity-tag.js';
import type { Answer } from './list.query.js';
import { type Shape, wholeShape } from './plan/shape.js';
import type { Resource } from './resource.js';

type Row = Readonly<Record<string, unknown>>;

/** One entity as POST and PATCH answer it: everything it declares, no links. */
export const entityAnswer = (resource: Resource, row: object, base: string): Answer =>
  shapedEntity(wholeShape(resource), row as Row, base);

/** One entity in the shape that was asked for. */
export const shapedEntity = (shape: Shape, row: Row, base: string): Answer =>
  showing(
    { '@odata.context': `${contextOf(shape, base)}/$entity`, ...membersOut(shape, row) },
    { resource: shape.resource, row, hasLinks: shape.expanded.length > 0 },
  );

/** A page of a collection in the shape that was asked for. */
export const shapedPage = (shape: Shape, rows: readonly Row[], base: string, nextLink?: string): Answer => ({
  '@odata.context': contextOf(shape, base),
  ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
  value: rows.map((row) => membersOut(shape, row)),
});

const contextOf = (shape: Shape, base: string): string =>
  `${base}/$metadata#${shape.resource.path}${projectionOf(shape)}`;

/** What was selected and expanded, such as `(id,displayName,catalog())`. */
function projectionOf(shape: Shape): string {
  const list = projected(shape);
  return list === '' ? '' : `(${list})`;
}

function projected({ selected = [], expanded }: Shape): string {
  const followed = expanded.map(({ name, shape }) => `${name}(${projected(shape)})`);
  return [...selected.filter((name) => !expanded.some((link) => link.name === name)), ...followed].join(',');
}

function membersOut({ fields, expanded, caller }: Shape, row: Row): Answer {
  const members = fields.map(([name, field]): [string, unknown] => [name, valueOut(field.read(row, caller))]);
  const links = expanded.map(({ name, link, shape }): [string, unknown] => {
    const found = row[link.relation];
    const { through } = link;
    const atTheEnd = (item: Row) => (through === undefined ? item : (item[through] as Row));
    if (Array.isArray(found)) return [name, found.map((item) => membersOut(shape, atTheEnd(item as Row)))];
    return [name, found ? membersOut(shape, found as Row) : null];
  });
  return Object.fromEntries([...members, ...links]);
}

const valueOut = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : (value ?? null));
