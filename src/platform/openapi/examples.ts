import type { OpenAPIObject } from '@nestjs/swagger';
import { apiTexts } from './api-texts.js';
import { exampleOfSchema } from './example.js';
import type { Schema, Schemas } from './schemas.js';

type Media = Record<string, { schema?: Schema; example?: unknown; examples?: unknown }>;

/** What is said where a schema says nothing more than its type. */
const samples = {
  uuid: '0196a0f4-2c3e-7a51-8c33-9a1c5f8f2b10',
  'date-time': '2026-11-24T08:00:00.000Z',
  date: '2026-11-24',
  duration: 'P30D',
  'uri-reference': 'users/0a000000-0000-4000-8000-000000000003',
} as const;

/** The schemas of bodies, each with the example that its class says. */
export const withClassExamples = (schemas: Schemas): Schemas =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const example = exampleOfSchema(name);
      return [name, example ? { ...schema, examples: [example] } : schema];
    }),
  );

/** The same document, in which everything that is sent and answered has an example. */
export function withExamples(document: OpenAPIObject): OpenAPIObject {
  const { schemas = {}, responses = {} } = document.components ?? {};
  const place = <T>(node: T): T => exemplified(node, schemas) as T;
  return {
    ...document,
    paths: place(document.paths),
    components: { ...document.components, responses: place(responses) },
  };
}

/** Goes through requests and answers to what they have as content. */
function exemplified(node: unknown, schemas: Schemas): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((item) => exemplified(item, schemas));
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === 'content' ? contentWithExample(value as Media, schemas) : exemplified(value, schemas),
    ]),
  );
}

const contentWithExample = (content: Media, schemas: Schemas): Media =>
  Object.fromEntries(
    Object.entries(content).map(([type, media]) => {
      const isSaid = media.example !== undefined || media.examples !== undefined || !media.schema;
      return [type, isSaid ? media : { ...media, example: exampleOf(media.schema ?? {}, schemas) }];
    }),
  );

/** An example of what a schema describes. */
export function exampleOf(schema: Schema, schemas: Schemas, name = ''): unknown {
  if ('$ref' in schema) return exampleOf(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, schemas, name);
  const said = saidBy(schema);
  if (said.length > 0) return said[0];
  const example = ofType[schema.allOf ? 'all' : String([schema.type].flat()[0])];
  return example ? example(schema, schemas, name) : textOf(schema, name);
}

type Direct = Exclude<Schema, { $ref: string }>;

/** The values that a schema names itself. */
function saidBy(schema: Direct): unknown[] {
  const { examples = [], const: only } = schema as { examples?: unknown[]; const?: unknown };
  return [...(only === undefined ? [] : [only]), ...examples, ...((schema.enum ?? []) as unknown[])];
}

const ofType: Readonly<Record<string, (schema: Direct, schemas: Schemas, name: string) => unknown>> = {
  all: ({ allOf = [] }, schemas, name) =>
    Object.assign({}, ...allOf.map((part) => exampleOf(part, schemas, name))) as object,
  object: ({ properties = {} }, schemas) => membersOf(properties, schemas),
  array: ({ items }, schemas, name) => (items ? [exampleOf(items, schemas, name)] : []),
  integer: ({ minimum = 1 }) => minimum,
  boolean: () => false,
};

const textOf = ({ format }: Direct, name: string): unknown =>
  (format === 'uri' ? `${apiTexts.get().host}/v1.0/$metadata` : samples[format as keyof typeof samples]) ??
  apiTexts.get().samples[name] ??
  'text';

/** `@odata.nextLink` and warnings are there only sometimes. */
const membersOf = (properties: Schemas, schemas: Schemas): object =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => !/^@(?!odata\.context)/.test(name))
      .map(([name, member]) => [name, exampleOf(member, schemas, name)]),
  );
