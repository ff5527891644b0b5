import { randomUUID } from 'node:crypto';
import { EventBus } from '@nestjs/cqrs';
import pg from 'pg';
import type { DecisionTrace } from '../../src/entitlement-management/assignment-requests/deciding/decision.js';
import { DecisionTraces } from '../../src/entitlement-management/assignment-requests/deciding/decision-traces.registry.js';
import { Database } from '../../src/platform/database/database.js';
import { Secrets } from '../../src/platform/database/secrets.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import type { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { Worker } from '../../src/platform/eventing/worker.js';
import { CommitCutter } from '../experiments/harness/commit-cutter.js';
import { Happened } from '../support/happenings.js';
import { createDatabase } from '../support/postgres.js';
import { developmentTenantId, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';
import { mostAtOnceDuring } from '../support/statements.js';

const scope = { tenantId: developmentTenantId, actor: 'test' };
const otherTenant = '7e4a0000-0000-4000-8000-000000000002';
const refused = { code: 'ServiceUnavailable' };

const leftOpen: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of leftOpen.splice(0).reverse()) await close();
});

/** A promise with its ends in hand. */
function latch() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}

describe.each(databases)('a unit of work on the %s database', (kind) => {
  let server: TestServer;
  let transactions: Transactions;
  let database: Database;

  beforeAll(async () => {
    server = await startServer({ database: kind });
    transactions = server.app.get(Transactions);
    database = server.app.get(Database);
    await database.pool.$executeRaw`CREATE TABLE note (text text PRIMARY KEY)`;
  });
  beforeEach(() => database.pool.$executeRaw`TRUNCATE note`);
  afterAll(() => server.close());

  const write = (text: string) => database.client.$executeRaw`INSERT INTO note VALUES (${text})`;
  const notes = async (): Promise<string[]> => {
    const rows = await database.client.$queryRaw<{ text: string }[]>`SELECT text FROM note ORDER BY text`;
    return rows.map(({ text }) => text);
  };
  const announceNow = (event: object): void => void server.app.get(EventBus).publish(event);
  const transactionId = async (): Promise<string | undefined> =>
    (await database.client.$queryRaw<{ id: string }[]>`SELECT pg_current_xact_id()::text AS id`)[0]?.id;

  it('is joined by what runs inside', async () => {
    const [outer, inner] = await transactions.run(scope, async () => [
      await transactionId(),
      await transactions.run(scope, transactionId),
    ]);
    expect(inner).toBe(outer);
    expect(await transactions.run(scope, transactionId)).not.toBe(outer);
  });

  it('sends its statements one after the other, also those that are asked for at once', async () => {
    const several = () =>
      transactions.run(scope, () =>
        Promise.all([write('one'), database.query`SELECT 1`, notes(), database.execute`SELECT 2`, transactionId()]),
      );
    expect(await mostAtOnceDuring(several)).toBe(kind === 'postgres' ? 1 : 0);
    const broken = transactions.run(scope, () =>
      Promise.all([write('two'), database.query`SELECT 1 / 0`, write('three')]),
    );
    await expect(broken).rejects.toMatchObject({ message: expect.stringContaining('division by zero') });
    expect(await notes()).toEqual(['one']);
  });

  it('leaves nothing behind when it throws, and tells nobody that it happened', async () => {
    let told = false;
    const work = transactions.run(scope, async () => {
      database.requireUnitOfWork().afterCommit(() => (told = true));
      await write('gone');
      throw new Error('on purpose');
    });
    await expect(work).rejects.toThrow('on purpose');
    expect([await notes(), told]).toEqual([[], false]);
  });

  it('tells of itself once it is there for everybody', async () => {
    const told = latch();
    await transactions.run(scope, async () => {
      database.requireUnitOfWork().afterCommit(told.open);
      await write('there');
    });
    await told.opened;
    expect(await notes()).toEqual(['there']);
  });

  it('has one tenant at a time, and asks for one', async () => {
    expect(() => database.tenantId).toThrow('unit of work');
    await transactions.run(scope, async () => {
      const inside = transactions.as({ ...scope, tenantId: otherTenant }, () => Promise.resolve(database.tenantId));
      expect(await inside).toBe(otherTenant);
      expect(database.tenantId).toBe(developmentTenantId);
    });
  });

  it('is one and the same for whoever joins it and for whomever it acts, and another one at every try', async () => {
    const seen: (UnitOfWork | undefined)[] = [];
    const look = async (): Promise<void> => void seen.push(database.unitOfWork);
    await transactions.run(scope, async () => {
      await look();
      await transactions.run(scope, look);
      await transactions.as({ tenantId: otherTenant, actor: 'somebody else' }, () =>
        transactions.run({ tenantId: otherTenant, actor: 'somebody else' }, look),
      );
    });
    expect(new Set(seen).size).toBe(1);
    let tries = 0;
    await transactions.run(scope, async () => {
      await look();
      tries += 1;
      if (tries < 3) await database.client.$executeRaw`DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$`;
    });
    await transactions.rehearse(scope, look);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(5);
    expect(seen.map((unit) => unit?.isRehearsal)).toEqual([...Array<boolean>(6).fill(false), true]);
  });

  it('is not joined for another tenant', async () => {
    const work = transactions.run(scope, () => transactions.run({ ...scope, tenantId: otherTenant }, () => write('x')));
    await expect(work).rejects.toThrow('of one tenant');
    expect(await notes()).toEqual([]);
  });

  it.each([
    ['committed', () => transactions.run.bind(transactions), false],
    ['undone', () => transactions.run.bind(transactions), true],
    ['rehearsed', () => transactions.rehearse.bind(transactions), false],
  ] as const)('takes nothing more once it is %s: what was not awaited is refused, not lost', async (_, how, fails) => {
    const { open, opened } = latch();
    let late: Promise<PromiseSettledResult<unknown>[]> | undefined;
    const work = how()(scope, async () => {
      const unit = database.requireUnitOfWork();
      const afterIt = [
        async () => unit.afterCommit(() => undefined),
        async () => unit.announce(new Happened(randomUUID(), 'fine'), scope),
        async () => announceNow(new Happened(randomUUID(), 'fine')),
        () => transactions.run(scope, async () => 'joined'),
        () => write('late'),
        () => database.query`SELECT 1`,
      ];
      late = opened.then(() => Promise.allSettled(afterIt.map((each) => each())));
      if (fails) throw new Error('on purpose');
    });
    await work.catch(() => undefined);
    open();
    expect((await late)?.map(({ status }) => status)).toEqual(Array<string>(6).fill('rejected'));
    expect(await notes()).toEqual([]);
  });

  it('announces nothing that nobody would write any more', async () => {
    const event = new Happened(randomUUID(), 'fine');
    let ours: UnitOfWork | undefined;
    transactions.beforeEveryCommit(async (unit) => {
      if (unit === ours) announceNow(event);
    });
    const work = transactions.run(scope, async () => {
      ours = database.requireUnitOfWork();
      await write('with an event that comes too late');
    });
    await expect(work).rejects.toThrow('announce them before');
    expect(await notes()).toEqual([]);
  });

  it('stands as committed, and tells all who wait for that, where one of them fails', async () => {
    const told: string[] = [];
    const answer = await transactions.run(scope, async () => {
      const unit = database.requireUnitOfWork();
      unit.afterCommit(() => told.push('first'));
      unit.afterCommit(() => {
        throw new Error('an effect that fails');
      });
      unit.afterCommit(() => told.push('last'));
      await write('there');
      return 'the answer';
    });
    expect([answer, told, await notes()]).toEqual(['the answer', ['first', 'last'], ['there']]);
  });

  it('keeps its decision, for whomever it acts, and shows it to no other', async () => {
    const traces = server.app.get(DecisionTraces, { strict: false });
    const trace = { outcome: 'accepted' } as DecisionTrace;
    await transactions.run(scope, async () => {
      expect(traces.current).toBeUndefined();
      await transactions.as({ tenantId: otherTenant, actor: 'somebody else' }, async () => traces.keep(trace));
      expect(traces.current).toBe(trace);
    });
    await transactions.run(scope, async () => expect(traces.current).toBeUndefined());
  });

  it('leaves no secret known that it took back', async () => {
    const secrets = server.app.get(Secrets);
    const [name, make] = [randomUUID(), () => randomUUID()];
    const undone = await transactions.rehearse(scope, async () => {
      const made = await secrets.getOrCreate(name, make);
      expect(await secrets.getOrCreate(name, make)).toBe(made);
      return made;
    });
    const kept = await secrets.getOrCreate(name, make);
    expect(kept).not.toBe(undone);
    expect(await database.query`SELECT value FROM secret WHERE name = ${name}`).toEqual([{ value: kept }]);
  });

  it('does not lock out what reads beside it', async () => {
    const beside = await transactions.run(scope, async () => {
      await write('mine');
      const reading = database.outside(notes);
      if (kind === 'postgres') expect(await reading).toEqual([]);
      return { reading };
    });
    if (kind === 'embedded') expect(await beside.reading).toEqual(['mine']);
  });

  it('is refused as a whole when its COMMIT fails', async () => {
    await database.pool.$executeRaw`
      CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused at the end'; END $$`;
    await database.pool.$executeRaw`
      CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON note DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`;
    const work = transactions.run(scope, () => write('never'));
    await expect(work).rejects.toThrow('refused at the end');
    await database.pool.$executeRaw`DROP TRIGGER refuse ON note`;
    expect(await notes()).toEqual([]);
    await transactions.run(scope, () => write('next'));
    expect(await notes()).toEqual(['next']);
  });

  it('runs again as a whole after a conflict in time, and is refused with 503 when that never ends', async () => {
    let runs = 0;
    const conflict = (until: number) =>
      transactions.run(scope, async () => {
        await write(`until ${until}`);
        runs += 1;
        if (runs < until) await database.client.$executeRaw`DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$`;
      });
    await conflict(3);
    expect([runs, await notes()]).toEqual([3, ['until 3']]);
    runs = 0;
    await expect(conflict(100)).rejects.toMatchObject(refused);
    expect(runs).toBe(3);
  });
});

