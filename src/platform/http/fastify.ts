import type { IncomingMessage } from 'node:http';
import { readFileSync } from 'node:fs';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RawServerDefault } from 'fastify';
import type { Config } from '../config/config.js';
import { onAccountOf } from '../database/payer.js';
import { DomainError } from '../errors/domain-error.js';
import { metadataIn, prefersHtml } from './accept.js';
import { type Address, addressOf, isRoot } from '../calls/address.js';
import type { Asked } from './asked.js';
import { answerForNode, askForBody, comesEarly, discardRest, refuseUnreadable } from './connections.js';
import { hostOf, requireLocalCall } from './hosts.js';
import { batchAround } from '../calls/inside-batch.js';
import { type BodyLimits, ofOneCall, readJson } from './json-body.js';
import { idsOf, newRequestId, type RequestIds } from './request-ids.js';
import type { Routes } from './routes.js';
import { withoutControl } from './without-control.js';

declare module 'fastify' {
  interface FastifyRequest {
    ids: RequestIds;
    asked: Omit<Asked, 'caller'>;
  }
  interface FastifyContextConfig {
    bodyLimits?: BodyLimits;
    /** True for a route that no part of a batch may call. */
    neverInABatch?: boolean;
  }
}

const slowestRequestMillis = 25_000;
/** No key is as long: the router lets all of them through, so that what is not there is 404 like anything else. */
const longestParameter = 1024 * 1024;

/** Addresses as they came: once rewritten for routing they have no version any more. */
const addresses = new WeakMap<IncomingMessage, Address>();

/** The HTTP server under Nest: Graph's addresses, JSON bodies only, an id on every answer. */
export function fastifyAdapter(config: Config): FastifyAdapter {
  const server = {
    connectionsCheckingInterval: 2_000,
    requestTimeout: slowestRequestMillis,
    // Node would refuse a call without a host by itself, and in nobody's form.
    requireHostHeader: false,
  };
  return new FastifyAdapter<RawServerDefault>({
    bodyLimit: ofOneCall.bytes,
    // The same id in the log, the answer's header and a refusal's body.
    genReqId: newRequestId,
    ...(config.tls
      ? { https: { ...server, cert: readFileSync(config.tls.certFile), key: readFileSync(config.tls.keyFile) } }
      : { http: server }),
    requestTimeout: slowestRequestMillis,
    routerOptions: { caseSensitive: false, maxParamLength: longestParameter },
    rewriteUrl: (raw: IncomingMessage) => {
      const address = addressIn(raw);
      const { path, query } = address;
      // A call is asked for more than once, later by what it got from here.
      if (!addresses.has(raw)) addresses.set(raw, address);
      return query ? `${path}?${query}` : path;
    },
    clientErrorHandler: refuseUnreadable,
  } as ConstructorParameters<typeof FastifyAdapter<RawServerDefault>>[0]);
}

/** Where a call goes; at the root only browsers find something, and everybody else what they find at any address that is none. */
function addressIn({ url = '/', method = 'GET', headers }: IncomingMessage): Address {
  const address = addressOf(url, method);
  const isBrowser = (method === 'GET' || method === 'HEAD') && prefersHtml(headers.accept);
  return isRoot(address.path) && !isBrowser ? { ...address, path: '//' } : address;
}

/** Fills with every route that is registered from now on, as 'GET /path'. */
export function routesRegisteredAt(adapter: FastifyAdapter): readonly string[] {
  const registered: string[] = [];
  adapter.getInstance().addHook('onRoute', ({ method, path }) => {
    registered.push(...[method].flat().map((each) => `${each} ${path}`));
  });
  return registered;
}

/** What every call gets before it is routed; call it before Nest registers its routes. */
export function prepareCalls(adapter: FastifyAdapter, config: Config, routes: Routes): void {
  const fastify = adapter.getInstance();
  answerForNode(fastify.server);
  fastify.decorateRequest('ids');
  fastify.decorateRequest('asked');
  fastify.addHook('onRoute', (route) => {
    routes.add(route.path, [route.method].flat());
    if (route.config?.bodyLimits) route.bodyLimit = route.config.bodyLimits.bytes;
  });
  fastify.addHook('onRequest', (request, reply, next) => {
    receive(request, reply);
    next(attempt(() => (request.asked = askedOf(request, config))));
  });
  fastify.addHook('preParsing', (request, reply, _payload, next) => {
    askForBody(request.raw, reply.raw);
    next(attempt(() => requireNoEncoding(request)));
  });
  // Once the body is there: what reads it forgets on whose behalf it does.
  fastify.addHook('preHandler', (request, _reply, next) => onAccountOf(request, next));
  fastify.addHook('preSerialization', (request, reply, payload, next) => {
    next(null, described(payload, request, reply));
  });
  fastify.addHook('onSend', (request, reply, payload, next) => {
    if (comesEarly(request.raw)) discardRest(request.raw, reply.removeHeader('connection').raw);
    // A server that is closing keeps no connection that it still had a call on (nest#11416).
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

/** Gives a call its ids, and its answer the headers that every answer has. */
function receive(request: FastifyRequest, reply: FastifyReply): void {
  request.ids = idsOf(request.id, request.headers['client-request-id']);
  void reply.headers({
    'request-id': request.ids.requestId,
    'client-request-id': request.ids.clientRequestId,
    'odata-version': '4.0',
    'cache-control': 'no-store',
  });
}

function askedOf(request: FastifyRequest, config: Config): Omit<Asked, 'caller'> {
  const { dialect, ...address } = addresses.get(request.raw) ?? addressOf(request.url);
  const metadata = metadataIn(request.headers.accept);
  const base = `${batchAround()?.root ?? rootOf(request, config)}/${dialect}`;
  return { base, dialect, ...address, ...(metadata ? { metadata } : {}) };
}

/** An answer of OData with as much control information as is asked for; it says how much that is. */
function described(payload: unknown, { asked }: FastifyRequest, reply: FastifyReply): unknown {
  const metadata = (asked as Partial<Asked> | undefined)?.metadata;
  const isOData = typeof payload === 'object' && payload !== null && '@odata.context' in payload;
  if (metadata === undefined || !isOData) return payload;
  void reply.type(`application/json; odata.metadata=${metadata}; charset=utf-8`);
  return metadata === 'none' ? withoutControl(payload) : payload;
}

/** Under which address the server was called; `X-Forwarded-*` is not believed. */
function rootOf({ raw, protocol }: FastifyRequest, config: Config): string {
  const host = hostOf(raw);
  if (config.authMode === 'development') requireLocalCall(host, raw, config);
  return config.publicUrl ?? `${protocol}://${host}`;
}

function requireNoEncoding({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'];
  if (encoding && encoding !== 'identity')
    throw new DomainError('UnsupportedMediaType', 'Send the body without a content encoding.');
}

/** What went wrong, as Fastify's hooks are told it. */
function attempt(work: () => unknown): Error | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
