import type { Asked } from '../http/asked.js';
import { ofEntity, ofMember, typeSaid } from './control-information.js';
import { type Counted, countOut } from './counted.js';
import { EntityAnswer } from './entity-answer.js';
import type { Loaded, Members } from './expansions.js';
import type { Answer } from './list.query.js';
import { type Expanded, fullOf, type Shape, shapeOfAnswer, wholeShape } from './plan/shape.js';
import { optionTexts } from './query/option-texts.js';
import { onEntities, readOptions } from './query/options.js';
import type { Resource } from './resource.js';

/** One entity as POST and PATCH answer it: everything it declares, no links. */
export const entityAnswer = (resource: Resource, row: object, asked: Described): EntityAnswer =>
  shapedEntity({ ...wholeShape(resource), full: fullOf(asked) }, alone(row), asked.base);

/** What of a call decides how its answer describes itself. */
type Described = Pick<Asked, 'base' | 'dialect' | 'metadata'>;

/** What an action answers, as a page of its own: all of it, in the members that are asked for, no links. */
export function pageAnswer(
  resource: Resource,
  rows: readonly object[],
  asked: Described & Pick<Asked, 'query'>,
): Answer {
  const shape = shapeOfAnswer(resource, readOptions(optionTexts(asked.query), onEntities));
  return shapedPage({ ...shape, full: fullOf(asked) }, rows.map(alone), asked.base);
}

const alone = (row: object): Loaded => ({ row: { ...row }, links: new Map() });

/** One entity in the shape that was asked for. */
export const shapedEntity = (shape: Shape, entity: Loaded, base: string): EntityAnswer =>
  new EntityAnswer(
    { '@odata.context': `${contextOf(shape, base)}/$entity`, ...membersOut(shape, entity) },
    { resource: shape.resource, row: entity.row, hasLinks: shape.expanded.length > 0 },
  );

/** A page of a collection in the shape that was asked for. */
export const shapedPage = (
  shape: Shape,
  entities: readonly Loaded[],
  base: string,
  { nextLink, ...counts }: Counted & Pick<Members, 'nextLink'> = {},
): Answer => ({
  '@odata.context': contextOf(shape, base),
  ...countOut(counts),
  ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
  value: entities.map((entity) => membersOut(shape, entity)),
});

/** Entities in the shape that was asked for, each for itself. */
export const entitiesOut = (shape: Shape, rows: readonly object[]): Answer[] =>
  rows.map((row) => membersOut(shape, alone(row)));

const contextOf = (shape: Shape, base: string): string =>
  `${base}/$metadata#${shape.resource.path}${projectionOf(shape)}`;

/** What was selected and expanded, such as `(id,displayName,customer())`. */
function projectionOf(shape: Shape): string {
  const list = projected(shape);
  return list === '' ? '' : `(${list})`;
}

function projected({ selected = [], expanded }: Shape): string {
  const followed = expanded.map(({ name, reading }) => `${name}(${projected(reading.shape)})`);
  return [...selected.filter((name) => !expanded.some((link) => link.name === name)), ...followed].join(',');
}

function membersOut(shape: Shape, { row, links }: Loaded): Answer {
  const { resource, fields, expanded, caller, full } = shape;
  const saysType = (resource.saysType || resource.derived) && !full;
  const said: [string, unknown][] = saysType ? [['@odata.type', typeSaid(resource, row)]] : ofEntity(shape, row);
  const members = full
    ? fields.flatMap((field) => ofMember(shape, field, valueOut(field[1].read(row, caller))))
    : fields.map(([name, field]): [string, unknown] => [name, valueOut(field.read(row, caller))]);
  return Object.fromEntries([...said, ...members, ...expanded.flatMap((link) => linkOut(link, links.get(link.name)))]);
}

function linkOut({ name, many, reading }: Expanded, found: Members = { members: [] }): [string, unknown][] {
  const entities = found.members.map((entity) => membersOut(found.shape ?? reading.shape, entity));
  if (!many) return [[name, entities[0] ?? null]];
  const { nextLink } = found;
  return [
    ...Object.entries(countOut(found, name)),
    [name, entities],
    ...(nextLink === undefined ? [] : [[`${name}@odata.nextLink`, nextLink] as [string, unknown]]),
  ];
}

const valueOut = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : (value ?? null));
