import type { OpenAPIObject } from '@nestjs/swagger';
import { whatWouldDo } from '../auth/permission-refusal.js';
import { type Permission, permissionOf } from '../auth/permissions.js';
import type { ResourceRegistry } from '../odata/resource-registry.js';
import { type Answering, isTagged } from '../odata/answering.js';
import type { RouteDeclarations } from './described-routes.js';
import { operationNames } from './operation-names.js';
import { idempotencyKey, ifNoneMatch, isId, keyInAddress, queryOptions, type Parameter } from './parameters.js';
import { notModified, refusalsOf, success, withHeaders } from './responses.js';

export type DocumentedOperation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** Where an operation stands in the document. */
export interface Placed {
  readonly method: string;
  readonly path: string;
}

/** The scheme under which a token is presented. */
export const tokenScheme = 'token';

/** An operation as it is scanned, with all that its route declares. */
export function described(
  scanned: DocumentedOperation,
  { method, path }: Placed,
  declared: RouteDeclarations,
  registry: ResourceRegistry,
): DocumentedOperation {
  const { operation, answer } = declared;
  const status = declared.status ?? (method === 'POST' ? 201 : 200);
  const names = operationNames({ method, path, status, many: answer?.many === true }, typeIn(registry));
  const keys = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => keyInAddress(name, declared.words[name]));
  const options = [...optionsOf(method, declared, registry), ...headersOf(scanned)];
  const has = {
    ...{ hasBody: scanned.requestBody !== undefined, hasKey: namesOne(keys, declared), hasOptions: options.length > 0 },
    hasId: keys.some(({ name }) => isId(name)),
    hasCondition: options.some(({ name }) => name === 'If-Match'),
  };
  const refused = refusalsOf({ method, needsPermission: operation !== undefined, ...has });
  return {
    ...scanned,
    operationId: names.operationId,
    summary: scanned.summary || names.summary,
    ...access(scanned.description, declared),
    parameters: [...keys, ...options],
    responses: {
      ...successes(scanned, { method, status }, answer),
      ...(method === 'GET' && answer && isTagged(answer) ? { 304: notModified } : {}),
      ...Object.fromEntries(refused.map((code) => [code, { $ref: `#/components/responses/Refusal${code}` }])),
      default: { $ref: '#/components/responses/RefusalOfAnyCall' },
    },
  };
}

/** Whether a call names one entity, by a key or as the caller. */
const namesOne = (keys: readonly Parameter[], { operation }: RouteDeclarations): boolean =>
  keys.length > 0 || operation === 'me.read';

/** What of the query and the headers a route understands. */
function optionsOf(method: string, { operation, answer }: RouteDeclarations, registry: ResourceRegistry) {
  if (method === 'POST') return operation ? [idempotencyKey] : [];
  if (!answer || method !== 'GET') return [];
  return [...queryOptions(answer, registry), ...(isTagged(answer) ? [ifNoneMatch] : [])];
}

/** The headers that a route itself declares. */
const headersOf = ({ parameters = [] }: DocumentedOperation): Parameter[] =>
  parameters.filter((parameter) => 'in' in parameter && parameter.in === 'header') as Parameter[];

/** The answer that follows from what a route declares, and those that it describes itself. */
function successes(
  { responses }: DocumentedOperation,
  { method, status }: { method: string; status: number },
  answer: Answering | undefined,
): DocumentedOperation['responses'] {
  const own = Object.entries(responses).filter(([, response]) => response !== undefined && 'content' in response);
  const described = Object.fromEntries(own.map(([code, response]) => [code, withHeaders(response)]));
  if (!answer && described[status]) return described;
  return { ...described, [status]: success(status, method, answer) };
}

const typeIn =
  (registry: ResourceRegistry) =>
  (path: string): string | undefined =>
    registry.all.find((resource) => `/${resource.path}` === path)?.entityType;

/** Who may call it: in words, and as alternatives of which any one does. */
function access(description: string | undefined, { operation, needsToken }: RouteDeclarations) {
  if (!operation) return { security: needsToken ? [{ [tokenScheme]: [] }] : [] };
  const needed = permissionOf(operation);
  const sentence = `Needs ${inWords(needed)}.`;
  const accepted = [...new Set([...needed.delegated, ...needed.application])];
  return {
    description: description ? `${description}\n\n${sentence}` : sentence,
    security: accepted.map((permission) => ({ [tokenScheme]: [permission] })),
  };
}

function inWords(needed: Permission): string {
  const people = whatWouldDo({ kind: 'user' }, needed);
  const applications = whatWouldDo({ kind: 'application' }, needed);
  if (needed.application.length === 0) return `${people}; applications cannot call it`;
  if (needed.delegated.length === 0) return `${applications}; people cannot call it`;
  return `${people}; or, for an application, ${applications}`;
}
