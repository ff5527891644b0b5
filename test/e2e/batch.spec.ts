import { Database } from '../../src/platform/database/database.js';
import { developmentTenantId } from '../../src/platform/development/personas.js';
import { Clock } from '../../src/platform/time/clock.js';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, anApplication, startServer, type TestServer } from '../support/server.js';

const paths = entitlements.replace('/v1.0', '');

describe('$batch', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const send = (requests: object[], who: object = anAdministrator) => server.as(who).post('/v1.0/$batch', { requests });
  const byId = (body: { responses: { id: string; status?: number }[] }) =>
    Object.fromEntries(body.responses.map((response) => [response.id, response]));

  it('carries out several calls, each with its own answer', async () => {
    const catalog = await given(server).aCatalog();
    const { status, body } = await send([
      { id: '1', method: 'GET', url: `${paths}/catalogs/${catalog.id}` },
      { id: '2', method: 'GET', url: `${server.url}${entitlements}/catalogs?$filter=id eq '${catalog.id}'&$select=id` },
      { id: '3', method: 'GET', url: `${paths.slice(1)}/catalogs/0f000000-0000-4000-8000-00000000000f` },
      { id: '4', method: 'GET', url: 'https://elsewhere.example/v1.0/users' },
      { id: '5', method: 'POST', url: '/$batch', body: { requests: [] } },
      { id: '6', method: 'POST', url: `${paths}/catalogs`, body: { displayName: 7 } },
    ]);
    expect(status).toBe(200);
    const answers = byId(body);
    expect(answers['1']).toMatchObject({ status: 200, body: { id: catalog.id, displayName: catalog['displayName'] } });
    expect(answers['2']).toMatchObject({ status: 200, body: { value: [{ id: catalog.id }] } });
    expect(answers['3']).toMatchObject({
      status: 404,
      body: { error: { code: 'ResourceNotFound' } },
      headers: { 'request-id': expect.any(String), 'Cache-Control': 'no-store' },
    });
    expect(answers['3']).not.toHaveProperty(['headers', 'content-security-policy']);
    expect([answers['4'], answers['5'], answers['6']]).toEqual([
      expect.objectContaining({ status: 400 }),
      expect.objectContaining({ status: 400 }),
      expect.objectContaining({ status: 400, body: { error: expect.objectContaining({ code: 'InvalidModel' }) } }),
    ]);
  });

  it('takes a part that names its own version once more, and none of another', async () => {
    for (const [version, other] of [
      ['v1.0', 'beta'],
      ['beta', 'v1.0'],
    ]) {
      const requests = [`/${version}/users`, `/${other}/users`, `/${version}/${other}/users`].map((url, order) => ({
        ...{ id: `${order}`, method: 'GET', url },
      }));
      const { body } = await server.as(anAdministrator).post(`/${version}/$batch`, { requests });
      const answers = byId(body);
      expect([answers['0']?.status, answers['1']?.status, answers['2']?.status]).toEqual([200, 400, 404]);
      expect(JSON.stringify(answers['0'])).toContain(`/${version}/$metadata#users`);
    }
  });

  it('does what depends on another part after it, or not at all', async () => {
    const { id } = await given(server).aCatalog();
    const create = { method: 'POST', url: `${paths}/accessPackages` };
    const { body } = await send([
      {
        id: 'second',
        method: 'GET',
        url: `${paths}/accessPackages?$filter=catalog/id eq '${id}'`,
        dependsOn: ['first'],
      },
      { id: 'first', ...create, body: { displayName: 'Batched', catalog: { id } } },
      { id: 'bad', ...create, body: {} },
      { id: 'after bad', method: 'GET', url: '/users', dependsOn: ['bad'] },
      { id: 'after that', method: 'GET', url: '/users', dependsOn: ['after bad'] },
    ]);
    const answers = byId(body);
    expect(answers['first']).toMatchObject({
      status: 201,
      headers: { Location: expect.stringContaining('/accessPackages/') },
    });
    expect(answers['second']).toMatchObject({ status: 200, body: { value: [{ displayName: 'Batched' }] } });
    expect(answers['bad']).toMatchObject({ status: 400 });
    expect(answers['after bad']).toMatchObject({ status: 424 });
    expect(answers['after that']).toMatchObject({ status: 424 });
  });

  it('honours an Idempotency-Key for each part, and takes none for itself', async () => {
    const requests = [
      {
        id: '1',
        method: 'POST',
        url: `${paths}/catalogs`,
        headers: { 'Idempotency-Key': 'batch-1' },
        body: { displayName: 'Once' },
      },
    ];
    const [first, second] = [await send(requests), await send(requests)];
    expect(second.body.responses[0].body).toEqual(first.body.responses[0].body);
    expect(second.body.responses[0].headers['idempotency-replayed']).toBe('true');
    const refused = await server.as(anAdministrator).post('/v1.0/$batch', { requests }, { 'idempotency-key': 'x' });
    expect(refused.status).toBe(400);
  });

  it('speaks for the caller of the batch, whatever a part says', async () => {
    expect((await server.anonymous.post('/v1.0/$batch', { requests: [] })).status).toBe(401);
    const { body } = await send([{ id: '1', method: 'GET', url: '/users', headers: { authorization: 'Bearer x' } }], {
      ...anApplication,
      roles: ['Group.Read.All'],
    });
    expect(body.responses[0]).toMatchObject({ status: 403, body: { error: { code: 'UnAuthorized' } } });
  });

  it('may be as large as its parts together, each of them as large as one call', async () => {
    const withText = (size: number) => (_: unknown, order: number) => ({
      id: `${order}`,
      method: 'POST',
      url: `${paths}/catalogs`,
      body: { displayName: 'Large', description: 'x'.repeat(size) },
    });
    const { status, body } = await send(Array.from({ length: 20 }, withText(60_000)));
    expect([status, new Set(body.responses.map((part: { status: number }) => part.status))]).toEqual([
      200,
      new Set([400]),
    ]);
    expect(body.responses[0].body.error).toMatchObject({
      code: 'InvalidModel',
      message: expect.stringContaining('description'),
    });
    const oneTooLarge = await send([withText(70_000)(0, 0), { id: '1', method: 'GET', url: '/users' }]);
    expect(byId(oneTooLarge.body)).toMatchObject({
      0: { status: 413, body: { error: { code: 'RequestTooLarge', message: 'The body is larger than 64 KiB.' } } },
      1: { status: 200 },
    });
    const all = await send(Array.from({ length: 20 }, withText(66_000)));
    expect([all.status, all.body.error.code, all.body.error.message]).toEqual([
      413,
      'RequestTooLarge',
      'The body is larger than 1280 KiB.',
    ]);
  });

  it('puts off further reads once its answers are large, and no change', async () => {
    await server.app.get(Database).query`
      INSERT INTO catalog (tenant_id, id, display_name, description, created_at, modified_at)
      SELECT ${developmentTenantId}::uuid, gen_random_uuid(), 'Wordy ' || n, repeat('x', 9000), now(), now() FROM generate_series(1, 300) n`;
    const read = { method: 'GET', url: `${paths}/catalogs?$top=300&$filter=startswith(displayName,'Wordy')` };
    const { body } = await send([
      ...Array.from({ length: 19 }, (_, order) => ({ id: `${order}`, ...read })),
      { id: 'change', method: 'POST', url: `${paths}/catalogs`, body: { displayName: 'After much' } },
    ]);
    const answers = byId(body);
    const statuses = Array.from({ length: 19 }, (_, order) => answers[order]?.status);
    expect(statuses).toEqual([...Array<number>(4).fill(200), ...Array<number>(15).fill(429)]);
    expect(answers[18]).toMatchObject({
      headers: { 'Retry-After': '1' },
      body: { error: { code: 'TooManyRequests' } },
    });
    expect(answers['change']).toMatchObject({ status: 201 });
  });

  it('may have as many members and levels as its parts together', async () => {
    const body = Object.fromEntries(Array.from({ length: 2_000 }, (_, order) => [`m${order}`, 1]));
    const deep = JSON.parse('[{"a":'.repeat(15) + '1' + '}]'.repeat(15)) as unknown;
    const post = { method: 'POST', url: `${paths}/catalogs` };
    const answer = await send([
      { id: '1', ...post, body },
      { id: '2', ...post, body },
      { id: '3', ...post, body: { ...body, oneMore: 1 } },
      { id: '4', ...post, body: { displayName: deep } },
    ]);
    const codes = answer.body.responses.map((part: { body: { error: { code: string } } }) => part.body.error.code);
    expect([answer.status, codes]).toEqual([200, ['InvalidModel', 'InvalidModel', 'BadRequest', 'InvalidModel']]);
  });

  it('leads no part out of the version that it is sent to', async () => {
    const urls = ['/../beta/users', '/%2e%2e/beta/users', '/x/../../beta/users', '/\\..\\..\\beta/users', '/..'];
    const { body } = await send(urls.map((url, order) => ({ id: `${order}`, method: 'GET', url })));
    expect(body.responses.map((part: { status: number }) => part.status)).toEqual(urls.map(() => 400));
  });

  it('is refused as a whole only when it is malformed', async () => {
    const { status, body } = await send([]);
    expect([status, body.error.code]).toEqual([400, 'BadRequest']);
  });
});

describe('a limit of calls', () => {
  it('counts a batch as one call and each part as another, and answers 429 with Retry-After', async () => {
    const limited = await startServer({
      env: { CALLS_PER_10_SECONDS: '3', PUBLIC_URL: 'http://localhost:3000/behind/a/proxy' },
    });
    const now = new Date();
    limited.app.get(Clock).real = () => now;
    const requests = ['1', '2', '3'].map((id) => ({ id, method: 'GET', url: '/users' }));
    const { status, body } = await limited.as(anAdministrator).post('/v1.0/$batch', { requests });
    const statuses = body.responses.map((part: { status: number }) => part.status).sort();
    expect([status, statuses]).toEqual([200, [200, 200, 429]]);
    const refused = await limited.as(anAdministrator).get('/v1.0/users');
    expect([refused.status, refused.body.error.code]).toEqual([429, 'TooManyRequests']);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await limited.as(anApplication).get('/v1.0/users')).status).toBe(200);
    expect((await limited.anonymous.get('/health/live')).status).toBe(200);
    await limited.close();
  });
});
