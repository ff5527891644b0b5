import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Routes } from '../../src/platform/http/routes.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { type Speaking, speakingTo } from '../support/authority/callers.js';
import { delegateNames, isDelegate } from '../support/authority/delegates.js';
import { expansionsOf } from '../support/authority/expansions.js';
import { ask, type Asking, askForHead, asManyAs, cellsAsked, rowOf, withoutRow } from '../support/authority/matrix.js';
import { keep, type Kept } from '../support/authority/put-back.js';
import { References } from '../support/authority/references.js';
import { atTheDoor, type Row } from '../support/authority/rows.js';
import { prepareWorld } from '../support/authority/prepare-world.js';
import type { World } from '../support/authority/world.js';
import { createMigratedDatabase, type TestDatabase } from '../support/postgres.js';
import { startServer, type TestServer } from '../support/server.js';

let database: TestDatabase;
let server: TestServer;
let world: World;
let kept: Kept;
let everybody: readonly Speaking[];
let references: References;

beforeAll(async () => {
  database = await createMigratedDatabase();
  server = await startServer({ env: { DATABASE_URL: database.url } });
  world = await prepareWorld(server);
  everybody = await speakingTo(server, world);
  references = await References.of(world, everybody);
  kept = await keep(database.url);
}, 120_000);

afterAll(async () => {
  await kept.close();
  await server.close();
  await database.drop();
});

const registry = (): ResourceRegistry => server.app.get(ResourceRegistry);
const dialects = ['v1.0', 'beta'] as const;

/** Every route that has a row, in each dialect that it has; HEAD stands beside GET. */
const everyRoute = (is: (method: string, row: Row) => boolean): Asking[] =>
  server.app
    .get(Routes)
    .list()
    .flatMap((route) => {
      const row = route.startsWith('HEAD ') ? undefined : rowOf(route, registry());
      if (!row || !is(route.slice(0, route.indexOf(' ')), row)) return [];
      const spoken = row.operation === 'anybody' ? (['v1.0'] as const) : dialects;
      return spoken.map((dialect) => ({ world, everybody, references, route, row, dialect, nowhere: new Map() }));
    });

const changesNothing = (method: string, { isRead, operation }: Row) =>
  method === 'GET' || isRead === true || operation === 'anybody' || operation === 'anyCaller';

/** Everybody asks at once, each one thing after the other. */
async function byEverybody(asked: (caller: Speaking) => readonly (() => Promise<string[]>)[]): Promise<string[]> {
  const found = everybody.map(async (caller) => {
    const wrong: string[] = [];
    for (const call of asked(caller)) wrong.push(...(await call()));
    return wrong;
  });
  return (await Promise.all(found)).flat();
}

/** What each caller writes: who holds a role as much as they read, everybody else everything. */
const toWrite = (asking: Asking, caller: Speaking): string[] =>
  (isDelegate(caller.name) ? asManyAs(asking, caller) : asking.row.cells(world)).map(({ about }) => about);

/** What is refused is asked at once and changes nothing; after each call that is let through the world is put back. */
async function written(asking: Asking): Promise<string[]> {
  const { row, route, dialect } = asking;
  const wrong: string[] = [];
  const askedBy = new Map(everybody.map((caller) => [caller, new Set(toWrite(asking, caller))]));
  for (const cell of row.cells(world)) {
    const callers = everybody.filter((caller) => askedBy.get(caller)?.has(cell.about));
    const passes = (caller: Speaking) => !cell.isDry && (atTheDoor(row, caller) ?? cell.comesTo(caller)).status < 400;
    const stopped = callers.filter((caller) => !passes(caller));
    wrong.push(...(await Promise.all(stopped.map((caller) => ask(asking, caller, cell)))).flat());
    const changed = await kept.changed();
    if (changed.length > 0) {
      const at = `${dialect} ${route} about ${cell.about}`;
      wrong.push(`${at}: a call that is refused, or only tried, has changed ${changed.join()}`);
      await kept.putBack();
    }
    for (const caller of callers.filter(passes)) {
      wrong.push(...(await ask(asking, caller, cell)));
      await kept.putBack();
    }
  }
  return wrong;
}

describe('authority', () => {
  it('is declared for every route', () => {
    const every = server.app
      .get(Routes)
      .list()
      .filter((route) => !route.startsWith('HEAD '));
    expect(every.length).toBeGreaterThan(100);
    const missing = every.filter((route) => !rowOf(route, registry()));
    expect(missing.map(withoutRow)).toEqual([]);
  });

  it('has something of every kind to show', () => {
    const kinds = registry().all.map(({ name }) => name);
    expect(kinds.length).toBeGreaterThan(8);
    // What one needs to ask for a package is no thing of its own: it is a policy; and no role is held on request, or for a time.
    const never = /^(policyRequirements|roleAssignmentScheduleRequests|roleEligibility\w+)$/;
    const empty = kinds.filter((kind) => !never.test(kind) && world.of(kind).length === 0);
    const where = 'put one of them into test/support/authority/world-*.ts, and say in seen.ts who sees it';
    expect(empty.map((kind) => `There are no ${kind}: ${where}.`)).toEqual([]);
  });

  it('shows each caller what is declared, whatever they read', async () => {
    const wrong: string[] = [];
    for (const asking of everyRoute(changesNothing)) {
      wrong.push(
        ...(await byEverybody((caller) => asManyAs(asking, caller).map((cell) => () => ask(asking, caller, cell)))),
      );
    }
    expect(wrong).toEqual([]);
  }, 240_000);

  it('shows by an expansion what is declared for the address that it stands for', async () => {
    const lists = everyRoute((method, { kind }) => method === 'GET' && kind !== undefined).filter(
      ({ route, dialect }) => dialect === 'v1.0' && !/:|\/me/.test(route),
    );
    expect(lists.length).toBeGreaterThan(8);
    for (const asking of lists) {
      const expansions = expansionsOf(asking, registry());
      const wrong = await byEverybody((caller) => expansions.map((expansion) => () => expansion(caller)));
      expect(wrong).toEqual([]);
    }
  }, 240_000);

  it('answers a HEAD as it answers the GET, without its body', async () => {
    const read = everyRoute((method) => method === 'GET').filter(({ dialect }) => dialect === 'v1.0');
    for (const asking of read) {
      const [first] = asking.row.cells(world);
      const wrong = await byEverybody((caller) => (first ? [() => askForHead(asking, caller, first)] : []));
      expect(wrong).toEqual([]);
    }
  }, 240_000);

  it('lets each caller change what is declared, and nothing by what is refused', async () => {
    const changing = everyRoute((method, row) => !changesNothing(method, row));
    expect(changing.length).toBeGreaterThan(70);
    // What was read before may have told of somebody for the first time.
    await kept.putBack();
    const wrong: string[] = [];
    for (const asking of changing) wrong.push(...(await written(asking)));
    expect(wrong).toEqual([]);
  }, 240_000);

  it('asks more than ten thousand cells, and of each who holds a role some hundreds', () => {
    const counts = delegateNames.map((name) => cellsAsked.get(name) ?? 0);
    expect(Math.min(...counts)).toBeGreaterThan(200);
    expect([...cellsAsked.values()].reduce((one, other) => one + other)).toBeGreaterThan(10_000);
  });
});
