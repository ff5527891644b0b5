import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type Type } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import pg from 'pg';
import { AssignmentRequestSubmitted } from '../../src/entitlement-management/assignment-requests/index.js';
import { Database } from '../../src/platform/database/database.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { Subscriptions } from '../../src/platform/eventing/consumers/subscriptions.js';
import { type ConsumerOptions, Consumes } from '../../src/platform/eventing/index.js';
import { Api, requestsPath } from '../experiments/harness/api.js';
import { keptBuild, keptBuilds } from '../experiments/harness/built-server.js';
import { ServerProcess } from '../experiments/harness/server-process.js';
import { makeGrants } from '../experiments/harness/world.js';
import { Listener, moduleOf, told, Told, until } from '../support/consumers.js';
import { announce, scope } from '../support/happenings.js';
import { createDatabase, locksOfThisDatabase, type TestDatabase } from '../support/postgres.js';
import { startServer, type TestServer } from '../support/server.js';
import { statementsDuring } from '../support/statements.js';
import { databases } from '../support/size.js';

const stretch = 1_000;

/** So many events in the log, one in ten of the kind that consumers here hear. */
const fillLog = (server: TestServer, count: number) => server.app.get(Database).execute`
  INSERT INTO domain_event (id, tenant_id, aggregate_id, aggregate_version, name, payload, actor, occurred_at)
  SELECT gen_random_uuid(), ${scope.tenantId}::uuid, id, 1, CASE at % 10 WHEN 0 THEN 'test.told' ELSE 'test.other' END,
    jsonb_build_object('id', id, 'word', 'early'), 'test', clock_timestamp()
  FROM (SELECT gen_random_uuid() AS id, at FROM generate_series(1, ${count}::int) AS at) AS made`;

