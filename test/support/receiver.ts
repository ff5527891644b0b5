import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import {
  createServer as createPlain,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate for localhost with its key, made for this process. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes what `npm run dev:cert` makes. */
export function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'receiver-'));
  try {
    const made = spawnSync(process.execPath, ['scripts/dev-cert.mjs', folder], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return { cert: read('localhost.crt'), key: read('localhost.key') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What arrived at a receiver. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server that is not ours, which call-outs reach. */
export interface Receiver {
  readonly port: number;
  readonly received: Received[];
  /** How many sockets were opened to it. */
  connections(): number;
  close(): Promise<void>;
}

export type Answering = (request: Received, answer: ServerResponse) => void | Promise<void>;

/** Listens on loopback, over TLS where it has a certificate; answers 200 unless told otherwise. */
export async function startReceiver(
  answering: Answering = (_, answer) => void answer.end(),
  certificate?: Certificate,
): Promise<Receiver> {
  const received: Received[] = [];
  let connections = 0;
  const listener: RequestListener = (request, answer) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const arrived = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(arrived);
      void answering(arrived, answer);
    });
  };
  const server = certificate ? createServer(certificate, listener) : createPlain(listener);
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
