import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../contract');
const readJson = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

/** An operation of Microsoft Graph: which permissions do (the least first), null where nothing is documented. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly documented: boolean;
  readonly permission: { readonly delegated: readonly string[] | null; readonly application: readonly string[] | null };
  readonly success: readonly string[];
}

export const operations = readJson('operations.json') as Operation[];

/** People and applications are directory objects, too, but the metadata that is kept here does not declare them as such. */
const someone = {
  type: 'object',
  required: ['@odata.type'],
  properties: { '@odata.type': { enum: ['#microsoft.graph.user', '#microsoft.graph.servicePrincipal'] } },
};
/** Graph declares it abstract, and its samples name it all the same. */
const callback = {
  type: 'object',
  required: ['@odata.type'],
  properties: {
    '@odata.type': { const: '#microsoft.graph.customExtensionCallbackConfiguration' },
    timeoutDuration: { type: 'string' },
  },
  additionalProperties: false,
};
const { directoryObject, ...declared } = readJson('schemas.json') as Record<string, object>;
const schemas: Record<string, object> = {
  ...declared,
  'customExtensionCallbackConfiguration.itself': callback,
  directoryObject: { anyOf: [someone, { ...directoryObject }] },
};
const ajv = new Ajv({
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
});
formats.default(ajv);
ajv.addSchema({ $id: 'graph', $defs: schemas });

/** Fails unless the body is, member by member, what Graph declares for that type (`accessPackageAssignment`). */
export function expectContract(typeName: string, body: unknown): void {
  expectValid({ $ref: referenceTo(typeName) }, typeName, body);
}

/** Fails unless the body is a Graph collection of that type. */
export function expectCollection(typeName: string, body: unknown): void {
  const collection = {
    type: 'object',
    required: ['value'],
    properties: {
      '@odata.context': { type: 'string' },
      '@odata.count': { type: 'integer', minimum: 0 },
      '@odata.nextLink': { type: 'string', format: 'uri' },
      value: { type: 'array', items: { $ref: referenceTo(typeName) } },
    },
    additionalProperties: false,
  };
  expectValid(collection, `collection of ${typeName}`, body);
}

/** Whether Graph's metadata, as far as it is here, declares the type. */
export const isDeclared = (typeName: string): boolean => typeName in schemas;

/** Fails unless the body is a refusal as Graph says it, and nothing more. */
export function expectRefusal(body: unknown): void {
  const text = { type: 'string', minLength: 1 };
  const closed = (properties: Record<string, object>) => ({
    type: 'object',
    required: Object.keys(properties),
    properties,
    additionalProperties: false,
  });
  const innerError = closed({ date: text, 'request-id': text, 'client-request-id': text });
  expectValid(closed({ error: closed({ code: text, message: text, innerError }) }), 'refusal', body);
}

function referenceTo(typeName: string): string {
  if (typeName in schemas) return `graph#/$defs/${typeName}`;
  throw new Error(`Graph's metadata declares no type ${typeName}.`);
}

const known = new Map<string, ValidateFunction>();

function compiled(schema: object): ValidateFunction {
  const text = JSON.stringify(schema);
  const validate = known.get(text) ?? ajv.compile(schema);
  known.set(text, validate);
  return validate;
}

function expectValid(schema: object, what: string, body: unknown): void {
  const validate = compiled(schema);
  if (validate(body)) return;
  const faults = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map(inWords);
  throw new Error(`This is no ${what} of Microsoft Graph:\n${faults.join('\n')}\n${JSON.stringify(body, null, 2)}`);
}

function inWords({ instancePath, message, params }: ErrorObject): string {
  const { additionalProperty, allowedValues, allowedValue } = params as Record<string, unknown>;
  const detail = additionalProperty ?? allowedValues ?? allowedValue;
  const where = instancePath.slice(1).replaceAll('/', '.') || 'the body';
  return `- ${where} ${message}${detail === undefined ? '' : `: ${JSON.stringify(detail)}`}`;
}