describe('consumers on one Postgres', () => {
  let database: TestDatabase;
  let without: TestServer;
  let own: pg.Pool;
  const servers: TestServer[] = [];
  const started = async (...consumers: Type[]): Promise<TestServer> => {
    const server = await startServer({ env: { DATABASE_URL: database.url }, extensions: [moduleOf(...consumers)] });
    servers.push(server);
    return server;
  };
  const query = async (text: string) => (await own.query<Record<string, unknown>>(text)).rows;

  beforeEach(async () => {
    database = await createDatabase();
    own = new pg.Pool({ connectionString: database.url, max: 1 });
    own.on('error', () => undefined);
    without = await started();
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
    await own.end();
    await database.drop();
  });

  it('are told of what a process publishes that does not have them, from when they are registered', async () => {
    await announce(without, told('before'));
    const scim = new Listener();
    await started(scim.as({ name: 'scim' }));
    await announce(without, told('after'));
    await until(() => scim.heard.length > 0);
    expect(scim.words).toEqual(['after']);
  });

  it('are told of what is published with another search path, and of nothing that nobody hears', async () => {
    const [{ id } = {}] = await query('SELECT gen_random_uuid() AS id');
    const publish = (position: number) =>
      query(`INSERT INTO public.domain_event (id, tenant_id, aggregate_id, aggregate_version, name, payload, actor, occurred_at)
        VALUES (gen_random_uuid(), '${scope.tenantId}', '${String(id)}', ${position}, 'test.told', '{}', 'test', clock_timestamp())`);
    await query('SET search_path = pg_catalog');
    await publish(1);
    expect(await query('SELECT * FROM public.consumer_delivery')).toEqual([]);
    await query(
      `INSERT INTO public.event_subscription (event_name, consumer) VALUES ('test.told', 'mail'), ('test.other', 'scim')`,
    );
    await publish(2);
    expect(await query('SELECT consumer, event_name FROM public.consumer_delivery')).toEqual([
      { consumer: 'mail', event_name: 'test.told' },
    ]);
  });

  it.each(keptBuilds)(
    'are told of what a process of the build %s publishes, which knows of no consumers',
    async (name) => {
      const kept = await keptBuild(name);
      const old = ServerProcess.start({ dist: kept.dist, env: { DATABASE_URL: database.url } });
      const heard: string[] = [];
      @Consumes(AssignmentRequestSubmitted, { name: 'requests' })
      class HearsOfRequests {
        async handle({ requestId }: AssignmentRequestSubmitted): Promise<void> {
          heard.push(requestId);
        }
      }
      const url = await old.ready;
      await started(HearsOfRequests);
      const api = await Api.signIn(() => [url]);
      const [assignment] = await makeGrants(api, { people: 1, packages: 1 });
      const id = await api.make(requestsPath, { requestType: 'adminAdd', assignment });
      await until(() => heard.length > 0);
      expect(heard).toEqual([id]);
      await old.kill();
      kept.remove();
    },
  );

  it('that begin at the beginning are told the whole log, each event once, while others publish and a process ends half-way', async () => {
    await fillLog(without, 2 * stretch + 500);
    const early = new Listener();
    const late = new Listener();
    const consumers = (): Type[] => [
      early.as({ name: 'early', from: 'beginning', atOnce: 16 }),
      late.as({ name: 'late' }),
    ];
    let published = 0;
    let isOver = false;
    const publishing = (async () => {
      for (; !isOver; published += 1) {
        await announce(without, told('meanwhile'));
        await sleep(20);
      }
    })();
    publishing.catch(() => undefined);
    const first = await started(...consumers());
    await until(() => early.heard.length > 60);
    await first.close();
    await started(...consumers());
    await until(() => early.heard.length > 150);
    isOver = true;
    await publishing;
    const all = 250 + published;
    await until(() => early.heard.length >= all);
    await until(async () => (await query('SELECT FROM consumer_delivery')).length === 0);
    expect(early.heard).toHaveLength(all);
    expect(new Set(early.heard.map(({ id }) => id)).size).toBe(all);
    expect(late.words).not.toContain('early');
    const [replay] = await query(`SELECT replayed_to, replay_until FROM event_subscription WHERE consumer = 'early'`);
    expect(replay).toEqual({ replayed_to: null, replay_until: null });
  }, 120_000);

  it('that begin at the beginning miss nothing that was published and not committed when they came', async () => {
    const [publishedIt, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const transactions = without.app.get(Transactions);
    const publishing = transactions.run(scope, async () => {
      await without.app.get(EventBus).publish(told('in between'));
      const ours = without.app.get(Database).requireUnitOfWork();
      transactions.beforeEveryCommit(async (unit) => {
        if (unit !== ours) return;
        publishedIt.resolve();
        await commit.promise;
      });
    });
    await publishedIt.promise;
    const early = new Listener();
    let isThere = false;
    const starting = started(early.as({ name: 'early', from: 'beginning' })).then(() => (isThere = true));
    const isWaiting = async (): Promise<boolean> =>
      (
        await query(
          `SELECT FROM pg_locks WHERE relation = 'domain_event'::regclass AND NOT granted AND ${locksOfThisDatabase}`,
        )
      ).length > 0;
    await until(async () => isThere || (await isWaiting()));
    expect(isThere).toBe(false);
    commit.resolve();
    await Promise.all([publishing, starting]);
    await until(() => early.heard.length > 0);
    await announce(without, told('last'));
    await until(() => early.words.includes('last'));
    expect(early.words).toEqual(['in between', 'last']);
  });

  it('cost an idle server no statement more', async () => {
    const server = await started(new Listener().as({ name: 'scim' }));
    await without.close();
    await server.drain();
    await sleep(1_000);
    const statements = await statementsDuring(() => sleep(3_000));
    const asked = statements.filter((statement) => !statement.includes('virtual_clock'));
    expect(asked.filter((statement) => !/^\s*SELECT EXISTS \(SELECT FROM event_delivery/.test(statement))).toEqual([]);
    expect(asked.filter((statement) => statement.includes('consumer_delivery')).length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThanOrEqual(7);
  });
});

describe.each(databases)('a replay of the log, on the %s database,', (kind) => {
  let server: TestServer;
  let database: Database;
  let subscriptions: Subscriptions;
  beforeAll(async () => {
    server = await startServer({ database: kind });
    database = server.app.get(Database);
    subscriptions = server.app.get(Subscriptions, { strict: false });
    await fillLog(server, 2 * stretch + 500);
  });
  beforeEach(async () => {
    await database.execute`DELETE FROM consumer_delivery`;
    await database.execute`DELETE FROM event_subscription`;
    await database.execute`
      INSERT INTO event_subscription (consumer, event_name, replayed_to, replay_until)
      SELECT 'early', 'test.told', min(position) - 1, max(position) FROM domain_event WHERE name LIKE 'test.%'`;
  });
  afterAll(() => server.close());

  const told = async () => {
    const [row] = await database.query<{ count: number; last: number }[]>`
      SELECT count(*)::int AS count, (max(position) - (SELECT min(position) - 1 FROM domain_event WHERE name LIKE 'test.%'))::int AS last
      FROM consumer_delivery`;
    return row;
  };

  it('goes through it in stretches, and ends', async () => {
    const steps: unknown[] = [];
    for (let step = 0; step < 4; step += 1) {
      await subscriptions.replay();
      steps.push((await told())?.count);
    }
    expect(steps).toEqual([100, 200, 250, 250]);
    const [{ left } = { left: 1 }] = await database.query<{ left: number }[]>`
      SELECT count(*)::int AS left FROM event_subscription WHERE replay_until IS NOT NULL`;
    expect(left).toBe(0);
  });

  it('that is undone half-way goes on from where it was', async () => {
    await subscriptions.replay();
    const work = server.app.get(Transactions).run(scope, async () => {
      await subscriptions.replay();
      throw new Error('killed');
    });
    await expect(work).rejects.toThrow('killed');
    expect(await told()).toEqual({ count: 100, last: stretch });
    await subscriptions.replay();
    expect(await told()).toEqual({ count: 200, last: 2 * stretch });
  });

  it('waits while a thousand events wait for its consumer', async () => {
    await database.execute`
      INSERT INTO consumer_delivery (consumer, position, event_name) SELECT 'early', 100000 + at, 'test.told' FROM generate_series(1, 1000) AS at`;
    await subscriptions.replay();
    expect(await told()).toMatchObject({ count: 1_000 });
    await database.execute`DELETE FROM consumer_delivery WHERE position > 100010`;
    await subscriptions.replay();
    expect(await told()).toMatchObject({ count: 110 });
  });
});

describe('a server', () => {
  const starting = (...consumers: Type[]) => startServer({ extensions: [moduleOf(...consumers)] });
  const listening = (options: ConsumerOptions) => new Listener().as(options);

  it('does not start with two consumers of one name', async () => {
    await expect(starting(listening({ name: 'scim' }), listening({ name: 'scim' }))).rejects.toThrow(
      "Two consumers are named 'scim'",
    );
  });

  it.each<[string, ConsumerOptions]>([
    ["'name'", { name: 'with blanks' }],
    ["'name'", { name: '' }],
    ["'atOnce'", { atOnce: 0 }],
    ["'atOnce'", { atOnce: 17 }],
    ["'timeLimitMillis'", { timeLimitMillis: 0.5 }],
    ["'timeLimitMillis'", { timeLimitMillis: 600_001 }],
    ["'tries'", { tries: 0 }],
  ])('does not start with a consumer whose %s is wrong: %o', async (member, options) => {
    await expect(starting(listening(options))).rejects.toThrow(member);
  });

  it('does not start with a consumer of events that are not kept', async () => {
    class NotKept {}
    @Consumes(NotKept)
    @Injectable()
    class HearsNothing {
      handle(): Promise<void> {
        return Promise.resolve();
      }
    }
    await expect(starting(HearsNothing)).rejects.toThrow('NotKept has no @StoredAs name');
  });

  it('keeps a consumer under the name of its class where it has none', async () => {
    const ids: string[] = [];
    @Consumes(Told)
    class BadgeOffice {
      async handle(_: Told, { id }: { id: string }): Promise<void> {
        ids.push(id);
      }
    }
    const server = await starting(BadgeOffice);
    await announce(server, new Told(randomUUID(), 'hello'));
    await until(() => ids.length > 0);
    expect(ids).toEqual([expect.stringMatching(/^[0-9a-f-]{36}\.BadgeOffice$/)]);
    await server.close();
  });
});
