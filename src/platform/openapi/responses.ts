import type { OpenAPIObject } from '@nestjs/swagger';
import { refusals } from '../errors/domain-error.js';
import { type Answering, isTagged } from '../odata/answering.js';
import { apiTexts } from './api-texts.js';
import { collectionName, entityAnswerSchema, entityExample } from './entity-schemas.js';
import { refusalExamples } from './refusal-examples.js';
import { refTo, type Schema } from './schemas.js';

type Components = NonNullable<OpenAPIObject['components']>;
type Response = NonNullable<Components['responses']>[string];
type Headers = NonNullable<Components['headers']>;

/** What of a call decides how it can be refused. */
export interface Refusable {
  readonly method: string;
  readonly needsPermission: boolean;
  readonly hasBody: boolean;
  readonly hasKey: boolean;
  /** Whether a key is an id, and can be malformed. */
  readonly hasId: boolean;
  /** Whether its query or headers can be wrong. */
  readonly hasOptions: boolean;
  /** Whether it can be asked for on the condition that an entity is as it was read. */
  readonly hasCondition: boolean;
}

const text: Schema = { type: 'string' };
const header = (name: string): Headers => ({ [name]: { $ref: `#/components/headers/${name}` } });

/** The headers that answers are described with. */
export const answerHeaders: Headers = {
  'request-id': {
    description: 'Our id of the call; say it when you report a fault.',
    schema: { ...text, format: 'uuid' },
  },
  'client-request-id': { description: 'The id that the call came with, else ours.', schema: text },
  Location: { description: 'Where the new entity is.', schema: { ...text, format: 'uri' } },
  ETag: {
    description: 'Stands for the state that the entity is in, for `If-Match` and `If-None-Match`.',
    schema: text,
  },
  'Idempotency-Replayed': {
    description: '`true` when this is the answer that was kept under the `Idempotency-Key`.',
    schema: { ...text, enum: ['true'] },
  },
  'WWW-Authenticate': { description: 'What is wrong with the token, or what it lacks.', schema: text },
  'Retry-After': { description: 'After how many seconds to ask again.', schema: { type: 'integer' } },
};

const always: Headers = { ...header('request-id'), ...header('client-request-id') };

/** The same answer with the headers that every answer has. */
export const withHeaders = (answer: Response | undefined): Response | undefined =>
  answer && '$ref' in answer ? answer : answer && { ...answer, headers: { ...always, ...answer.headers } };

/** How an operation answers when nothing is wrong. */
export function success(status: number, method: string, answer: Answering | undefined): Response {
  const made = status === 201 ? header('Location') : {};
  const tagged = answer && isTagged(answer) ? header('ETag') : {};
  const repeated = method === 'POST' ? header('Idempotency-Replayed') : {};
  return {
    description: answer ? (answer.many ? 'A page.' : 'The entity.') : 'Done; there is nothing to say.',
    headers: { ...always, ...made, ...tagged, ...repeated },
    ...(answer ? { content: { 'application/json': { schema: schemaOf(answer), example: exampleOf(answer) } } } : {}),
  };
}

/** Whether an answer is one entity that has tags. */

const schemaOf = ({ resource, many }: Answering): Schema =>
  many ? refTo(collectionName(resource)) : entityAnswerSchema(resource);

function exampleOf({ resource, many }: Answering): object {
  const context = `${apiTexts.get().host}/v1.0/$metadata#${resource.path}`;
  const entity = entityExample(resource);
  return many ? { '@odata.context': context, value: [entity] } : { '@odata.context': `${context}/$entity`, ...entity };
}

/** The answer when the entity is as the caller knows it. */
export const notModified: Response = {
  description: 'The entity has one of the tags that `If-None-Match` names.',
  headers: { ...always, ...header('ETag') },
};

const own: Readonly<Record<number, Headers>> = {
  401: header('WWW-Authenticate'),
  403: header('WWW-Authenticate'),
  429: header('Retry-After'),
  503: header('Retry-After'),
  412: header('ETag'),
};

/** Every code with its status, in the order in which they are described. */
function codesWithStatus(): (readonly [code: string, status: number])[] {
  const known: Readonly<Record<string, number>> = { ...refusals(), InternalServerError: 500 };
  return Object.keys(apiTexts.get().refusals).map((code) => [code, known[code] ?? 500]);
}

/** The refusals with these statuses, each with the codes that it may have. */
export function refusalResponses(statuses: ReadonlySet<string>): Record<string, Response> {
  const used = [...Map.groupBy(codesWithStatus(), ([, status]) => status)].filter(([status]) =>
    statuses.has(String(status)),
  );
  return Object.fromEntries(
    used.map(([status, codes]) => [
      `Refusal${status}`,
      refusal(
        status,
        codes.map(([code]) => code),
      ),
    ]),
  );
}

const refusal = (status: number, codes: readonly string[]): Response => ({
  description: `Refused: ${codes.map((code) => `\`${code}\``).join(', ')}.`,
  headers: { ...always, ...own[status] },
  content: { 'application/json': { schema: refTo('ErrorEnvelope'), examples: refusalExamples(codes) } },
});

/** The statuses with which a call may be refused for what it asks; the others are said once, as the `default`. */
export function refusalsOf({
  method,
  needsPermission,
  hasBody,
  hasKey,
  hasId,
  hasOptions,
  hasCondition,
}: Refusable): number[] {
  const applies: readonly (readonly [number, boolean])[] = [
    [400, hasBody || hasOptions || hasId],
    [403, needsPermission],
    [404, hasKey || (hasBody && needsPermission)], // a body names others by their ids
    [409, needsPermission && method !== 'GET'],
    [412, hasCondition],
  ];
  const own = applies.filter(([, does]) => does).map(([status]) => status);
  return own.length > 0 ? own : [431]; // what cannot be asked wrongly can still bring too much
}

/** The statuses that have nothing to do with what a call asks: no good token, a bad form, too much, a fault of the server. */
const ofAnyCall: readonly number[] = [401, 408, 413, 415, 429, 431, 500, 503];

/** How any call may be refused. */
export function refusalOfAnyCall(): Response {
  const codes = codesWithStatus().filter(([, status]) => ofAnyCall.includes(status));
  const said = codes.map(([code, status]) => `\`${code}\` (${status})`).join(', ');
  return {
    description: `Refused as any call may be: ${said}.`,
    headers: { ...always, ...own[401], ...own[429] },
    content: {
      'application/json': { schema: refTo('ErrorEnvelope'), examples: refusalExamples(codes.map(([code]) => code)) },
    },
  };
}

/** What every refusal looks like. */
export const errorEnvelope = (): Schema => ({
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'innerError'],
      properties: {
        code: { type: 'string', enum: Object.keys(apiTexts.get().refusals) },
        message: { type: 'string', description: 'What is wrong, and what to change.' },
        innerError: {
          type: 'object',
          required: ['date', 'request-id', 'client-request-id'],
          properties: {
            date: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$', description: 'UTC.' },
            'request-id': { type: 'string', format: 'uuid' },
            'client-request-id': { type: 'string' },
          },
        },
      },
    },
  },
});
