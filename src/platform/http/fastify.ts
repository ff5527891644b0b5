import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest, RawServerDefault } from 'fastify';
import type { Config } from '../config/config.js';
import { onAccountOf } from '../database/payer.js';
import { DomainError } from '../errors/domain-error.js';
import { type Address, addressOf } from './address.js';
import type { Asked } from './asked.js';
import { envelope } from './envelope.js';
import { type BodyLimits, ofOneCall, readJson } from './json-body.js';
import { idsOf, newRequestId, type RequestIds } from './request-ids.js';
import type { Routes } from './routes.js';

declare module 'fastify' {
  interface FastifyRequest {
    ids: RequestIds;
    asked: Omit<Asked, 'caller'>;
  }
  interface FastifyContextConfig {
    bodyLimits?: BodyLimits;
  }
}

const slowestRequestMillis = 25_000;

/** Addresses as they came: once rewritten for routing they have no version any more. */
const addresses = new WeakMap<IncomingMessage, Address>();

/** The HTTP server under Nest: Graph's addresses, JSON bodies only, an id on every answer. */
export function fastifyAdapter(config: Config): FastifyAdapter {
  const timeouts = { connectionsCheckingInterval: 2_000, requestTimeout: slowestRequestMillis };
  return new FastifyAdapter<RawServerDefault>({
    bodyLimit: ofOneCall.bytes,
    // The same id in the log, the answer's header and a refusal's body.
    genReqId: newRequestId,
    ...(config.tls
      ? { https: { ...timeouts, cert: readFileSync(config.tls.certFile), key: readFileSync(config.tls.keyFile) } }
      : { http: timeouts }),
    requestTimeout: slowestRequestMillis,
    routerOptions: { caseSensitive: false },
    rewriteUrl: (raw: IncomingMessage) => {
      const address = addressOf(raw.url ?? '/', raw.method);
      const { path, query } = address;
      // A call is asked for more than once, later by what it got from here.
      if (!addresses.has(raw)) addresses.set(raw, address);
      return query ? `${path}?${query}` : path;
    },
    clientErrorHandler: refuseUnreadable,
  } as ConstructorParameters<typeof FastifyAdapter<RawServerDefault>>[0]);
}

/** What every call gets before it is routed; call it before Nest registers its routes. */
export function prepareCalls(adapter: FastifyAdapter, config: Config, routes: Routes): void {
  const fastify = adapter.getInstance();
  fastify.decorateRequest('ids');
  fastify.decorateRequest('asked');
  fastify.addHook('onRoute', (route) => {
    routes.add(route.path, [route.method].flat());
    if (route.config?.bodyLimits) route.bodyLimit = route.config.bodyLimits.bytes;
  });
  fastify.addHook('onRequest', (request, reply, next) => {
    request.ids = idsOf(request.id, request.headers['client-request-id']);
    request.asked = askedOf(request, config);
    void reply.headers({
      'request-id': request.ids.requestId,
      'client-request-id': request.ids.clientRequestId,
      'odata-version': '4.0',
      'cache-control': 'no-store',
    });
    const encoding = request.headers['content-encoding'];
    if (encoding && encoding !== 'identity')
      next(new DomainError('UnsupportedMediaType', 'Send the body without a content encoding.'));
    else next();
  });
  // Once the body is there: what reads it forgets on whose behalf it does.
  fastify.addHook('preHandler', (request, _reply, next) => onAccountOf(request, next));
  // A server that is closing keeps no connection that it still had a call on (nest#11416).
  fastify.addHook('onSend', (_request, reply, payload, next) => {
    if (!fastify.server.listening) void reply.header('connection', 'close');
    next(null, payload);
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    const { bodyLimits } = request.routeOptions.config;
    try {
      done(null, readJson(request.headers['content-type'] ?? '', bytes as Buffer, bodyLimits));
    } catch (error) {
      done(error as Error);
    }
  });
}

function askedOf(request: FastifyRequest, config: Config): Omit<Asked, 'caller'> {
  const { dialect, ...address } = addresses.get(request.raw) ?? addressOf(request.url);
  const root = config.publicUrl ?? `${request.protocol}://${request.host}`;
  return { base: `${root}/${dialect}`, dialect, ...address };
}

const unreadable: Record<string, readonly [number, string, string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'RequestTimeout', 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'RequestHeaderFieldsTooLarge', 'The headers are larger than 16 KiB.'],
};

/** Answers what is no HTTP request at all; Fastify has no request for it yet. */
function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return;
  const [status, code, message] = unreadable[error.code ?? ''] ?? [400, 'BadRequest', 'The request could not be read.'];
  const ids = idsOf(newRequestId());
  // The process clock: no request, no application to ask.
  const body = JSON.stringify(envelope(code, message, ids, new Date(performance.timeOrigin + performance.now())));
  socket.end(
    `HTTP/1.1 ${status} ${code}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nrequest-id: ${ids.requestId}\r\nclient-request-id: ${ids.clientRequestId}\r\nConnection: close\r\n\r\n${body}`,
  );
}
