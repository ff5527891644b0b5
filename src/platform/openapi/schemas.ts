import type { OpenAPIObject } from '@nestjs/swagger';

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