describe('a unit of work on Postgres', () => {
  let server: TestServer;
  let transactions: Transactions;
  let database: Database;

  beforeAll(async () => {
    server = await startServer({ database: 'postgres' });
    transactions = server.app.get(Transactions);
    database = server.app.get(Database);
    await database.pool.$executeRaw`CREATE TABLE thing (id int PRIMARY KEY, touched int NOT NULL DEFAULT 0)`;
    await database.pool.$executeRaw`INSERT INTO thing VALUES (1), (2)`;
  });
  afterAll(() => server.close());

  const touch = (id: number) => database.client.$executeRaw`UPDATE thing SET touched = touched + 1 WHERE id = ${id}`;

  it('tells the time in UTC, whatever the database was set to', async () => {
    const made = await createDatabase();
    leftOpen.push(made.drop);
    const client = new pg.Client({ connectionString: made.url });
    await client.connect();
    await client.query(`ALTER DATABASE ${new URL(made.url).pathname.slice(1)} SET timezone TO 'Asia/Tokyo'`);
    await client.end();
    const other = await startServer({ env: { DATABASE_URL: made.url } });
    leftOpen.push(other.close);
    const noon = new Date('2030-06-01T12:00:00.000Z');
    const [row] = await other.app.get(Database).pool.$queryRaw<{ written: string; read: Date }[]>`
      SELECT extract(epoch FROM ${noon}::timestamptz)::float8::text AS written, to_timestamp(${noon.getTime() / 1000}::float8) AS read`;
    expect(row).toEqual({ written: String(noon.getTime() / 1000), read: noon });
  });

  it('survives a deadlock with another: one of them runs again', async () => {
    const met = [latch(), latch()];
    let runs = 0;
    const crosswise = (first: number, second: number) =>
      transactions.run(scope, async () => {
        runs += 1;
        await touch(first);
        met[first - 1]?.open();
        await met[second - 1]?.opened;
        await touch(second);
      });
    await Promise.all([crosswise(1, 2), crosswise(2, 1)]);
    const rows = await database.pool.$queryRaw<{ touched: number }[]>`SELECT touched FROM thing`;
    expect([runs, rows.map(({ touched }) => touched)]).toEqual([3, [2, 2]]);
  });

  it.each([
    ['a statement takes too long', 'statement_timeout', () => database.client.$queryRaw`SELECT pg_sleep(5)::text`],
    ['a lock is not given in time', 'lock_timeout', () => touch(1)],
  ])('is refused with 503 when %s', async (_, setting, work) => {
    const { open, opened } = latch();
    const held = latch();
    const holder = transactions.run(scope, async () => {
      await touch(1);
      held.open();
      await opened;
    });
    await held.opened;
    const waiting = transactions.run(scope, async () => {
      await database.client.$executeRaw`SELECT set_config(${setting}, '50', true)`;
      await work();
    });
    await expect(waiting).rejects.toMatchObject(refused);
    open();
    await holder;
  });

  it('is refused with 503 when its connection is lost, and the next one goes well', async () => {
    const lost = transactions.run(scope, async () => {
      await database.client.$executeRaw`SELECT pg_terminate_backend(pg_backend_pid())`;
    });
    await expect(lost).rejects.toMatchObject(refused);
    await expect(transactions.run(scope, () => touch(1))).resolves.toBe(1);
  });
});

describe('a COMMIT that nobody can say came true', () => {
  it('is answered with 503 and never made again', async () => {
    const made = await createDatabase();
    const cutter = new CommitCutter(new URL(made.url));
    leftOpen.push(made.drop, () => cutter.close());
    const server = await startServer({ env: { DATABASE_URL: await cutter.listen() } });
    leftOpen.push(server.close);
    const [transactions, database] = [server.app.get(Transactions), server.app.get(Database)];
    // The worker's own commits would be cut in place of ours.
    await server.app.get(Worker).onModuleDestroy();
    await database.pool.$executeRaw`CREATE TABLE note (text text)`;
    let runs = 0;
    const write = () =>
      transactions.run(scope, async () => {
        runs += 1;
        await database.client.$executeRaw`INSERT INTO note VALUES ('once')`;
        cutter.cutsLeft = 1;
      });
    await expect(write()).rejects.toMatchObject(refused);
    expect([runs, cutter.cuts]).toEqual([1, 1]);
    expect(await database.pool.$queryRaw`SELECT text FROM note`).toEqual([{ text: 'once' }]);
  });
});
