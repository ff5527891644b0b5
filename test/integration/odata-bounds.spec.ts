import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { limits } from '../../src/platform/odata/query/limits.js';
import type { Answer } from '../../src/platform/odata/list.query.js';
import {
  anApplication,
  idOf,
  idsOf,
  nextOf,
  openODataWorld,
  type ODataWorld,
  people,
  valuesOf,
} from '../support/odata-world.js';
import { addPeople } from '../support/written-world.js';

const asUsual = { ...limits };
let world: ODataWorld;

beforeAll(async () => {
  world = await openODataWorld('embedded');
  await addPeople(world, 20_000);
  await world.database.execute`ANALYZE directory_user`;
});
afterAll(() => world.close());
afterEach(() => {
  Object.assign(limits, asUsual);
});

const spaced = (query: string) => query.replaceAll(' ', '%20');
const bare = (query: string, more = {}) => world.listAs(people, spaced(query), { counts: true, ...more });

describe('A count', () => {
  it('ends at 10,000, and says that there are at least so many', async () => {
    const answer = await world.list(people, '$count=true&$top=1&$select=id');
    expect(answer).toMatchObject({ '@openEntitlements.countIsAtLeast': 10_000 });
    expect(answer).not.toHaveProperty(['@odata.count']);
    expect(await world.list(people, nextOf(answer) ?? '')).not.toHaveProperty(['@openEntitlements.countIsAtLeast']);
  });

  it('is exact up to there', async () => {
    const upTo = (name: string) => `$count=true&$top=1&$select=id&$filter=displayName lt '${name}'`;
    const few = await world.list(people, spaced(upTo('Person 12')));
    expect(few).toMatchObject({ '@odata.count': expect.any(Number) });
    Object.assign(limits, { counted: few['@odata.count'] });
    expect(await world.list(people, spaced(upTo('Person 12')))).toMatchObject({ '@odata.count': few['@odata.count'] });
    Object.assign(limits, { counted: Number(few['@odata.count']) - 1 });
    expect(await world.list(people, spaced(upTo('Person 12')))).not.toHaveProperty(['@odata.count']);
  });

  it('goes on where the client lets it', async () => {
    expect(await world.listAs(people, '$count=true&$top=1', { countsAll: true })).toMatchObject({
      '@odata.count': 20_000,
    });
    expect(await bare('', { countsAll: true })).toEqual({ '@odata.count': 20_000 });
  });

  it('alone is refused beyond it, with what to do', async () => {
    await expect(bare('')).rejects.toMatchObject({
      code: 'InvalidFilter',
      message: expect.stringMatching(/^There are more than 10000, .*'\$filter'.*'ConsistencyLevel: eventual'/),
    });
    expect(await bare(`$filter=manager/id eq ${idOf(9)}`)).toEqual({ '@odata.count': 8 });
  });

  it('of an expanded collection ends there, too', async () => {
    Object.assign(limits, { counted: 7 });
    const query = '$top=2&$skip=8&$select=id&$expand=reports($count=true;$select=id)';
    for (const person of valuesOf(await world.list(people, query))) {
      expect(person).toMatchObject({ 'reports@openEntitlements.countIsAtLeast': 7 });
      expect(person['reports']).toHaveLength(8);
    }
    for (const person of valuesOf(await world.listAs(people, query, { countsAll: true }))) {
      expect(person).toMatchObject({ 'reports@odata.count': 8 });
    }
  });

  it('reads no more rows than it counts', async () => {
    await expect(bare('')).rejects.toMatchObject({ code: 'InvalidFilter' });
    const [plan] = await world.database.query<Answer[]>`EXPLAIN (ANALYZE, FORMAT JSON) ${world.lastStatement()}`;
    const rows = JSON.stringify(plan)
      .match(/"Actual Rows":\s*(\d+)/g)
      ?.map((text) => Number(text.replace(/\D/g, '')));
    expect(Math.max(...(rows ?? [20_000]))).toBe(10_001);
  });
});

describe('Links in questions', () => {
  const any = (inner: string, at: string) => `manager/reports/any(${at}:${at}/mail eq 'x' or ${at}/${inner})`;
  const none = "displayName eq 'x'";

  it.each([
    ['three collections in each other', `$filter=mail eq 'x' or ${any(any(any(none, 'c'), 'b'), 'a')}`],
    [
      'two in each other, three times',
      `$filter=${['a', 'b', 'c'].map((at) => `reports/any(${at}:${at}/reports/any())`).join(' or ')}`,
    ],
    ['many beside each other', `$filter=${Array.from({ length: 26 }, () => 'reports/any()').join(' or ')}`],
    [
      'an order by counts beside questions',
      '$filter=reports/any(r:r/reports/any()) or groups/any(g:g/members/any())&$orderby=reports/$count,groups/$count,manager/reports/$count',
    ],
    ['links to one entity inside', "$filter=reports/any(r:r/reports/any(s:s/manager/manager/displayName eq 'x'))"],
    [
      'questions of what is expanded',
      '$filter=reports/any(r:r/reports/any())&$expand=reports($filter=reports/any(r:r/reports/any())),manager($expand=reports($filter=groups/any(g:g/members/any())))',
    ],
  ])('are refused where they are too many: %s', async (_, query) => {
    const before = world.statements();
    await expect(world.list(people, spaced(query))).rejects.toMatchObject({
      code: 'InvalidFilter',
      message: expect.stringContaining('follow too many links'),
    });
    expect(world.statements()).toBe(before);
  });

  it.each([
    ['one collection in another', `$filter=mail eq 'x' or ${any("reports/any(b:b/mail eq 'x')", 'a')}&$top=1`],
    ['a long path', "$filter=manager/manager/manager/manager/manager/displayName eq 'Person 1'&$top=1"],
    [
      'the same path many times',
      `$filter=${Array.from({ length: 24 }, (_, at) => `manager/manager/mail eq '${at}@host'`).join(' or ')}`,
    ],
    [
      'a few collections',
      "$filter=reports/any(r:r/mail eq '9@host') or reports/$count gt 9 or not groups/any()&$top=5",
    ],
  ])('are answered where they are few, for little: %s', async (_, query) => {
    const before = process.cpuUsage();
    expect(Array.isArray(idsOf(await world.list(people, spaced(query), anApplication())))).toBe(true);
    expect(process.cpuUsage(before).user).toBeLessThan(6_000_000);
  });
});
