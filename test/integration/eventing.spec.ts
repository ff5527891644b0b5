import { randomUUID } from 'node:crypto';
import { EventBus } from '@nestjs/cqrs';
import { Database } from '../../src/platform/database/database.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { Deliveries } from '../../src/platform/eventing/deliveries.js';
import { entitlements, given } from '../support/given.js';
import { announce, extensions, Happened, happening, makeEffectTable, scope } from '../support/happenings.js';
import { createDatabase } from '../support/postgres.js';
import { anApplication, type TestServer } from '../support/server.js';
import { statementsDuring } from '../support/statements.js';
import { quietServer, replace } from '../support/two-servers.js';

const mostTries = 5;
const longWait = '1 hour';

describe('events', () => {
  let server: TestServer;
  let database: Database;
  beforeAll(async () => {
    server = await quietServer({ extensions });
    database = server.app.get(Database);
    await makeEffectTable(server);
    // However slow the machine is: nothing is tried again before the test says so.
    replace(server, Deliveries, 'countTries', (countTries) => async (deliveries) => {
      const counted = await countTries(deliveries);
      await database.pool.$executeRaw`
        UPDATE event_delivery SET due_at = due_at + ${longWait}::interval WHERE due_at BETWEEN clock_timestamp() AND now() + interval '30 minutes'`;
      return counted;
    });
  });
  beforeEach(() => database.pool.$executeRaw`TRUNCATE effect, event_delivery, event_dead_letter`);
  afterAll(() => server.close());

  const effectsOf = async ({ id }: { id: string }): Promise<string[]> => {
    const rows = await database.pool.$queryRaw<{ saga: string }[]>`SELECT saga FROM effect WHERE about = ${id}::uuid`;
    return rows.map(({ saga }) => saga).sort();
  };
  const deliveriesOf = ({ id }: { id: string }) => database.pool.$queryRaw<
    { consumer: string; attempts: number; wait: number }[]
  >`
    SELECT d.consumer, d.attempts, extract(epoch FROM d.due_at - clock_timestamp() - ${longWait}::interval)::float8 AS wait
    FROM event_delivery d JOIN domain_event e ON e.id = d.event_id WHERE e.aggregate_id = ${id}::uuid ORDER BY 1`;
  const deadLettersOf = ({ id }: { id: string }) => database.pool.$queryRaw<
    { consumer: string; attempts: number; reason: string }[]
  >`
    SELECT l.consumer, l.attempts, l.reason FROM event_dead_letter l JOIN domain_event e ON e.id = l.event_id
    WHERE e.aggregate_id = ${id}::uuid ORDER BY 1`;
  const drainAgain = async (): Promise<void> => {
    await database.pool.$executeRaw`UPDATE event_delivery SET due_at = clock_timestamp() - interval '1 second'`;
    await server.drain();
  };

  it('cannot be published outside a unit of work', () => {
    expect(() => void server.app.get(EventBus).publish(happening())).toThrow('unit of work');
  });

  it('are kept with the row and the answer that they belong to, in one commit, or not at all', async () => {
    const there = given(server);
    const [{ id: targetId }, { names }] = [await there.aPerson(), await there.aPolicy()];
    const body = { requestType: 'adminAdd', assignment: { targetId, ...names } };
    const path = `${entitlements}/assignmentRequests`;
    const made = await server.as(anApplication).post(path, body, { 'idempotency-key': randomUUID() });
    const commits = await database.pool.$queryRaw<{ commit: string }[]>`
      SELECT xmin::text AS commit FROM assignment_request WHERE id = ${made.body.id}::uuid
      UNION ALL SELECT xmin::text FROM domain_event WHERE aggregate_id = ${made.body.id}::uuid
      UNION ALL SELECT d.xmin::text FROM event_delivery d JOIN domain_event e ON e.id = d.event_id WHERE e.aggregate_id = ${made.body.id}::uuid
      UNION ALL SELECT xmin::text FROM idempotency_record WHERE body->>'text' LIKE '%' || ${made.body.id} || '%'
      UNION ALL SELECT xmin::text FROM open_request WHERE request_id = ${made.body.id}::uuid`;
    expect(commits).toHaveLength(5);
    expect(new Set(commits.map(({ commit }) => commit)).size).toBe(1);
    const lost = happening();
    const work = server.app.get(Transactions).run(scope, async () => {
      await server.app.get(EventBus).publish(lost);
      throw new Error('on purpose');
    });
    await expect(work).rejects.toThrow('on purpose');
    expect(await deliveriesOf(lost)).toEqual([]);
  });

  it('that follow from each other are reacted to in one transaction, and written by one statement at its end', async () => {
    const there = given(server);
    const [{ id: targetId }, { names }] = [await there.aPerson(), await there.aPolicy()];
    const body = { requestType: 'adminAdd', assignment: { targetId, ...names } };
    const { body: made } = await server.as(anApplication).post(`${entitlements}/assignmentRequests`, body);
    const statements = await statementsDuring(() => server.drain());
    const writes = statements.filter((statement) => /INSERT INTO domain_event/.test(statement));
    const events = await database.query<{ name: string; caused: boolean }[]>`
      SELECT name, causation_id IS NOT NULL AS caused FROM domain_event WHERE payload::text LIKE ${`%${made.id}%`} ORDER BY position`;
    expect(events.map(({ name }) => name)).toEqual([
      'assignmentRequest.submitted',
      'assignmentRequest.deliveryStarted',
      'assignment.delivered',
      'assignmentRequest.delivered',
    ]);
    expect(events.map(({ caused }) => caused)).toEqual([false, true, true, true]);
    expect(writes).toHaveLength(1);
  });

  it('are told in turn when two units of work tell of the same aggregate', async () => {
    const { id } = happening();
    let open = (): void => undefined;
    const flushed = new Promise<void>((resolve) => (open = resolve));
    const [transactions, eventBus] = [server.app.get(Transactions), server.app.get(EventBus)];
    const first = transactions.run(scope, async () => {
      await eventBus.publish(new Happened(id, 'fine'));
      const ours = database.requireUnitOfWork();
      transactions.beforeEveryCommit(async (unit) => {
        if (unit !== ours) return;
        open();
        await database.client.$queryRaw`SELECT pg_sleep(0.2)::text`;
      });
    });
    await flushed;
    await Promise.all([first, announce(server, new Happened(id, 'fine'), new Happened(id, 'fine'))]);
    const rows = await database.pool.$queryRaw<{ version: number }[]>`
      SELECT aggregate_version AS version FROM domain_event WHERE aggregate_id = ${id}::uuid ORDER BY position`;
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it.each(['saga throws', 'command throws', 'saga throws what no database takes'] as const)(
    'that fail (%s) are tried again alone and later, and given up in the end; their neighbours are not held up',
    async (mood) => {
      const neighbours = Array.from({ length: 8 }, () => happening());
      const poison = happening(mood);
      await announce(server, ...neighbours.slice(0, 4), poison, ...neighbours.slice(4));
      await server.drain();
      for (const neighbour of neighbours) expect(await effectsOf(neighbour)).toEqual(['first', 'second']);
      const split = await deliveriesOf(poison);
      expect(split.map(({ consumer, attempts }) => [consumer, attempts])).toEqual([
        ['TestSaga.first', 1],
        ['TestSaga.second', 1],
      ]);
      for (let tries = 2; tries < mostTries; tries += 1) {
        await drainAgain();
        expect(await effectsOf(poison)).toEqual(['second']);
        const [left, ...others] = await deliveriesOf(poison);
        expect(others).toEqual([]);
        expect(left).toMatchObject({ consumer: 'TestSaga.first', attempts: tries });
        expect(left?.wait).toBeLessThan(2 ** (tries - 1) * 1.25);
        expect(left?.wait).toBeGreaterThan(-60);
      }
      await drainAgain();
      expect(await deliveriesOf(poison)).toEqual([]);
      expect(await deadLettersOf(poison)).toEqual([
        {
          consumer: 'TestSaga.first',
          attempts: mostTries,
          reason: `the ${mood}`.replace('throws what', 'throws\uFFFD what'),
        },
      ]);
      expect(await effectsOf(poison)).toEqual(['second']);
      await database.pool.$executeRaw`
        INSERT INTO event_delivery (event_id, consumer, position, attempts)
        SELECT l.event_id, l.consumer, e.position, 4 FROM event_dead_letter l JOIN domain_event e ON e.id = l.event_id`;
      await drainAgain();
      expect(await deliveriesOf(poison)).toEqual([]);
      expect(await deadLettersOf(poison)).toHaveLength(1);
    },
  );

  it('that are given up fail the request that they belong to, and free its place', async () => {
    const there = given(server);
    const [{ id: targetId }, { names }] = [await there.aPerson(), await there.aPolicy()];
    await database.pool.$executeRaw`
      CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is red'; END $$`;
    await database.pool
      .$executeRaw`CREATE TRIGGER refuse BEFORE INSERT ON assignment FOR EACH ROW EXECUTE FUNCTION refuse()`;
    const path = `${entitlements}/assignmentRequests`;
    const body = { requestType: 'adminAdd', assignment: { targetId, ...names } };
    const made = await server.as(anApplication).post(path, body);
    await server.drain();
    for (let tries = 1; tries < 2 * mostTries; tries += 1) await drainAgain();
    await database.pool.$executeRaw`DROP TRIGGER refuse ON assignment`;
    const { body: request } = await server.as(anApplication).get(`${path}/${made.body.id}`);
    expect(request).toMatchObject({ state: 'deliveryFailed' });
    expect(request.status).toMatch(/^DeliveryFailed: delivery was given up: [^]*the disk is red/);
    expect((await server.as(anApplication).post(path, body)).status).toBe(201);
  });

  it('of a kind that nobody knows wait for a server that does, fail nothing and hold up nobody', async () => {
    const stranger = happening();
    const neighbour = happening();
    await announce(server, stranger, neighbour);
    const rename = (name: string) =>
      database.pool.$executeRaw`UPDATE domain_event SET name = ${name} WHERE aggregate_id = ${stranger.id}::uuid`;
    const { name } = await database.pool.domainEvent.findFirstOrThrow({ where: { aggregateId: stranger.id } });
    await rename('test.fromTomorrow');
    await server.drain();
    expect(await effectsOf(neighbour)).toEqual(['first', 'second']);
    expect([await effectsOf(stranger), await deadLettersOf(stranger)]).toEqual([[], []]);
    await rename(name);
    // It was doubtful, so each saga gets it alone.
    await drainAgain();
    await drainAgain();
    expect(await effectsOf(stranger)).toEqual(['first', 'second']);
  });

  it.each<[string, string, number]>([
    ['for later', 'infinity', 1],
    ['for now', 'now', 10],
  ])('of which many wait %s are found without looking at all of them', async (_, due, count) => {
    await announce(server, ...Array.from({ length: count }, () => happening()));
    await database.execute`
      WITH others AS (
        INSERT INTO domain_event (id, tenant_id, aggregate_id, aggregate_version, name, payload, actor, occurred_at)
        SELECT gen_random_uuid(), ${scope.tenantId}::uuid, gen_random_uuid(), 1, 'other', '{}', 'test', now() FROM generate_series(1, 3000)
        RETURNING id, position)
      INSERT INTO event_delivery (event_id, consumer, position, due_at) SELECT id, 'sagas', position, ${due}::timestamptz FROM others`;
    const rowsRead = () => database.query<{ rows: number }[]>`
      SELECT (seq_tup_read + idx_tup_fetch)::int AS rows FROM pg_stat_xact_user_tables WHERE relname = 'event_delivery'`;
    const read = await server.app.get(Transactions).run(scope, async () => {
      // The plan for these rows, not one that was made for a handful.
      await database.execute`SET LOCAL plan_cache_mode = force_custom_plan`;
      const claimed = await server.app.get(Deliveries).claim('fresh', new Date(0), 10);
      return { claimed: claimed.length, rows: (await rowsRead())[0]?.rows };
    });
    expect(read.claimed).toBe(count);
    expect(read.rows).toBeLessThan(1_000);
  });

  it('that waited before this process came are doubtful: their tries are counted first', async () => {
    const made = await createDatabase();
    const options = { env: { DATABASE_URL: made.url }, extensions };
    const before = await quietServer(options);
    await makeEffectTable(before);
    const [old, fresh] = [happening(), happening()];
    await announce(before, old);
    const counted: unknown[] = [];
    const { countTries } = Deliveries.prototype;
    Deliveries.prototype.countTries = function (deliveries) {
      counted.push(...deliveries.map(({ payload }) => (payload as Happened).id));
      return countTries.call(this, deliveries);
    };
    const after = await quietServer(options);
    await announce(after, fresh);
    await after.drain();
    Deliveries.prototype.countTries = countTries;
    await before.close();
    await after.close();
    await made.drop();
    expect(counted).toEqual([old.id]);
  });
});
