import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { InjectOptions } from 'fastify';
import { METHODS } from 'node:http';
import { PublicRoutes } from '../../src/platform/auth/public-routes.js';
import { isOperational } from '../../src/platform/calls/address.js';
import { Routes } from '../../src/platform/http/routes.js';
import { entitlements } from '../support/given.js';
import { connectTo, type RawAnswer, readAnswer, sendRaw, untilClosed, untilHeard } from '../support/raw-http.js';
import { anAdministrator, startServer, type TestServer } from '../support/server.js';
import { goodClaims, TestIssuer, tokenFor } from '../support/tokens.js';

const somebody = '0f000000-0000-4000-8000-00000000000f';
const operational = [
  '/metrics',
  '/health/live',
  '/health/ready',
  '/docs',
  '/openapi.json',
  '/dev/personas',
  '/dev/clock',
];
const noJson = '{"requests":';

/** The same address in other spellings: what a proxy, a client or somebody who tries may make of it. */
const spellings = (path: string): string[] => [
  path,
  ...['/v1.0', '/beta', '/V1.0', '/BETA', '/v1%2E0', '/', '/v1.0/', '/v1.0/v1.0', '/.', '/x/..', '/%2e'].map(
    (b) => b + path,
  ),
  ...['/', '//', '%2F', ';a=b', '/.', '()', '/$count', '%20', '%00', '?$top=1', '?a=/docs', '#x'].map(
    (after) => path + after,
  ),
  path.toUpperCase(),
  path.replaceAll('/', '//'),
  path.replace(/(.)\//g, '$1%2f'),
  path.replace(/[a-z](?=[^/]*$)/i, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
];

describe('the front door', () => {
  let server: TestServer;
  let token: string;
  let host: string;
  beforeAll(async () => {
    server = await startServer();
    token = await tokenFor(server.app, { as: 'user' });
    host = new URL(server.url).host;
  });
  afterAll(() => server.close());

  const inject = (call: InjectOptions) =>
    (server.app.getHttpAdapter() as FastifyAdapter)
      .getInstance()
      .inject({ ...call, headers: { host, ...call.headers } });
  const ask = (lines: string, more: readonly string[] = [], body = '') =>
    sendRaw(server.url, [lines, `Host: ${host}`, ...more, 'Connection: close', '', body].join('\r\n'));
  const bearer = () => `Authorization: Bearer ${token}`;
  const isEnvelope = ({ status, headers, text }: RawAnswer, expected: number) => {
    expect([status, text]).toEqual([expected, expect.stringMatching(/^\{"error":\{"code":"\w+","message":"[^"]+/)]);
    const { error } = JSON.parse(text) as { error: { innerError: Record<string, string> } };
    expect(error.innerError['request-id']).toBe(headers.get('request-id'));
    expect(error.innerError['client-request-id']).toBe(headers.get('client-request-id'));
    expect(text).not.toMatch(/node_modules|FST_ERR|HPE_|\bat \w+ \(/);
  };

  it('reads no body without a token, whatever the route and however it is spelled', async () => {
    const routes = server.app
      .get(Routes)
      .list()
      .map((route) => route.split(' ') as [method: 'POST', pattern: string]);
    const open = server.app.get(PublicRoutes);
    const admitted: string[] = [];
    let cells = 0;
    for (const [method, pattern] of routes) {
      for (const url of spellings(pattern.replace(/:\w+|\*/g, somebody))) {
        const headers = { 'content-type': 'application/json' };
        const { statusCode } = await inject({ method, url, headers, payload: noJson });
        cells += 1;
        if (statusCode !== 401 && !open.has(method, pattern)) admitted.push(`${method} ${url}: ${statusCode}`);
      }
    }
    expect(admitted).toEqual([]);
    expect(cells).toBeGreaterThan(2_000);
    expect(routes.filter(([method, pattern]) => open.has(method, pattern) && !isOperational(pattern))).toEqual([
      ['GET', '/'],
      ['GET', '/$metadata'],
      ['HEAD', '/'],
      ['HEAD', '/$metadata'],
    ]);
  });

  it('reads no body for a token that somebody made up, nor for one that is there twice', async () => {
    const forged = new TestIssuer('k1').token(goodClaims.v2User());
    const [head = '', claims = ''] = token.split('.');
    for (const made of ['a.b.c', forged, `${head}.${claims}.c2ln`, `${token} ${token}`]) {
      const headers = { authorization: `Bearer ${made}`, 'content-type': 'application/json' };
      expect((await inject({ method: 'POST', url: '/v1.0/$batch', headers, payload: noJson })).statusCode).toBe(401);
    }
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    expect((await inject({ method: 'POST', url: '/v1.0/$batch', headers, payload: noJson })).statusCode).toBe(400);
    expect((await inject({ method: 'POST', url: '/v1.0/nowhere', headers, payload: noJson })).statusCode).toBe(404);
  });

  it('answers what is for its operators at the exact path only', async () => {
    const answered: string[] = [];
    for (const path of operational) {
      for (const url of spellings(path)) {
        const isExact = url.split('?')[0] === path;
        const { status } = await ask(`GET ${url} HTTP/1.1`);
        const known = isExact ? status : (await ask(`GET ${url} HTTP/1.1`, [bearer()])).status;
        const right = isExact ? status === 200 : status === 401 && known === 404;
        if (!right) answered.push(`${url}: ${status}, ${known}`);
      }
    }
    expect(answered).toEqual([]);
  });

  it('shows a browser a page at the root, exactly as it is written, and nobody else anything there', async () => {
    const html = 'Accept: text/html,application/xhtml+xml,*/*;q=0.8';
    const answered: string[] = [];
    for (const url of [...new Set([...spellings('/'), '/', '/?', '/v1.0', '/beta', '/index.html', '/.//', '/\\'])]) {
      const isExact = url.split('?')[0] === '/';
      const { status } = await ask(`GET ${url} HTTP/1.1`, [html]);
      const known = await ask(`GET ${url} HTTP/1.1`, [html, bearer()]);
      const right = isExact ? status === 200 && known.status === 200 : status === 401 && known.status === 404;
      if (!right) answered.push(`${url}: ${status}, ${known.status}`);
      for (const accept of ['*/*', 'application/json', 'application/json, text/html']) {
        const other = await ask(`GET ${url} HTTP/1.1`, [`Accept: ${accept}`]);
        if (other.status !== 401) answered.push(`${url} as ${accept}: ${other.status}`);
      }
    }
    expect(answered).toEqual([]);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      isEnvelope(await ask(`${method} / HTTP/1.1`, [html, 'Content-Length: 0']), 401);
      isEnvelope(await ask(`${method} / HTTP/1.1`, [html, 'Content-Length: 0', bearer()]), 404);
    }
    const requests = ['/', '', '/../', '//'].map((url, order) => ({
      ...{ id: `${order}`, method: 'GET', url: url || '/?', headers: { accept: 'text/html' } },
    }));
    const { body } = await server.as(anAdministrator).post('/v1.0/$batch', { requests });
    for (const { status } of body.responses as { status: number }[]) expect([400, 404]).toContain(status);
  });

  it('carries out no batch inside a batch, and shows a batch nothing but the API', async () => {
    const ways = ['', '/..', '/../..', '/%2e%2e', '/.%2E', '/x/../..', '/\\..', '/\t..', '/..%2f', '/..;'];
    const urls = ['/$batch', ...operational].flatMap((path) => [
      ...spellings(path),
      ...ways.flatMap((way) =>
        spellings(path)
          .slice(0, 3)
          .map((url) => `${way}${url}`),
      ),
    ]);
    const statuses: string[] = [];
    for (let from = 0; from < urls.length; from += 20) {
      const requests = urls.slice(from, from + 20).map((url, order) => ({
        ...{ id: `${order}`, url },
        ...(url.includes('atch') || url.includes('ATCH')
          ? { method: 'POST', body: { requests: [{ id: '1', method: 'GET', url: '/users' }] } }
          : { method: 'GET' }),
      }));
      const { body } = await server.as(anAdministrator).post('/v1.0/$batch', { requests });
      for (const { id, status } of body.responses as { id: string; status: number }[]) {
        if (status !== 400 && status !== 404) statuses.push(`${urls[from + Number(id)]}: ${status}`);
      }
    }
    expect(statuses).toEqual([]);
  });

  it.each([
    ...['', ' ', 'a b', 'a,b', 'a@b', 'user:secret@localhost', 'localhost:', 'localhost:x', 'localhost:99999', ':80'],
    ...['localhost/', 'localhost?x', 'localhost#x', '[::1', '::1', '[::g]', '[]', 'a\\b', 'a%20b', 'h\xf6st', '<a>'],
    ...['999.1.1.1', '1.2.3.4.5', 'a\tb', "a'b", 'a"b'],
  ])('answers 400 to the host %j, also in a batch', async (bad) => {
    for (const [line, headers] of [
      [`GET ${entitlements}/catalogs HTTP/1.1`, [bearer()]],
      ['POST /v1.0/$batch HTTP/1.1', [bearer(), 'Content-Type: application/json', 'Content-Length: 2']],
      ['GET /health/live HTTP/1.1', []],
    ] as const) {
      const text = [
        line,
        `Host: ${bad}`,
        ...headers,
        'Connection: close',
        '',
        line.startsWith('POST') ? '{}' : '',
      ].join('\r\n');
      isEnvelope(await sendRaw(server.url, text), 400);
    }
  });

  it('answers 400 to no host and to two, and to none at all what HTTP/1.0 asks', async () => {
    isEnvelope(await sendRaw(server.url, 'GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n'), 400);
    isEnvelope(await ask('GET /health/live HTTP/1.1', [`Host: ${host}`]), 400);
    expect((await sendRaw(server.url, 'GET /health/live HTTP/1.0\r\n\r\n')).status).toBe(200);
    const { text } = await sendRaw(server.url, `GET ${entitlements}/catalogs HTTP/1.0\r\n${bearer()}\r\n\r\n`);
    expect(text).toContain(`"@odata.context":"${server.url}/v1.0/$metadata`);
  });

  it('answers in development mode to local names only, and to nobody by way of a proxy', async () => {
    const by = async (name: string, more: string[] = []) =>
      sendRaw(
        server.url,
        ['GET /dev/personas HTTP/1.1', `Host: ${name}`, ...more, 'Connection: close', '', ''].join('\r\n'),
      );
    for (const name of ['localhost', 'LOCALHOST:3000', '127.0.0.1', '127.1.2.3:1', '[::1]', '[::1]:3000']) {
      expect([name, (await by(name)).status]).toEqual([name, 200]);
    }
    for (const name of [
      'evil.example',
      'localhost.evil.example',
      '10.0.0.1',
      '[::2]',
      '127.0.0.1.nip.io',
      'localhost.',
    ]) {
      const answer = await by(name);
      isEnvelope(answer, 403);
      expect(answer.text).toContain('DEV_HOSTS');
    }
    for (const header of [
      'Forwarded: for=1.2.3.4',
      'X-Forwarded-For: 1.2.3.4',
      'X-Forwarded-Host: localhost',
      'Via: 1.1 x',
    ]) {
      isEnvelope(await by('localhost', [header]), 403);
    }
  });

  it.each<[string, number, string[], body?: string]>([
    ['GET /v1.0/nowhere HTTP/1.1', 401, []],
    ['GET /v1.0/nowhere HTTP/1.1', 404, ['token']],
    [`GET ${entitlements}/catalogs/${'x'.repeat(2_000)} HTTP/1.1`, 400, ['token']],
    [`GET ${entitlements}/catalogs/${'x'.repeat(2_000)} HTTP/1.1`, 401, []],
    [`GET ${entitlements}/catalogs('${'%F0%9F%98%80'.repeat(900)}') HTTP/1.1`, 400, ['token']],
    [`GET ${entitlements}/catalogs/%E0%A4%A HTTP/1.1`, 400, ['token']],
    [`GET ${entitlements}/catalogs/%zz HTTP/1.1`, 400, ['token']],
    [`GET ${entitlements}/catalogs/%ED%A0%80 HTTP/1.1`, 400, ['token']],
    [`GET //${host404()}//x HTTP/1.1`, 404, ['token']],
    ['GET http://localhost/v1.0/users HTTP/1.1', 404, ['token']],
    ['GET * HTTP/1.1', 404, ['token']],
    ['OPTIONS * HTTP/1.1', 401, []],
    ['OPTIONS /v1.0/users HTTP/1.1', 405, ['token']],
    ['GET /docs/../../package.json HTTP/1.1', 401, []],
    ['GET /docs/%2e%2e/%2e%2e/package.json HTTP/1.1', 401, []],
    ['GET /docs/nothing.js HTTP/1.1', 404, []],
    ['CONNECT localhost:80 HTTP/1.1', 400, []],
    ['BREW /v1.0/users HTTP/1.1', 400, []],
    ['GET /v1.0/users HTTP/3.x', 400, []],
    ['GET  /v1.0/users HTTP/1.1', 401, []],
    [`GET /v1.0/${'x'.repeat(17_000)} HTTP/1.1`, 431, []],
    ['GET /v1.0/users HTTP/1.1', 431, [`X-Long: ${'y'.repeat(17_000)}`]],
    ['GET /v1.0/users HTTP/1.1', 400, ['X Bad: 1']],
    ['POST /v1.0/users HTTP/1.1', 400, ['Content-Length: 1', 'Transfer-Encoding: chunked']],
    ['POST /v1.0/users HTTP/1.1', 400, ['Content-Length: many']],
    ['POST /v1.0/users HTTP/1.1', 401, ['Expect: the impossible', 'Content-Length: 0']],
    ['GET /v1.0/users HTTP/1.1', 401, ['Upgrade: websocket', 'Connection: Upgrade']],
    ['GET /v1.0/users HTTP/1.1', 401, ['Accept-Version: 7']],
    ['POST /v1.0/users HTTP/1.1', 415, ['token', 'Content-Type: x/y', 'Content-Length: 0']],
    ['POST /v1.0/users HTTP/1.1', 415, ['token', 'Content-Type: ;;', 'Content-Length: 0']],
    [
      'POST /v1.0/users HTTP/1.1',
      413,
      ['token', 'Content-Type: application/json', 'Content-Length: 70000'],
      'x'.repeat(70_000), // the server waits for what was announced before it hangs up
    ],
  ])('refuses in the form of every refusal, call %#', async (line, status, headers, body) => {
    const said = headers.map((header) => (header === 'token' ? bearer() : header));
    isEnvelope(await ask(line, said, body), status);
  });

  it('refuses each method that there is on an address that is none, in the same form', async () => {
    for (const method of METHODS.filter((one) => !['CONNECT', 'HEAD'].includes(one))) {
      for (const [headers, status] of [
        [[], 401],
        [[bearer()], 404],
      ] as const) {
        isEnvelope(await ask(`${method} /v1.0/nowhere HTTP/1.1`, ['Content-Length: 0', ...headers]), status);
      }
    }
    const head = await ask('HEAD /v1.0/nowhere HTTP/1.1');
    expect([head.status, head.text, head.headers.has('request-id')]).toEqual([401, '', true]);
  });

  describe('with a body that it does not want', () => {
    const size = 1_200_000;
    const start = (more: string[]) =>
      ['POST /v1.0/$batch HTTP/1.1', `Host: ${host}`, 'Content-Type: application/json', ...more, '', ''].join('\r\n');

    it('answers before it comes, takes it, and goes on with the connection', async () => {
      const socket = await connectTo(server.url);
      socket.write(start([`Content-Length: ${size}`]));
      isEnvelope(readAnswer(await untilHeard(socket, /\}\}\}$/)), 401);
      socket.write(Buffer.alloc(size, 'x'));
      socket.write(`GET /health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 200 [^]*"live"/);
    });

    it.each([
      [['Connection: close', `Content-Length: ${size}`]],
      [['Connection: close', 'Content-Length: 3000000', bearerOf()]],
    ])('lets a client that sends everything first read its answer (%j)', async (headers) => {
      const length = Number(/\d+/.exec(headers.find((header) => header.startsWith('Content-Length')) ?? '')?.[0]);
      const lines = headers.map((header) => (header === bearerOf() ? bearer() : header));
      const socket = await connectTo(server.url);
      socket.pause();
      await new Promise((resolve) =>
        socket.write(Buffer.concat([Buffer.from(start(lines)), Buffer.alloc(length, 'x')]), resolve),
      );
      isEnvelope(readAnswer(await untilClosed(socket)), headers.includes(bearerOf()) ? 413 : 401);
    });

    it('cuts off a client that sends and sends', async () => {
      const socket = await connectTo(server.url);
      socket.on('error', () => undefined);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(start(['Transfer-Encoding: chunked']));
      const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 'x'), Buffer.from('\r\n')]);
      let sent = 0;
      while (!socket.destroyed && sent < 200) {
        sent += 1;
        await new Promise((resolve) => socket.write(chunk, resolve));
      }
      await closed;
      expect(sent).toBeLessThan(200);
    });

    it('asks for no body that a client holds back until it is wanted, and for one that is', async () => {
      const body = '{"requests":[]}';
      const held = ['Expect: 100-continue', `Content-Length: ${body.length}`, 'Connection: close'];
      const refused = await sendRaw(server.url, start(held));
      isEnvelope(refused, 401);
      const socket = await connectTo(server.url);
      socket.write(start([...held, bearer()]));
      expect(await untilHeard(socket, /\r\n\r\n$/)).toMatch(/^HTTP\/1\.1 100 /);
      socket.write(body);
      isEnvelope(readAnswer(await untilClosed(socket)), 400);
    });
  });
});

/** Stands in a table for a header that is not known yet. */
function bearerOf(): string {
  return 'token';
}

function host404(): string {
  return 'nowhere';
}
