import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Database } from '../../src/platform/database/database.js';
import { sql } from '../../src/platform/database/sql.js';
import { Deliveries } from '../../src/platform/eventing/deliveries.js';
import { DueWork } from '../../src/platform/eventing/due-work.js';
import { Clock } from '../../src/platform/time/clock.js';
import {
  announce,
  extensions,
  happening,
  LockHandler,
  makeEffectTable,
  Wanted,
  WantedInAnyOrder,
} from '../support/happenings.js';
import { holder } from '../support/holders.js';
import { createDatabase, type TestDatabase } from '../support/postgres.js';
import { statementsDuring } from '../support/statements.js';
import { startServer, type TestServer } from '../support/server.js';
import { meetingOf, type Pair, startPair } from '../support/two-servers.js';

describe('two workers', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair(extensions);
    await makeEffectTable(pair.one);
  });
  beforeEach(() => pair.query('TRUNCATE effect, event_delivery, domain_event'));
  afterAll(() => pair.close());

  const effects = async (): Promise<unknown> => {
    const sql = 'SELECT count(*)::int AS "all", count(DISTINCT (saga, about))::int AS different FROM effect';
    return (await pair.query(sql))[0];
  };

  it('never handle one delivery twice', async () => {
    await announce(pair.one, ...Array.from({ length: 200 }, () => happening('takes its time')));
    pair.claimTogether();
    await pair.drain();
    expect(await effects()).toEqual({ all: 400, different: 400 });
  });

  it('take one batch more in hand each time while all are full, four at most, and one alone when there is little', async () => {
    const deliveries = pair.one.app.get(Deliveries);
    const claim = deliveries.claim.bind(deliveries);
    const rounds: number[] = [];
    deliveries.claim = (which, since, limit) => {
      if (which === 'doubtful') rounds.push(0);
      else if (rounds.length > 0) rounds[rounds.length - 1] = (rounds.at(-1) ?? 0) + 1;
      return claim(which, since, limit);
    };
    await announce(pair.one, ...Array.from({ length: 170 }, () => happening()));
    await pair.one.drain();
    deliveries.claim = claim;
    expect(await effects()).toEqual({ all: 340, different: 340 });
    // 10 in the first round, which is not counted, then 20, 30, 40 and 40; the rest of 30 fills three lanes of four.
    expect(rounds.slice(0, 6)).toEqual([2, 3, 4, 4, 4, 1]);
  });

  it.each([
    ['take their locks in one order, so that neither waits for the other', Wanted, false],
    ['would stand in each other’s way otherwise (counter-run)', WantedInAnyOrder, true],
  ])('%s', async (_, Event, again) => {
    const crosswise = [...Array<string>(5).fill('a'), ...Array<string>(10).fill('b'), ...Array<string>(5).fill('a')];
    const events = crosswise.map((thing, at) => new Event(`00000000-0000-4000-8000-0000000000${at + 10}`, thing));
    await announce(pair.one, ...events);
    LockHandler.runs = 0;
    pair.claimTogether();
    await pair.drain();
    expect(LockHandler.runs > crosswise.length).toBe(again);
  });

  it('would, if a claim were no lock (counter-run)', async () => {
    await announce(pair.one, ...Array.from({ length: 20 }, () => happening()));
    const meet = meetingOf(2);
    for (const server of pair.both) {
      const [database, deliveries] = [server.app.get(Database), server.app.get(Deliveries)];
      deliveries.claim = async (which, since, limit) => {
        // A transaction of its own: what it locks is free again at once.
        const claimed = await database.outside(() => Deliveries.prototype.claim.call(deliveries, which, since, limit));
        if (which === 'fresh') await meet();
        return claimed;
      };
    }
    await pair.drain();
    expect(await effects()).not.toMatchObject({ all: 40 });
  });
});

describe('due work', () => {
  let database: TestDatabase;
  let server: TestServer;
  let own: pg.Pool;
  beforeAll(async () => {
    database = await createDatabase();
    server = await startServer({ env: { DATABASE_URL: database.url } });
    own = new pg.Pool({ connectionString: database.url, max: 1 });
    own.on('error', () => undefined);
  });
  afterAll(async () => {
    await own.end();
    await server.close();
    await database.drop();
  });
  const query: Pair['query'] = async (text, values) => (await own.query<Record<string, unknown>>(text, values)).rows;

  it('of one kind that fails holds up no other', async () => {
    const work = new DueWork(server.app.get(Database), server.app.get(Clock));
    let done = 0;
    const next = sql`NULL::timestamptz`;
    work.register({ next, doDue: () => Promise.reject(new Error('stuck')) });
    work.register({ next, doDue: () => Promise.resolve((done += 1)) });
    await expect(work.doAll()).rejects.toThrow('stuck');
    expect(done).toBe(1);
  });

  it('costs an idle server one statement at a time and no transaction', async () => {
    await server.drain();
    // The loop's own first round may still be under way.
    await sleep(1_000);
    const statements = await statementsDuring(() => sleep(3_000));
    // Only in development mode: how far the clock was turned.
    const asked = statements.filter((statement) => !statement.includes('virtual_clock'));
    expect(asked.filter((statement) => !/^\s*SELECT EXISTS \(SELECT FROM event_delivery/.test(statement))).toEqual([]);
    expect(asked.length).toBeLessThanOrEqual(7);
    expect(asked.length).toBeGreaterThan(0);
  });

  it('is found by the rows alone: no server has been told that access ends', async () => {
    const { assignmentId } = await holder({ one: server, drain: server.drain, query } as Pair);
    const state = async () => (await query('SELECT state FROM assignment WHERE id = $1', [assignmentId]))[0]?.['state'];
    await sleep(700);
    expect(await state()).toBe('delivered');
    await query('UPDATE assignment SET end_at = clock_timestamp() WHERE id = $1', [assignmentId]);
    for (let tries = 0; tries < 200 && (await state()) !== 'expired'; tries += 1) await sleep(50);
    expect(await state()).toBe('expired');
  });
});

describe('a worker', () => {
  it('ends with its server, also when the database never came', async () => {
    const server = await startServer({ env: { DATABASE_URL: 'postgres://postgres@127.0.0.1:1/nowhere' } });
    await expect(server.close()).resolves.toBeUndefined();
  });
});
