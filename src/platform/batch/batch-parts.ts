import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest, LightMyRequestResponse } from 'fastify';
import { type RefusalCode, statusOfRefusal } from '../errors/domain-error.js';
import { envelope } from '../http/envelope.js';
import { callFromBatch } from '../calls/inside-batch.js';
import { idsOf, newRequestId } from '../http/request-ids.js';
import { type BatchPart, failedNeed, inWaves, mostAnswerBytes, partsAtOnce, type PartAnswer, pathOf } from './batch.js';

/** Headers of a part that are the batch's own business, or no business of a part. */
const kept = new Set(['authorization', 'host', 'content-length', 'connection', 'transfer-encoding']);
/** Headers of an answer as Graph writes them: Microsoft's clients look for them in this spelling, and only in it. */
const spelled: Readonly<Record<string, string>> = {
  'cache-control': 'Cache-Control',
  'content-type': 'Content-Type',
  etag: 'ETag',
  location: 'Location',
  'odata-version': 'OData-Version',
  'retry-after': 'Retry-After',
  'www-authenticate': 'WWW-Authenticate',
};
/** Headers of an answer that belong to the connection. */
const dropped = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);

/** Headers of an answer for browsers, which the batch as a whole has. */
const forBrowsers = /^(content-security-policy|cross-origin-|referrer-policy|strict-transport-security|x-)/;

/** Carries out the parts of a batch through the server's own front door. */
@Injectable()
export class BatchParts {
  constructor(private readonly adapterHost: HttpAdapterHost) {}

  /** A few parts at a time, so that what their answers weigh is known before the next ones are read. */
  async carryOut(parts: readonly BatchPart[], request: FastifyRequest): Promise<PartAnswer[]> {
    const batch: Batch = { request, answers: new Map(), bytes: 0 };
    for (const group of inWaves(parts).flatMap((wave) => inGroups(wave, partsAtOnce))) {
      const answered = await Promise.all(group.map((part) => this.answer(part, batch)));
      answered.forEach((answer) => batch.answers.set(answer.id, answer));
    }
    return [...batch.answers.values()];
  }

  private async answer(part: BatchPart, batch: Batch): Promise<PartAnswer> {
    const failed = failedNeed(part, batch.answers);
    if (failed !== undefined) {
      return refused(part, 'FailedDependency', `The part '${failed}' failed, and this one waits for it.`);
    }
    if (part.method === 'GET' && batch.bytes >= mostAnswerBytes) {
      return refused(part, 'TooManyRequests', tooLarge, { 'Retry-After': '1' });
    }
    return this.call(part, batch);
  }

  private async call(part: BatchPart, spent: Batch): Promise<PartAnswer> {
    const { request: batch } = spent;
    const url = addressIn(part, batch);
    if (url === undefined) {
      return refused(part, 'BadRequest', `A part's url lies under ${batch.asked.base}.`);
    }
    const server = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    const call = {
      method: part.method,
      url,
      headers: headersOf(part, batch),
      ...(part.body === undefined || part.body === null ? {} : { payload: JSON.stringify(part.body) }),
    };
    const { base, dialect } = batch.asked;
    const root = base.slice(0, -`/${dialect}`.length);
    const answer = await callFromBatch({ root }, () => server.inject(call));
    spent.bytes += answer.rawPayload.length;
    return answerOf(part, answer);
  }
}

/** A batch while it is carried out. */
interface Batch {
  readonly request: FastifyRequest;
  readonly answers: Map<string, PartAnswer>;
  /** What the answers weigh by now. */
  bytes: number;
}

const tooLarge = `The answers of this batch are larger than ${mostAnswerBytes / 1024 / 1024} MiB by now: send this part again in a batch of its own.`;

const inGroups = (parts: readonly BatchPart[], size: number): BatchPart[][] =>
  Array.from({ length: Math.ceil(parts.length / size) }, (_, at) => parts.slice(at * size, (at + 1) * size));

/** A part's address on this server; undefined when it leads elsewhere, also by way of `..`. */
function addressIn({ url }: BatchPart, { asked: { base, dialect } }: FastifyRequest): string | undefined {
  const path = pathOf(url, base);
  if (path === undefined) return undefined;
  const { pathname, search } = new URL(`/${dialect}${path}`, base);
  return pathname.startsWith(`/${dialect}/`) ? `${pathname}${search}` : undefined;
}

function headersOf({ headers, body }: BatchPart, batch: FastifyRequest): Record<string, string> {
  const own = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    ...(body === undefined || body === null ? {} : { 'content-type': 'application/json' }),
    ...Object.fromEntries(own.filter(([name]) => !kept.has(name))),
    authorization: batch.headers.authorization ?? '',
    host: batch.host,
  };
}

function answerOf({ id }: BatchPart, { statusCode, headers, payload }: LightMyRequestResponse): PartAnswer {
  const shown = Object.entries(headers).filter(
    ([name, value]) => value !== undefined && !dropped.has(name) && !forBrowsers.test(name),
  );
  const isJson = String(headers['content-type'] ?? '').startsWith('application/json');
  return {
    id,
    status: statusCode,
    headers: Object.fromEntries(shown.map(([name, value]) => [spelled[name] ?? name, String(value)])),
    ...(payload === '' ? {} : { body: isJson ? (JSON.parse(payload) as unknown) : payload }),
  };
}

/** A part that is not carried out is refused in the form that every refusal has. */
function refused(
  { id }: BatchPart,
  code: RefusalCode,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): PartAnswer {
  const ids = idsOf(newRequestId());
  return {
    id,
    status: statusOfRefusal(code),
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'request-id': ids.requestId,
      'client-request-id': ids.clientRequestId,
      ...headers,
    },
    body: envelope(code, message, ids, new Date(performance.timeOrigin + performance.now())),
  };
}
