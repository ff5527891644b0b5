import { createHash, randomUUID } from 'node:crypto';
import { Database } from '../../src/platform/database/database.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { IdempotencyRecords } from '../../src/platform/http/idempotency-records.js';
import { KeyQuota, mostKeys } from '../../src/platform/http/key-quota.js';
import { Routes } from '../../src/platform/http/routes.js';
import type { Clock } from '../../src/platform/time/clock.js';
import { entitlements } from '../support/given.js';
import { administrator, anAdministrator, type Answered, anApplication, developmentTenantId, startServer, type TestServer } from '../support/server.js'; // prettier-ignore

/** POSTs that only read, so that nothing is kept of them. */
const onlyRead = [
  'POST /directoryObjects/getByIds',
  'POST /identityGovernance/entitlementManagement/accessPackages/:id/getApplicablePolicyRequirements',
];
import { databases } from '../support/size.js';
/** POSTs that take no key: each part of a batch has its own. */
const refuseKeys = ['POST /$batch'];
/** POSTs that nobody sends in production, by which nobody is known yet. */
const ofDevelopment = ['POST /dev/clock/advance', 'POST /dev/token'];

describe('every POST that the server has', () => {
  let server: TestServer;
  let database: Database;
  beforeAll(async () => {
    server = await startServer();
    database = server.app.get(Database);
  });
  afterAll(() => server.close());

  /** What a POST does with a new key, and with one for which an answer is kept already. */
  async function treats(route: string): Promise<string> {
    const [path, key] = [route.replace('POST ', '').replace(/:\w+/g, () => randomUUID()), randomUUID()];
    const address = ofDevelopment.includes(route) ? path : `/v1.0${path}`;
    const send = (key: string) => server.as(anAdministrator).post(address, {}, { 'idempotency-key': key });
    if ((await send(randomUUID())).text.includes('takes no Idempotency-Key')) return 'refuses the key';
    await database.pool.idempotencyRecord.create({
      data: {
        ...{ tenantId: developmentTenantId, callerId: administrator.id, key, status: 207 },
        route: `POST ${address.toLowerCase()}`,
        bodyHash: createHash('sha256').update('{}').digest('hex'),
        body: { text: '{"kept":true}', location: null },
      },
    });
    const { status, text } = await send(key);
    return status === 207 && text === '{"kept":true}' ? 'replays it' : 'does not look';
  }

  it('replays what is kept for a key, unless it only reads, or refuses the key', async () => {
    const posts = server.app
      .get(Routes)
      .list()
      .filter((route) => route.startsWith('POST '));
    const treated = await Promise.all(posts.map(async (route) => [route, await treats(route)] as const));
    const that = (what: string) => treated.filter(([, does]) => does === what).map(([route]) => route);
    expect(that('does not look')).toEqual([...onlyRead, ...ofDevelopment].sort());
    expect(that('refuses the key')).toEqual([...refuseKeys].sort());
    expect(that('replays it').length).toBeGreaterThanOrEqual(15);
  });
});

describe.each(databases)('the keys of one caller on the %s database', (kind) => {
  let server: TestServer;
  let database: Database;
  beforeAll(async () => {
    server = await startServer({ database: kind });
    database = server.app.get(Database);
  });
  afterAll(() => server.close());

  /** Used keys of a caller, of this many hours ago. */
  const keep = (callerId: string, count: number, hours: number) =>
    database.pool.$executeRaw`
      INSERT INTO idempotency_record (tenant_id, caller_id, route, key, body_hash, status, created_at)
      SELECT ${developmentTenantId}::uuid, ${callerId}, 'POST v1.0/things', 'key ' || ${hours}::float8 || ' ' || n, 'hash', 201,
        clock_timestamp() - ${hours}::float8 * interval '1 hour'
      FROM generate_series(1, ${count}::int4) n`;
  const post = (oid: string, key: string): Promise<Answered> =>
    server
      .as({ ...anApplication, oid })
      .post(`${entitlements}/catalogs`, { displayName: key }, { 'idempotency-key': key });
  const catalogs = (displayName: string) => database.pool.catalog.count({ where: { displayName } });

  it('are kept up to a number, beyond which a new one is refused and has no effect', async () => {
    const [caller, last, tooMany] = [randomUUID(), randomUUID(), randomUUID()];
    await keep(caller, 5, 25);
    await keep(caller, mostKeys - 2, 23);
    const answers = [await post(caller, randomUUID()), await post(caller, last), await post(caller, tooMany)];
    const refused = answers[2];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(refused?.body.error.message).toContain('without a key');
    const seconds = Number(refused?.headers.get('retry-after'));
    expect([seconds > 3_000, seconds <= 3_600]).toEqual([true, true]);
    expect([await catalogs(last), await catalogs(tooMany)]).toEqual([1, 0]);

    const [again, another, keyless] = [
      await post(caller, last),
      await post(randomUUID(), tooMany),
      await server
        .as({ ...anApplication, oid: caller })
        .post(`${entitlements}/catalogs`, { displayName: randomUUID() }),
    ];
    expect([again.text, again.headers.get('idempotency-replayed')]).toEqual([answers[1]?.text, 'true']);
    expect([another.status, keyless.status]).toEqual([201, 201]);
  });

  it('are counted by the database when the quota seems used up, once a minute at most', async () => {
    let now = Date.now();
    const quota = new KeyQuota(database, { real: () => new Date(now) } as Clock);
    const records = new IdempotencyRecords(database, quota);
    const caller = randomUUID();
    const taken = () => {
      const asked = { callerId: caller, route: 'POST v1.0/things', key: randomUUID(), bodyHash: 'hash' };
      const scope = { tenantId: developmentTenantId, actor: 'test' };
      return server.app.get(Transactions).run(scope, () => records.open(asked));
    };
    await keep(caller, mostKeys, 1);
    await expect(taken()).rejects.toThrow('used within 24 hours');
    await database.pool.idempotencyRecord.deleteMany({ where: { callerId: caller } });
    now += 59_000;
    await expect(taken()).rejects.toThrow('used within 24 hours');
    now += 1_000;
    await expect(taken()).resolves.toBeUndefined();
  });
});
