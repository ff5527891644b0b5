import { setTimeout as after } from 'node:timers/promises';
import { entitlements, given, selfService } from '../support/given.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';
import { type Proxy, proxyTo } from '../support/proxy.js';
import { anAdministrator, type Answered, startServer, type TestServer } from '../support/server.js';

/** Asks again until the answer is as wanted; bounded. */
async function eventually(ask: () => Promise<Answered>, status: number): Promise<Answered> {
  let answer = await ask();
  for (let tries = 0; answer.status !== status && tries < 150; tries += 1) {
    await after(100);
    answer = await ask();
  }
  return answer;
}

describe('a running server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('says without a token that it lives and is ready', async () => {
    expect((await server.anonymous.get('/health/live')).body).toEqual({ status: 'live' });
    expect((await server.anonymous.get('/health/ready')).body).toEqual({ status: 'ready' });
  });

  it('counts requests by type and state and times their delivery', async () => {
    const there = given(server);
    const [person, { names }] = [await there.aPerson(), await there.aPolicy(selfService)];
    const body = { requestType: 'adminAdd', assignment: { targetId: person.id, ...names } };
    await server.as(anAdministrator).post(`${entitlements}/assignmentRequests`, body);
    await server.drain();
    const { status, text, headers } = await server.anonymous.get('/metrics');
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
    for (const state of ['submitted', 'delivering', 'delivered']) {
      expect(text).toContain(`open_entitlements_assignment_requests_total{type="adminAdd",state="${state}"} 1`);
    }
    expect(text).toContain('open_entitlements_assignment_request_delivery_seconds_count{type="adminAdd"} 1');
    expect(text).toMatch(/^open_entitlements_oldest_due_delivery_seconds 0$/m);
    expect(text).toMatch(/^open_entitlements_dead_letters 0$/m);
  });

  it('puts its own id and the client’s on every answer, also on refusals', async () => {
    const { headers, body } = await server.anonymous.get('/v1.0/nowhere', { 'client-request-id': 'mine-1' });
    expect(body.error.innerError).toMatchObject({
      'request-id': headers.get('request-id'),
      'client-request-id': 'mine-1',
    });
    expect(headers.get('client-request-id')).toBe('mine-1');
    expect(headers.get('odata-version')).toBe('4.0');
  });

  it('tells browsers with every answer to keep, guess, frame and run nothing', async () => {
    const { id } = await given(server).aCatalog();
    const path = `${entitlements}/catalogs/${id}`;
    const { headers } = await server.as(anAdministrator).get(path);
    const tag = { 'if-none-match': headers.get('etag') ?? '' };
    const answers = [
      await server.as(anAdministrator).get(path),
      await server.as(anAdministrator).get(path, tag),
      await server.anonymous.get(path),
      await server.anonymous.get('/nowhere'),
      await server.anonymous.get('/docs'),
      await server.anonymous.post(`${entitlements}/catalogs`, 'x'.repeat(70_000)),
      await server.as(anAdministrator).post(`${entitlements}/catalogs`, 'x'.repeat(70_000)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 304, 401, 401, 200, 401, 413]);
    for (const answer of answers) {
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'$/),
      });
      expect(answer.headers.has('strict-transport-security')).toBe(false);
    }
  });
});

describe('a server whose database goes away', () => {
  let database: TestDatabase;
  let proxy: Proxy;
  let server: TestServer;
  beforeAll(async () => {
    database = await createDatabase();
    proxy = await proxyTo(database.url);
    server = await startServer({ env: { DATABASE_URL: proxy.url } });
  });
  afterAll(async () => {
    await proxy.mend().catch(() => undefined);
    await server.close();
    await proxy.close();
    await database.drop();
  });

  it('answers 503 and when to come again, is not ready, and comes back without a restart', async () => {
    const there = given(server);
    const { names } = await there.aPolicy(selfService);
    const person = await there.aPerson();
    const caller = server.as(anAdministrator);
    const add = () =>
      caller.post(`${entitlements}/assignmentRequests`, {
        requestType: 'adminAdd',
        assignment: { targetId: person.id, ...names },
      });
    await proxy.cut();
    const answers = await Promise.all([
      add(),
      caller.get(`${entitlements}/catalogs`),
      server.anonymous.get('/health/ready'),
    ]);
    for (const { status, body, headers } of answers) {
      expect([status, body.error.code, headers.get('retry-after')]).toEqual([
        503,
        'ServiceUnavailable',
        expect.any(String),
      ]);
    }
    expect((await server.anonymous.get('/health/live')).status).toBe(200);
    expect((await server.anonymous.get('/metrics')).status).toBe(200);
    await proxy.mend();
    expect((await eventually(() => server.anonymous.get('/health/ready'), 200)).status).toBe(200);
    expect((await eventually(add, 201)).status).toBe(201);
    await server.drain();
    const { text } = await server.anonymous.get('/metrics');
    expect(text).toContain('state="delivered"} 1');
  });
});

describe('a server that starts before its database', () => {
  it('listens, is not ready, and keeps trying', async () => {
    const database = await createDatabase();
    const proxy = await proxyTo(database.url, { startsCut: true });
    const server = await startServer({ env: { DATABASE_URL: proxy.url } });
    try {
      expect((await server.anonymous.get('/health/live')).status).toBe(200);
      expect((await server.anonymous.get('/health/ready')).status).toBe(503);
      const token = await server.anonymous.post('/dev/token', { as: 'user' });
      expect([token.status, token.body.error.code]).toEqual([503, 'ServiceUnavailable']);
      await proxy.mend();
      expect((await eventually(() => server.anonymous.get('/health/ready'), 200)).status).toBe(200);
      expect((await server.as(anAdministrator).get(`${entitlements}/catalogs`)).body.value).toEqual([]);
    } finally {
      await server.close();
      await proxy.close();
      await database.drop();
    }
  });
});
