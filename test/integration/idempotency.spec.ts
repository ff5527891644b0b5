import { randomUUID } from 'node:crypto';
import { Database } from '../../src/platform/database/database.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { IdempotencyRecords } from '../../src/platform/http/idempotency-records.js';
import { CommitCutter } from '../experiments/harness/commit-cutter.js';
import { entitlements, given } from '../support/given.js';
import { createDatabase } from '../support/postgres.js';
import {
  anAdministrator,
  type Answered,
  anApplication,
  developmentTenantId,
  startServer,
  type TestServer,
} from '../support/server.js';
import { databases } from '../support/size.js';
import { quietServer } from '../support/two-servers.js';

const catalogs = `${entitlements}/catalogs`;
const scope = { tenantId: developmentTenantId, actor: 'test' };

describe.each(databases)('an Idempotency-Key on the %s database', (kind) => {
  let server: TestServer;
  let database: Database;
  beforeAll(async () => {
    server = await startServer({ database: kind });
    database = server.app.get(Database);
  });
  afterAll(() => server.close());

  const post = (path: string, body: unknown, key: string): Promise<Answered> =>
    server.as(anApplication).post(path, body, { 'idempotency-key': key });
  const isReplay = ({ headers }: Answered): boolean => headers.get('idempotency-replayed') === 'true';
  const catalog = () => ({ displayName: `Catalog ${randomUUID()}`, description: 'Kept once' });
  const countOf = async ({ displayName }: { displayName: string }): Promise<number> =>
    database.pool.catalog.count({ where: { displayName } });

  it('makes many twins one: same status, same bytes, same address', async () => {
    const [body, key] = [catalog(), randomUUID()];
    const answers = await Promise.all(Array.from({ length: 40 }, () => post(catalogs, body, key)));
    const seen = new Set(answers.map(({ status, text, headers }) => `${status} ${headers.get('location')} ${text}`));
    expect([...seen]).toEqual([expect.stringMatching(/^201 http/)]);
    expect(answers.filter(isReplay)).toHaveLength(39);
    expect(await countOf(body)).toBe(1);
  });

  it('means the same for the same members in another order, and for another spelling of the address', async () => {
    const [body, key] = [catalog(), randomUUID()];
    const { displayName, description } = body;
    const first = await post(catalogs, body, key);
    const spelled = [
      await post(catalogs, `{ "description": "${description}",\n "displayName": "${displayName}" }`, key),
      await post(`/identityGovernance/EntitlementManagement/Catalogs/`, body, key),
    ];
    expect(spelled.map(({ status, text }) => [status, text])).toEqual(spelled.map(() => [201, first.text]));
    expect(spelled.map(isReplay)).toEqual([true, true]);
  });

  it('is one key per address', async () => {
    const key = randomUUID();
    expect((await post(catalogs, catalog(), key)).status).toBe(201);
    expect((await post('/v1.0/groups', { displayName: `Group ${key}` }, key)).status).toBe(201);
  });

  it('is refused with another body before anything else is looked at', async () => {
    const key = randomUUID();
    await post(catalogs, catalog(), key);
    const wrong = await post(catalogs, { displayName: 7 }, key);
    expect([wrong.status, wrong.body.error.code]).toEqual([409, 'IdempotencyKeyReused']);
  });

  it('keeps no refusal', async () => {
    const [body, key] = [catalog(), randomUUID()];
    const refused = await post(catalogs, { ...body, catalogType: 'nonsense' }, key);
    expect(refused.status).toBe(400);
    expect((await post(catalogs, body, key)).status).toBe(201);
  });

  it('keeps the answer as it was given, whatever became of the thing', async () => {
    const [body, key] = [catalog(), randomUUID()];
    const first = await post(catalogs, body, key);
    await server.as(anApplication).patch(`${catalogs}/${first.body.id}`, { description: 'changed' });
    expect((await post(catalogs, body, key)).text).toBe(first.text);
    await server.as(anApplication).delete(`${catalogs}/${first.body.id}`);
    expect((await post(catalogs, body, key)).text).toBe(first.text);
    expect(await countOf(body)).toBe(0);
  });

  it('is not kept for a POST that only reads', async () => {
    const [{ id }, key] = [await given(server).aPackage(), randomUUID()];
    const path = `${entitlements}/accessPackages/${id}/getApplicablePolicyRequirements`;
    const answer = await server.as(anAdministrator).post(path, undefined, { 'idempotency-key': key });
    expect([answer.status, await database.pool.idempotencyRecord.count({ where: { key } })]).toEqual([200, 0]);
  });

  it('leaves nothing behind when what it was for is undone', async () => {
    const key = randomUUID();
    const asked = { callerId: 'somebody', route: 'POST /v1.0/things', key, bodyHash: 'hash' };
    const records = server.app.get(IdempotencyRecords, { strict: false });
    const undone = server.app.get(Transactions).run(scope, async () => {
      await records.open(asked);
      throw new Error('on purpose');
    });
    await expect(undone).rejects.toThrow('on purpose');
    expect(await server.app.get(Transactions).run(scope, () => records.open(asked))).toBeUndefined();
  });

  it('is forgotten after 24 hours, and not before', async () => {
    const keys = [randomUUID(), randomUUID()];
    const bodies = [catalog(), catalog()];
    for (const [at, key] of keys.entries()) await post(catalogs, bodies[at], key);
    const age = (key = '', hours = '') =>
      database.pool
        .$executeRaw`UPDATE idempotency_record SET created_at = clock_timestamp() - ${hours}::interval WHERE key = ${key}`;
    await age(keys[0], '24 hours 1 second');
    await age(keys[1], '23 hours 59 minutes');
    while ((await server.app.get(IdempotencyRecords, { strict: false }).prune()) > 0);
    const left = await database.pool.idempotencyRecord.findMany({ where: { key: { in: keys } } });
    expect(left.map(({ key }) => key)).toEqual([keys[1]]);
    expect((await post(catalogs, catalog(), keys[0] ?? '')).status).toBe(201);
    expect(isReplay(await post(catalogs, bodies[1], keys[1] ?? ''))).toBe(true);
  });

  it('holds for requests, too, and says so', async () => {
    const there = given(server);
    const [{ id: targetId }, { names }] = [await there.aPerson(), await there.aPolicy()];
    const body = { requestType: 'adminAdd', assignment: { targetId, ...names } };
    const key = randomUUID();
    const first = await post(`${entitlements}/assignmentRequests`, body, key);
    await server.drain();
    const again = await post(`${entitlements}/assignmentRequests`, body, key);
    expect([first.status, isReplay(first), again.status, isReplay(again)]).toEqual([201, false, 201, true]);
    expect(again.text).toBe(first.text);
  });
});

describe('an Idempotency-Key whose COMMIT nobody can say came true', () => {
  it('answers 503, and what came true when it is asked again', async () => {
    const made = await createDatabase();
    const cutter = new CommitCutter(new URL(made.url));
    const server = await quietServer({ env: { DATABASE_URL: await cutter.listen() } });
    const post = () =>
      server.as(anApplication).post(catalogs, { displayName: 'Once' }, { 'idempotency-key': 'the-same-key' });
    cutter.cutsLeft = 1;
    const unknown = await post();
    const again = await post();
    const rows = await server.app.get(Database).pool.catalog.count({ where: { displayName: 'Once' } });
    const { cuts } = cutter;
    await server.close();
    await cutter.close();
    await made.drop();
    expect([cuts, unknown.status, again.status, rows]).toEqual([1, 503, 201, 1]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });
});
