import { randomUUID } from 'node:crypto';
import { EventBus } from '@nestjs/cqrs';
import { Database } from '../../src/platform/database/database.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { ConsumerRecords } from '../../src/platform/eventing/consumers/consumer-records.js';
import { Lanes } from '../../src/platform/eventing/consumers/lanes.js';
import { Undeliverable } from '../../src/platform/eventing/index.js';
import { DeliveriesHeard, Listener, moduleOf, told, ToldToo, until } from '../support/consumers.js';
import { entitlements, given } from '../support/given.js';
import { announce, scope } from '../support/happenings.js';
import { anApplication, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

interface Row {
  readonly consumer: string;
  readonly attempts: number;
  /** Seconds until it is due. */
  readonly wait: number;
  readonly lastError: string | null;
}

describe.each(databases)('a consumer of events, on the %s database,', (kind) => {
  let server: TestServer;
  let database: Database;
  const scim = new Listener();
  const brief = new Listener();
  const [mail, letters] = [new Listener(), new Listener()];
  const delivered = new DeliveriesHeard();
  const consumers = [
    scim.as({ name: 'scim', tries: 3 }, true),
    brief.as({ name: 'brief', timeLimitMillis: 50 }),
    mail.as({ name: 'mail', system: 'smtp', atOnce: 3 }),
    letters.as({ name: 'letters', system: 'smtp', atOnce: 2 }),
    delivered.consumer,
  ];
  const listeners = [scim, brief, mail, letters];

  beforeAll(async () => {
    server = await startServer({ database: kind, extensions: [moduleOf(...consumers)] });
    database = server.app.get(Database);
  });
  afterEach(async () => {
    listeners.forEach((listener) => listener.reset());
    await dueNow();
    await until(async () => (await rows()).length === 0);
    listeners.forEach((listener) => listener.reset());
    await database.execute`DELETE FROM consumer_dead_letter`;
  });
  afterAll(() => server.close());

  const rows = () => database.query<Row[]>`
    SELECT consumer, attempts, extract(epoch FROM due_at - clock_timestamp())::float8 AS wait, last_error AS "lastError"
    FROM consumer_delivery ORDER BY consumer, position`;
  const rowsOf = async (name: string) => (await rows()).filter(({ consumer }) => consumer === name);
  const deadLetters = () => database.query<{ consumer: string; attempts: number; reason: string }[]>`
    SELECT consumer, attempts, reason FROM consumer_dead_letter ORDER BY 1`;
  const dueNow = () =>
    database.execute`UPDATE consumer_delivery SET due_at = clock_timestamp() WHERE due_at > clock_timestamp()`;
  const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
  const anAssignment = async () => {
    const there = given(server);
    const [{ id: targetId }, { names }] = [await there.aPerson(), await there.aPolicy()];
    const body = { requestType: 'adminAdd', assignment: { targetId, ...names } };
    const { status } = await server.as(anApplication).post(`${entitlements}/assignmentRequests`, body);
    return { status, targetId };
  };

  it('is told what was committed, outside any unit of work, for whom it was published and with the event as its cause', async () => {
    let isInside: unknown;
    scim.handle = async () => void (isInside = database.unitOfWork);
    const event = told('hello');
    await announce(server, event);
    await until(() => scim.heard.length === 1);
    const [row] = await database.query<
      { id: string }[]
    >`SELECT id FROM domain_event WHERE aggregate_id = ${event.id}::uuid`;
    const [heard] = scim.heard;
    expect(heard?.event).toEqual(event);
    expect(heard).toMatchObject({ id: `${row?.id}.scim`, attempt: 1, scope: { ...scope, causationId: row?.id } });
    expect(isInside).toBeUndefined();
    await until(async () => (await rows()).length === 0);
  });

  it('is told of each of its events, and of no others', async () => {
    await announce(server, told('one'), new ToldToo(randomUUID()));
    await until(() => scim.heard.length === 2 && mail.heard.length === 1);
    expect([scim.words, mail.words]).toEqual([['one', 'too'], ['one']]);
  });

  it('is told nothing of what was rolled back', async () => {
    const work = server.app.get(Transactions).run(scope, async () => {
      await server.app.get(EventBus).publish(told('never'));
      throw new Error('on purpose');
    });
    await expect(work).rejects.toThrow('on purpose');
    expect(await rows()).toEqual([]);
    await announce(server, told('after'));
    await until(() => scim.heard.length > 0);
    expect(scim.words).toEqual(['after']);
  });

  it('hears what sagas took up in the unit of work that published it', async () => {
    const { status, targetId } = await anAssignment();
    expect(status).toBe(201);
    await until(() => delivered.targets.includes(targetId));
    const [event] = await database.query<{ caused: boolean; name: string }[]>`
      SELECT name, causation_id IS NOT NULL AS caused FROM domain_event WHERE name = 'assignment.delivered' AND payload->>'targetId' = ${targetId}`;
    expect(event).toEqual({ name: 'assignment.delivered', caused: true });
  });

  it('that fails is told again under the same id, after a wait that begins when it failed', async () => {
    scim.handle = ({ attempt }) => (attempt < 3 ? Promise.reject(new Error(`not ${attempt}`)) : Promise.resolve());
    await announce(server, told('again'));
    for (const attempt of [1, 2]) {
      await until(async () => (await rowsOf('scim'))[0]?.lastError === `not ${attempt}`);
      const [row] = await rowsOf('scim');
      expect(row?.attempts).toBe(attempt);
      expect(row?.wait).toBeLessThan(2 ** (attempt - 1) * 1.25);
      await dueNow();
    }
    await until(async () => (await rows()).length === 0);
    expect(scim.heard.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(new Set(scim.heard.map(({ id }) => id)).size).toBe(1);
    expect(await deadLetters()).toEqual([]);
  });

  it('waits up to an hour between tries, so that a system which is down for two days is not given up', async () => {
    await database.execute`
      INSERT INTO consumer_delivery (consumer, position, event_name, attempts, due_at)
      SELECT 'mail', max(position), 'test.told', 58, clock_timestamp() FROM domain_event`;
    mail.handle = () => Promise.reject(new Error('down'));
    await until(async () => (await rowsOf('mail'))[0]?.lastError === 'down');
    const [row] = await rowsOf('mail');
    expect(row?.attempts).toBe(59);
    expect(row?.wait).toBeGreaterThan(2_500);
    expect(row?.wait).toBeLessThanOrEqual(4_500);
  });

  it('that failed as often as it may has a dead letter; sent again, the event comes under the same id, with a new round of tries', async () => {
    scim.handle = () => Promise.reject(new Error('no'));
    await announce(server, told('dead'));
    for (const attempt of [1, 2, 3]) {
      await until(() => scim.heard.length === attempt);
      await until(async () => (await rowsOf('scim'))[0]?.lastError !== null || (await deadLetters()).length > 0);
      await until(async () => (await rowsOf('scim')).every(({ wait }) => wait < 10));
      await dueNow();
    }
    await until(async () => (await deadLetters()).length === 1);
    expect(await deadLetters()).toEqual([{ consumer: 'scim', attempts: 3, reason: 'no' }]);
    expect(await rowsOf('scim')).toEqual([]);
    expect(await metrics()).toContain('open_entitlements_consumer_dead_letters{consumer="scim"} 1');
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    expect(await server.app.get(ConsumerRecords).sendAgain('scim')).toBe(1);
    await until(async () => (await rowsOf('scim'))[0]?.attempts === 4 && (await rowsOf('scim'))[0]?.wait !== undefined);
    await until(() => scim.heard.length === 4);
    scim.handle = () => Promise.resolve();
    await until(async () => (await dueNow(), (await rowsOf('scim')).length === 0));
    expect(await deadLetters()).toEqual([]);
    expect(new Set(scim.heard.map(({ id }) => id)).size).toBe(1);
  });

  it('that says no try would help is not tried again', async () => {
    scim.handle = () => Promise.reject(new Undeliverable('no such mailbox'));
    await announce(server, told('in vain'));
    await until(async () => (await deadLetters()).length === 1);
    expect(await deadLetters()).toEqual([{ consumer: 'scim', attempts: 1, reason: 'no such mailbox' }]);
    expect(scim.heard).toHaveLength(1);
  });

  it.each<[string, Error, string]>([
    ['a NUL', new Error('a\0b'), 'a\uFFFDb'],
    ['half a character', new Error('a\uD83D'), 'a\uFFFD'],
    ['what says nothing of itself', Object.create(null) as Error, 'Something was thrown that says nothing of itself.'],
  ])('is put aside in the end whatever it throws: %s', async (_, thrown, reason) => {
    scim.handle = () => Promise.reject(thrown);
    await announce(server, told('strange'));
    await until(async () => (await dueNow(), (await deadLetters()).length === 1));
    expect(await deadLetters()).toEqual([{ consumer: 'scim', attempts: 3, reason }]);
  });

  it('whose time is over has failed, is told to end, and holds no place in its lane', async () => {
    const signals: AbortSignal[] = [];
    brief.handle = ({ signal }) => new Promise(() => signals.push(signal));
    await announce(server, ...Array.from({ length: 9 }, () => told('slow')));
    await until(async () => (await rowsOf('brief')).every(({ lastError }) => lastError?.includes('timeout') ?? false));
    expect(signals.length).toBeGreaterThanOrEqual(9);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  it.each([
    ['done', () => Promise.resolve()],
    ['failed', () => Promise.reject(new Error('late'))],
    ['given up', () => Promise.reject(new Undeliverable('late'))],
  ])('whose lease was lost settles nothing: %s too late', async (_, outcome) => {
    const lost = async () =>
      Number(/consumer_lost_leases_total\{consumer="scim"\} (\d+)/.exec(await metrics())?.[1] ?? 0);
    const before = await lost();
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    scim.handle = async ({ attempt }) => {
      await gates[attempt - 1]?.promise;
      if (attempt === 1) await outcome();
    };
    await announce(server, told('held'));
    await until(() => scim.heard.length === 1);
    const [{ wait = 0 } = {}] = await rowsOf('scim');
    expect([wait > 30, wait <= 40]).toEqual([true, true]);
    // The lease of the first try ends.
    await dueNow();
    await until(() => scim.heard.length === 2);
    gates[0]?.resolve();
    await until(async () => (await lost()) === before + 1);
    const [row] = await rowsOf('scim');
    expect(row).toMatchObject({ attempts: 2, lastError: null });
    expect(row?.wait).toBeGreaterThan(20);
    expect(await deadLetters()).toEqual([]);
    gates[1]?.resolve();
    await until(async () => (await rowsOf('scim')).length === 0);
    expect(await lost()).toBe(before + 1);
  });

  it('that hangs holds up neither its neighbours nor a call nor a delivery, and has no more calls in hand than its lane takes', async () => {
    const gate = Promise.withResolvers<void>();
    scim.handle = () => gate.promise;
    await announce(server, ...Array.from({ length: 10 }, (_, at) => told(String(at))));
    await until(() => mail.heard.length === 10 && letters.heard.length === 10);
    expect(scim.heard).toHaveLength(4);
    const { status, targetId } = await anAssignment();
    expect(status).toBe(201);
    await until(() => delivered.targets.includes(targetId));
    expect(scim.heard).toHaveLength(4);
    expect((await rowsOf('scim')).filter(({ attempts }) => attempts === 0)).toHaveLength(6);
    expect(await metrics()).toContain('open_entitlements_consumer_waiting{consumer="scim"} 10');
    gate.resolve();
    await until(() => scim.heard.length === 10);
  });

  it('shares the lane of its system with others, whose smallest bound counts', async () => {
    let [inHand, most] = [0, 0];
    const gate = Promise.withResolvers<void>();
    mail.handle = letters.handle = async () => {
      inHand += 1;
      most = Math.max(most, inHand);
      await gate.promise;
      inHand -= 1;
    };
    await announce(server, ...Array.from({ length: 5 }, () => told('x')));
    await until(() => scim.heard.length === 5 && inHand === 2);
    gate.resolve();
    await until(() => mail.heard.length === 5 && letters.heard.length === 5);
    expect(most).toBe(2);
  });

  it('is in the table of who hears what', async () => {
    const registered = await database.query<{ consumer: string; names: string[] }[]>`
      SELECT consumer, array_agg(event_name ORDER BY event_name) AS names FROM event_subscription GROUP BY 1 ORDER BY 1`;
    expect(registered).toEqual([
      { consumer: 'brief', names: ['test.told'] },
      { consumer: 'delivered', names: ['assignment.delivered'] },
      { consumer: 'letters', names: ['test.told'] },
      { consumer: 'mail', names: ['test.told'] },
      { consumer: 'scim', names: ['test.told', 'test.toldToo'] },
    ]);
  });

  it('that no process has any more is told of, and forgotten with what waited once an operator says so', async () => {
    await database.execute`
      INSERT INTO event_subscription (consumer, event_name, seen_at) VALUES ('gone', 'test.told', clock_timestamp() - interval '29 minutes')`;
    await announce(server, told('for nobody'));
    expect(await rowsOf('gone')).toHaveLength(1);
    const records = server.app.get(ConsumerRecords);
    await expect(records.forget('gone')).rejects.toThrow('for 30 minutes');
    expect(await metrics()).toContain('open_entitlements_consumers_away 0');
    await database.execute`UPDATE event_subscription SET seen_at = seen_at - interval '2 minutes' WHERE consumer = 'gone'`;
    expect(await metrics()).toContain('open_entitlements_consumers_away 1');
    expect(await records.list()).toContainEqual(expect.objectContaining({ consumer: 'gone', waiting: 1, dead: 0 }));
    expect(await records.forget('gone')).toBe(1);
    await announce(server, told('for nobody'));
    expect(await rowsOf('gone')).toEqual([]);
    expect(await metrics()).toContain('open_entitlements_consumers_away 0');
  });

  it('that hears an event no longer keeps what it hears when the rest is forgotten', async () => {
    await database.execute`
      INSERT INTO event_subscription (consumer, event_name, seen_at) VALUES ('mail', 'test.toldToo', clock_timestamp() - interval '1 hour')`;
    await announce(server, new ToldToo(randomUUID()));
    expect(await rowsOf('mail')).toEqual([expect.objectContaining({ attempts: 0 })]);
    expect(await server.app.get(ConsumerRecords).forget('mail')).toBe(1);
    await announce(server, told('still'));
    await until(() => mail.heard.length === 1);
    expect(mail.words).toEqual(['still']);
  });

  it('ends with its server: what ends in time is settled, the rest is given back at once', async () => {
    const stopping = new Listener();
    const other = await startServer({
      database: kind,
      extensions: [moduleOf(stopping.as({ name: 'stopping', atOnce: 2 }))],
    });
    const there = other.app.get(Database);
    const signals: AbortSignal[] = [];
    const [first, never] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    stopping.handle = ({ event, signal }) => {
      signals.push(signal);
      return 'word' in event && event.word === 'ends' ? first.promise : never.promise;
    };
    await announce(other, told('ends'), told('hangs'), told('waits'));
    await until(() => stopping.heard.length === 2);
    const stopped = other.app.get(Lanes).stop(200);
    first.resolve();
    await stopped;
    const left = await there.query<{ attempts: number; isDue: boolean }[]>`
      SELECT attempts, due_at <= clock_timestamp() AS "isDue" FROM consumer_delivery ORDER BY position`;
    expect(left).toEqual([
      { attempts: 1, isDue: true },
      { attempts: 0, isDue: true },
    ]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
    expect(stopping.heard).toHaveLength(2);
    await other.close();
  });
});
