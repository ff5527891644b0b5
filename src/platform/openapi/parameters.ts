import type { OpenAPIObject } from '@nestjs/swagger';
import { onCollections, onEntities } from '../odata/query/options.js';
import { limits } from '../odata/query/limits.js';
import type { OptionName } from '../odata/query/tree.js';
import type { ResourceRegistry } from '../odata/resource-registry.js';
import { functions } from '../odata/plan/functions.js';
import { searchedNames } from '../odata/plan/search.js';
import type { Resource } from '../odata/resource.js';
import type { Answering } from '../odata/answering.js';
import { apiTexts } from './api-texts.js';
import { words } from '../text/words.js';
import type { Schema } from './schemas.js';

export type Parameter = Exclude<
  NonNullable<NonNullable<OpenAPIObject['components']>['parameters']>[string],
  { $ref: string }
>;

/** What a query option of a resource may say, in a sentence. */
const sentences: Readonly<Record<OptionName, (resource: Resource, registry: ResourceRegistry) => string>> = {
  filter: (resource, registry) =>
    `Which entities, by ${pathsOf(resource, registry)}${insideOf(resource)}: \`eq\`, \`ne\`, \`gt\`, \`ge\`, \`lt\`, \`le\`, \`in\`, \`has\`, \`and\`, \`or\`, \`not\`, and ${quoted([...functions.keys()])}; of collections \`any\`, \`all\` and \`/$count\`.`,
  search: (resource) =>
    `Which entities, by words and "phrases" in ${quoted(searchedNames(resource))}, with \`AND\`, \`OR\` and \`NOT\`.`,
  select: ({ fields }) => `Which members, separated by commas: ${quoted(Object.keys(fields))}.`,
  expand: ({ links }) =>
    `Which links to follow, separated by commas, each with its own options in parentheses: ${quoted([...Object.keys(links), '*'])}.`,
  orderby: (resource, registry) => `In which order, each with \`asc\` or \`desc\`: ${pathsOf(resource, registry)}.`,
  top: () => `How many at most on a page; ${limits.pageSize} when left out.`,
  skip: () => 'How many entities to pass over on the first page.',
  count: () =>
    `Whether the first page says how many entities there are on all of them, up to ${limits.counted}; \`ConsistencyLevel: eventual\` counts on.`,
  skiptoken: () => 'Where the next page begins; it comes with `@odata.nextLink` and is not written by hand.',
};

const schemas: Partial<Record<OptionName, Schema>> = {
  top: { type: 'integer', minimum: 1, maximum: limits.largestPage },
  skip: { type: 'integer', minimum: 0, maximum: limits.largestSkip },
  count: { type: 'boolean' },
};

/** The query options that a route understands. */
export function queryOptions({ resource, many }: Answering, registry: ResourceRegistry): Parameter[] {
  const names: readonly OptionName[] = many ? onCollections : onEntities;
  return names
    .filter((name) => name !== 'expand' || Object.keys(resource.links).length > 0)
    .filter((name) => name !== 'search' || searchedNames(resource).length > 0)
    .map((name) => ({
      name: `$${name}`,
      in: 'query',
      required: false,
      description: sentences[name](resource, registry),
      schema: schemas[name] ?? { type: 'string' },
    }));
}

/** Makes a POST safe to repeat. */
export const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes the call safe to repeat: the same key with the same body is answered the same and has its effect once, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
};

/** Spares the answer when the entity is as the caller knows it. */
export const ifNoneMatch: Parameter = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'Answers 304 while the entity has one of these tags (`ETag` of an answer) and nothing is expanded.',
  schema: { type: 'string' },
};

/** Whether a key in the address is a GUID: what ends with `id` is. */
export const isId = (name: string): boolean => /id$/i.test(name);

/** A key in the address, one of some words where these are said. */
export const keyInAddress = (name: string, chosen?: readonly string[]): Parameter => ({
  name,
  in: 'path',
  required: true,
  description: apiTexts.get().keys[name] ?? `The id of the ${words(name.replace(/Id$/, ''))}.`,
  schema: { type: 'string', ...(isId(name) ? { format: 'uuid' } : {}), ...(chosen ? { enum: [...chosen] } : {}) },
});

/** Everything that rows can be compared and ordered by, behind links too. */
function pathsOf(resource: Resource, registry: ResourceRegistry): string {
  const behind = Object.entries(resource.links)
    .filter(([, { many, others }]) => !many && !others)
    .flatMap(([name, { to }]) => columnsOf(registry.named(to)).map((column) => `${name}/${column}`));
  return quoted([...columnsOf(resource), ...behind]);
}

const columnsOf = ({ fields }: Resource): string[] =>
  Object.entries(fields).flatMap(([name, { column, worked, kind }]) =>
    (column === undefined && worked === undefined) || kind.edm === 'complex' ? [] : [name],
  );

/** The members that questions may go into. */
function insideOf({ fields }: Resource): string {
  const names = Object.keys(fields).filter((name) => fields[name]?.column && fields[name].kind.edm === 'complex');
  return names.length === 0 ? '' : ` and what is inside ${quoted(names)}`;
}

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
