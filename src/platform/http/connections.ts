import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { envelope } from './envelope.js';
import { idsOf, newRequestId } from './request-ids.js';

/** How much of a body that nobody wants is read and thrown away. */
const mostDiscarded = 4 * 1024 * 1024;
const lingerMillis = 2_000;
const discarding = new WeakSet<Socket>();

const expectsContinue = ({ headers }: IncomingMessage): boolean => /^100-continue$/i.test(headers.expect ?? '');

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Whether an answer comes before the body has been read. */
export const comesEarly = (raw: IncomingMessage): boolean => raw.complete === false && hasBody(raw);

/** Asks the client for the body that it holds back until it is told that it is wanted. */
export function askForBody(raw: IncomingMessage, response: ServerResponse): void {
  if (!expectsContinue(raw)) return;
  delete raw.headers.expect;
  response.writeContinue();
}

/**
 * Lets the client finish sending what nobody reads (lingering close); too much of it ends the connection.
 *
 * To close at once would reset the connection, and the client might never read the answer.
 */
export function discardRest(raw: IncomingMessage, response: ServerResponse): void {
  if (expectsContinue(raw)) {
    response.setHeader('connection', 'close');
    return;
  }
  const closes = !response.shouldKeepAlive;
  response.shouldKeepAlive = true;
  discarding.add(raw.socket);
  let bytes = 0;
  raw.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostDiscarded) raw.socket.destroy();
  });
  raw.once('end', () => {
    discarding.delete(raw.socket);
    if (closes) raw.socket.end();
  });
}

/** Answers what Node's server would answer by itself, or not at all: expectations, tunnels, and what is no HTTP. */
export function answerForNode(server: Server): void {
  const treatAsAnyCall = (raw: IncomingMessage, response: ServerResponse): boolean =>
    server.emit('request', raw, response);
  server.on('checkContinue', treatAsAnyCall);
  server.on('checkExpectation', treatAsAnyCall);
  server.on('connect', (_raw, socket) => {
    endWith(socket as Socket, [400, 'BadRequest', 'This server is no proxy: it answers no CONNECT.']);
  });
}

type LastWords = readonly [status: number, code: string, message: string];

const unreadable: Record<string, LastWords> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'RequestTimeout', 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'RequestHeaderFieldsTooLarge', 'The headers are larger than 16 KiB.'],
};

/** Answers what is no HTTP request at all; Fastify has no request for it yet. */
export function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable || discarding.has(socket)) socket.destroy();
  else endWith(socket, unreadable[error.code ?? ''] ?? [400, 'BadRequest', 'The request could not be read.']);
}

/** Says it and hangs up; a client that does not hang up either is cut off. */
function endWith(socket: Socket, [status, code, message]: LastWords): void {
  const ids = idsOf(newRequestId());
  // The process clock: no request, no application to ask.
  const body = JSON.stringify(envelope(code, message, ids, new Date(performance.timeOrigin + performance.now())));
  socket.end(
    `HTTP/1.1 ${status} ${code}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nrequest-id: ${ids.requestId}\r\nclient-request-id: ${ids.clientRequestId}\r\nConnection: close\r\n\r\n${body}`,
  );
  setTimeout(() => socket.destroy(), lingerMillis).unref();
}
