import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JsonFetcher } from '../../src/platform/auth/keys/json-fetcher.js';

type Answer = (response: ServerResponse) => void;

const json =
  (value: unknown): Answer =>
  (response) =>
    void response.setHeader('content-type', 'application/json').end(JSON.stringify(value));

/** Ways in which an identity provider can be of no use. */
export const misbehaviours = {
  'answers 500': (response) => void response.writeHead(500).end('oops'),
  'answers 404': (response) => void response.writeHead(404).end('{}'),
  'answers HTML': (response) => void response.end('<!doctype html><title>Proxy</title>'),
  'answers truncated JSON': (response) => void response.end('{"issuer":"https://login.microsoftonline.com/'),
  'answers an empty body': (response) => void response.end(),
  'answers a list': json([]),
  'answers null': json(null),
  'answers no keys': json({ issuer: 'x', jwks_uri: 'https://login.microsoftonline.com/keys', keys: [] }),
  'answers keys that are no list': json({
    issuer: 'x',
    jwks_uri: 'https://login.microsoftonline.com/keys',
    keys: { kid: 'k1' },
  }),
  'answers more than it should': (response) => void response.end(`{"keys":"${'x'.repeat(600_000)}"}`),
  'names keys on another host': json({ issuer: 'x', jwks_uri: 'https://evil.example/keys' }),
  'names keys without TLS': json({ issuer: 'x', jwks_uri: 'http://login.microsoftonline.com/keys' }),
  'sends us elsewhere': (response) => void response.writeHead(302, { location: 'https://evil.example/' }).end(),
  'breaks the connection': (response) => void response.destroy(),
  'stops in the middle': (response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"keys":[');
    setTimeout(() => response.destroy(), 20);
  },
  'never answers': () => undefined,
} satisfies Record<string, Answer>;

/** A stand-in for login.microsoftonline.com with the keys it is given; `fetcher` goes to it and to nowhere else. */
export class IdentityProvider {
  keys: object[] = [];
  misbehaves: keyof typeof misbehaviours | undefined;
  readonly asked: string[] = [];
  private readonly server: Server = createServer((request, response) => this.answer(request, response));
  private origin = '';

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get fetcher(): JsonFetcher {
    const { origin } = this;
    return new (class extends JsonFetcher {
      override get(url: string, signal: AbortSignal): Promise<unknown> {
        return super.get(url.replace('https://login.microsoftonline.com', origin), signal);
      }
    })();
  }

  private answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
    this.asked.push(url);
    const [, tenant = '', version] = url.split('/');
    const ofVersion = version === 'v2.0' ? 'v2.0/' : '';
    if (this.misbehaves) misbehaviours[this.misbehaves](response);
    else if (url.includes('/discovery/')) json({ keys: this.keys })(response);
    else
      json({
        issuer: ofVersion ? `https://login.microsoftonline.com/${tenant}/v2.0` : `https://sts.windows.net/${tenant}/`,
        jwks_uri: `https://login.microsoftonline.com/${tenant}/discovery/${ofVersion}keys`,
      })(response);
  }
}
