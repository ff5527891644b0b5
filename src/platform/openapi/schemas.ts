import type { OpenAPIObject } from '@nestjs/swagger';
import { onlyInBeta } from '../edm/member.js';

type Components = NonNullable<OpenAPIObject['components']>;
export type Schema = NonNullable<Components['schemas']>[string];
export type Schemas = Record<string, Schema>;

/** Where a schema of the document is found. */
export const refTo = (name: string): { $ref: string } => ({ $ref: `#/components/schemas/${name}` });

export const listOf = (items: Schema): Schema => ({ type: 'array', items });

/** The same values and null, as JSON Schema 2020-12 says it. */
export function orNull(schema: Schema): Schema {
  if ('$ref' in schema || typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  return {
    ...schema,
    type: [schema.type, 'null'],
    ...(schema.enum ? { enum: [...(schema.enum as unknown[]), null] } : {}),
  };
}

/** The same schemas, in which a member's type is referred to as OpenAPI 3.1 may, without an `allOf` around it. */
export const direct = (schemas: Schemas): Schemas =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, withDirectMembers(schema)]));

function withDirectMembers(schema: Schema): Schema {
  if ('$ref' in schema || !schema.properties) return schema;
  const members = Object.entries(schema.properties).map(([name, member]) => {
    const { allOf = [], ...rest } = '$ref' in member ? { allOf: undefined } : member;
    const [only] = allOf;
    return [name, only && '$ref' in only && allOf.length === 1 ? { ...rest, ...only } : member] as const;
  });
  return { ...schema, properties: Object.fromEntries(members) };
}

/** The schemas of bodies without what beta alone has of them: the description is v1.0's. */
export const withoutBetas = (schemas: Schemas): Schemas =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      if ('$ref' in schema || !schema.properties) return [name, schema];
      const members = Object.entries(schema.properties).filter(([, member]) => !(onlyInBeta in member));
      return [name, { ...schema, properties: Object.fromEntries(members) }];
    }),
  );
