import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong on the way to a system: before the call reaches it, or after it had its effect. */
export const faults = [
  'too many calls',
  'an error before',
  'an error after',
  'a time-out before',
  'a time-out after',
  'a cut before',
  'a cut after',
  'a slow drip',
  'garbage',
  'a huge answer',
  'a redirect',
] as const;
export type Fault = (typeof faults)[number];

/** Which calls a fault is for, such as `POST /Users`: the method, and how the path behind `/scim` begins. */
export interface Planned {
  readonly on: string;
  readonly fault: Fault;
  /** How many of these calls go through before. */
  readonly after?: number;
}

/** Stands between a client and a SCIM server, and goes wrong as planned: each plan once. */
export interface FaultProxy {
  readonly url: string;
  /** Every call that came, as `METHOD path?query`. */
  readonly calls: string[];
  plan(...planned: Planned[]): void;
  /** Holds the next such call up: before it reaches the system, or once it had its effect there. */
  hold(on: string, when: 'before' | 'after'): Held;
  /** Lets every call through from now on. */
  forget(): void;
  /** Plans that no call has met yet. */
  readonly unmet: readonly Planned[];
  close(): Promise<void>;
}

/** A call that is held up. */
export interface Held {
  /** Resolves once it is there. */
  readonly arrived: Promise<void>;
  release(): void;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

const never = (): Promise<void> => new Promise(() => undefined);

const before: Partial<Record<Fault, (response: ServerResponse) => void | Promise<void>>> = {
  'too many calls': (response) => void response.writeHead(429, { 'retry-after': '7' }).end('slowly'),
  'an error before': (response) => void response.writeHead(500).end('{"detail":"before"}'),
  'a time-out before': never,
  'a cut before': (response) => void response.socket?.destroy(),
  'a redirect': (response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/elsewhere' }).end(),
};

const after: Partial<Record<Fault, (response: ServerResponse, answer: Answer) => void | Promise<void>>> = {
  'an error after': (response) => void response.writeHead(500).end('{"detail":"after"}'),
  'a time-out after': never,
  'a cut after': (response) => void response.socket?.destroy(),
  garbage: (response, { status }) => void response.writeHead(status === 204 ? 200 : status).end('{"id": gar'),
  'a huge answer': (response, { status }) =>
    void response.writeHead(status === 204 ? 200 : status).end(JSON.stringify({ id: 'x'.repeat(3_000_000) })),
  'a slow drip': async (response, { status }) => {
    response.writeHead(status === 204 ? 200 : status);
    while (!response.destroyed) {
      response.write(' ');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  },
};

export async function faultProxyTo(target: string): Promise<FaultProxy> {
  const calls: string[] = [];
  const planned: { on: string; fault: Fault; after: number }[] = [];
  const holds: { on: string; when: 'before' | 'after'; arrive: () => void; released: Promise<void> }[] = [];
  const server = createServer((asked, response) => {
    response.on('error', () => undefined);
    serve(asked, response).catch(() => response.destroy());
  });
  async function serve(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (asked.url ?? '').replace(/^\/scim/, '');
    const call = `${asked.method} ${path}`;
    calls.push(call);
    const fault = next(call);
    const early = fault && before[fault];
    if (early) return early(response);
    const hold = holds.find(({ on }) => call.startsWith(on));
    if (hold) holds.splice(holds.indexOf(hold), 1);
    const holdUp = async (when: 'before' | 'after') => {
      if (hold?.when !== when) return;
      hold.arrive();
      await hold.released;
    };
    await holdUp('before');
    const answer = await forwarded(asked, target + path);
    await holdUp('after');
    const late = fault && after[fault];
    if (late) return late(response, answer);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }
  function next(call: string): Fault | undefined {
    const plan = planned.find(({ on }) => call.startsWith(on));
    if (!plan) return undefined;
    if (plan.after > 0) return void (plan.after -= 1);
    planned.splice(planned.indexOf(plan), 1);
    return plan.fault;
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/scim`,
    calls,
    plan: (...more) => void planned.push(...more.map((plan) => ({ after: 0, ...plan }))),
    hold: (on, when) => {
      const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      holds.push({ on, when, arrive, released });
      return { arrived, release };
    },
    forget: () => void (planned.length = 0),
    get unmet() {
      return planned;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function forwarded(asked: IncomingMessage, address: string): Promise<Answer> {
  const { host: _, connection: __, ...headers } = asked.headers;
  return new Promise((resolve, reject) => {
    const sent = request(address, { method: asked.method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const type = answer.headers['content-type'];
        const kept: Record<string, string> = type === undefined ? {} : { 'content-type': type };
        resolve({ status: answer.statusCode ?? 502, headers: kept, body: Buffer.concat(chunks) });
      });
    });
    sent.on('error', reject);
    asked.pipe(sent);
  });
}
