import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { limits } from '../../src/platform/odata/query/limits.js';
import type { Answer } from '../../src/platform/odata/list.query.js';
import { idOf, idsOf, openODataWorld, type ODataWorld, people, valuesOf } from '../support/odata-world.js';
import { addPeople, entitiesIn, managerOf, nextLinksIn, reportsOf } from '../support/written-world.js';

const most = 20_000;
const asUsual = { ...limits };
let world: ODataWorld;

beforeAll(async () => {
  world = await openODataWorld('embedded');
  world.routes.add('/people/:id/reports', ['GET']);
  await addPeople(world, most);
  await world.database.execute`ANALYZE directory_user`;
});
afterAll(() => world.close());
afterEach(() => {
  Object.assign(limits, asUsual);
});

/** Links in links: what one does, and what is asked of those that it leads to. */
interface Tree {
  readonly manager?: Tree;
  readonly reports?: Tree & { readonly top?: number };
}

function expandOf({ manager, reports }: Tree): string {
  const inside = (tree: Tree, more: string[] = []) => {
    const expand = expandOf(tree);
    return `(${['$select=id', ...more, ...(expand === '' ? [] : [`$expand=${expand}`])].join(';')})`;
  };
  return [
    ...(manager ? [`manager${inside(manager)}`] : []),
    ...(reports ? [`reports${inside(reports, reports.top === undefined ? [] : [`$top=${reports.top}`])}`] : []),
  ].join(',');
}

/** What an answer is where everything has room: written down here a second time. */
function meant(number: number, { manager, reports }: Tree): Answer {
  const boss = managerOf(number);
  const theirs = reportsOf(number, most).slice(0, reports?.top ?? 100);
  return {
    id: idOf(number),
    ...(manager ? { manager: boss > 0 ? meant(boss, manager) : null } : {}),
    ...(reports ? { reports: theirs.map((id) => meant(Number(id.slice(-12)), reports)) } : {}),
  };
}

/** Numbers that look random and are the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function someTree(below: (most: number) => number, depth: number): Tree {
  if (depth === 0) return {};
  const kind = below(3);
  const inside = () => someTree(below, below(depth));
  return {
    ...(kind !== 1 ? { manager: inside() } : {}),
    ...(kind !== 0 ? { reports: { ...inside(), ...(below(2) === 0 ? { top: 1 + below(4) } : {}) } } : {}),
  };
}

/** The same answer, without where it goes on. */
const withoutLinks = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (name, value: unknown) => (name.endsWith('@odata.nextLink') ? undefined : value));

describe('What an $expand writes out', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'is all there is, or no more than may be: %i',
    async (seed) => {
      const below = numbers(seed + 1);
      const tree = someTree(below, 4);
      const [size, from] = [1 + below(20), 1 + below(300)];
      const ids = Array.from({ length: size }, (_, at) => idOf(from + at)).join(',');
      const query = `$select=id&$filter=id in (${ids})&$top=${size}${expandOf(tree) && `&$expand=${expandOf(tree)}`}`;
      const whole = Array.from({ length: size }, (_, at) => meant(from + at, tree));
      const written = entitiesIn(whole);

      const answer = await world.list(people, query);
      if (written <= limits.writtenEntities / 16) expect(withoutLinks(valuesOf(answer))).toEqual(whole);
      expect(entitiesIn(answer)).toBeLessThanOrEqual(limits.writtenEntities);

      Object.assign(limits, { writtenEntities: Math.max(100, Math.floor(written / (2 + below(8)))) });
      const narrow = await world.list(people, query).catch((error: unknown) => error);
      if (narrow instanceof Error) expect(narrow).toMatchObject({ code: 'InvalidFilter' });
      else expect(entitiesIn(narrow)).toBeLessThanOrEqual(limits.writtenEntities);
    },
  );

  it('is bounded along the path, where a row stands in it again and again', async () => {
    const round =
      '$expand=manager($expand=reports($expand=manager($expand=reports($expand=manager($expand=reports)))))';
    const before = [world.statements(), process.cpuUsage().user] as const;
    const answer = await world.list(people, `$top=100&$skip=2000&${round}`);
    expect(entitiesIn(answer)).toBeLessThanOrEqual(limits.writtenEntities);
    expect(entitiesIn(answer)).toBeGreaterThan(limits.writtenEntities / 2);
    expect(JSON.stringify(answer).length).toBeLessThan(4_000_000);
    expect(world.statements() - before[0]).toBe(7);
    expect(process.cpuUsage().user - before[1]).toBeLessThan(5_000_000);
  });

  it('keeps room for the links that come later', async () => {
    const query = '$select=id&$filter=manager/id ne null&$top=100';
    Object.assign(limits, { writtenEntities: 700 });
    const answer = await world.list(
      people,
      `${query}&$expand=reports($select=id;$expand=manager($select=id)),manager($select=id)`,
    );
    expect(entitiesIn(answer)).toBeLessThanOrEqual(700);
    for (const person of valuesOf(answer)) {
      expect(person['manager']).not.toBeNull();
      for (const report of person['reports'] as Answer[]) expect(report['manager']).toEqual({ id: person['id'] });
    }
    expect(nextLinksIn(answer).length).toBeGreaterThan(0);
  });

  it('makes pages of 100 at any depth of a collection', async () => {
    expect(idsOf(await world.list(people, '$top=999&$select=id&$expand=manager($expand=manager)'))).toHaveLength(999);
    const deep = '$top=999&$select=id&$expand=manager($expand=manager($expand=reports))';
    expect(idsOf(await world.list(people, deep))).toHaveLength(100);
  });

  it('is refused where not even one entity behind each link has room, with what to narrow', async () => {
    const links = 'manager($levels=5;$select=id)';
    Object.assign(limits, { writtenEntities: 3_000 });
    const before = world.statements();
    await expect(world.list(people, `$top=501&$expand=${links}`)).rejects.toMatchObject({
      code: 'InvalidFilter',
      message:
        "A page of 501 with what '$expand' follows is more than 3000 entities: ask for a '$top' of at most 500, or follow fewer links.",
    });
    expect(world.statements()).toBe(before);
    expect(entitiesIn(await world.list(people, `$top=500&$skip=9000&$expand=${links}`))).toBeLessThanOrEqual(3_000);
  });
});
