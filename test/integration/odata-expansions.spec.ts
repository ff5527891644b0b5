import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { limits } from '../../src/platform/odata/query/limits.js';
import type { Resource } from '../../src/platform/odata/resource.js';
import type { Answer } from '../../src/platform/odata/list.query.js';
import {
  anApplication,
  aUser,
  groups,
  idOf,
  idsOf,
  nextOf,
  openODataWorld,
  type ODataWorld,
  otherTenant,
  packages,
  people,
  requests,
  shelves,
  valuesOf,
} from '../support/odata-world.js';

let world: ODataWorld;

const ann = aUser(idOf(20));
const owner = (answer: Answer, at = 0): Answer => valuesOf(answer)[at] ?? {};
const members = (answer: Answer, name: string): Answer[] => answer[name] as Answer[];
const inside = (answer: Answer, name: string): unknown[] => idsOf({ value: answer[name] });

beforeAll(async () => {
  world = await openODataWorld('embedded');
  await world.addShelf(idOf(50));
  await world.addShelf(idOf(51));
  await world.addShelf(idOf(50), otherTenant);
  await world.addPackage({ id: idOf(30), catalogId: idOf(50), displayName: 'Sales', description: 'Tools' });
  await world.addPackage({ id: idOf(31), catalogId: idOf(50), displayName: 'Support' });
  await world.addPackage({ id: idOf(30), catalogId: idOf(50), displayName: 'Theirs', tenantId: otherTenant });
  await world.addRequests([
    { id: idOf(101), targetId: ann.objectId, policyVersion: 3, justification: 'b' },
    { id: idOf(102), targetId: idOf(21), policyVersion: 1, justification: 'c' },
    { id: idOf(103), targetId: ann.objectId, policyVersion: 2 },
    { id: idOf(104), targetId: ann.objectId, accessPackageId: idOf(31) },
    { id: idOf(105), targetId: ann.objectId, accessPackageId: idOf(39) },
    { id: idOf(101), targetId: ann.objectId, policyVersion: 9, tenantId: otherTenant },
  ]);
  for (let at = 1; at <= 8; at += 1) {
    await world.addPerson({ id: idOf(60 + at), managerId: at === 1 ? null : idOf(60 + Math.floor(at / 2)) });
  }
  await world.addGroup({ id: idOf(80) }, [61, 62, 63].map(idOf));
  await world.addGroup({ id: idOf(81) }, [idOf(63)]);
  await world.addGroup({ id: idOf(82) }, []);
});
afterAll(() => world.close());
afterEach(() => {
  Object.assign(limits, { expandedItems: 100, writtenEntities: 10_000 });
});

describe('Links in links', () => {
  it('are followed, each with its own options', async () => {
    const query =
      '$select=id&$orderby=id desc&$expand=packages($select=displayName;$orderby=displayName desc;$expand=requests($select=id;$filter=version gt 1;$expand=pack($select=id)),catalog($select=id))';
    const pack = { id: idOf(30) };
    expect(valuesOf(await world.list(shelves, query))).toEqual([
      { id: idOf(51), packages: [] },
      {
        id: idOf(50),
        packages: [
          { displayName: 'Support', requests: [], catalog: { id: idOf(50) } },
          {
            displayName: 'Sales',
            requests: [
              { id: idOf(101), pack },
              { id: idOf(103), pack },
            ],
            catalog: { id: idOf(50) },
          },
        ],
      },
    ]);
  });

  it('cost a statement each, however many rows there are', async () => {
    const cost = async (of: Resource, query: string) => {
      const before = world.statements();
      await world.list(of, query);
      return world.statements() - before;
    };
    expect(await cost(shelves, '$expand=packages($expand=requests($count=true;$expand=pack),catalog)')).toBe(6);
    expect(await cost(requests, '$filter=pack/id eq null&$expand=pack($expand=catalog,requests)')).toBe(2);
    expect(await cost(requests, '$filter=false&$count=true&$expand=pack')).toBe(2);
  });

  it('lead to what the caller may see, to the one that a row names, and never to another tenant', async () => {
    const query = '$expand=requests($expand=pack),catalog&$orderby=id';
    expect(inside(owner(await world.list(packages, query, ann)), 'requests')).toEqual([101, 103].map(idOf));
    expect(inside(owner(await world.list(packages, query)), 'requests')).toEqual([101, 102, 103].map(idOf));
    const theirs = owner(await world.list(packages, query, anApplication(otherTenant)));
    expect(theirs).toMatchObject({ displayName: 'Theirs', catalog: { id: idOf(50) } });
    expect(members(theirs, 'requests')).toEqual([
      expect.objectContaining({ version: 9, pack: expect.objectContaining({ displayName: 'Theirs' }) }),
    ]);
    const lost = await world.list(requests, `$filter=id eq ${idOf(105)}&$expand=pack($expand=catalog)`);
    expect(owner(lost)).toHaveProperty('pack', null);
  });

  it('are shown with one entity too', async () => {
    const answer = await world.get(
      packages,
      idOf(30),
      '$expand=requests($top=1;$count=true),catalog($expand=packages($select=id))',
    );
    expect(answer).toMatchObject({
      'requests@odata.count': 3,
      requests: [{ id: idOf(101) }],
      catalog: { packages: [{ id: idOf(30) }, { id: idOf(31) }] },
    });
    expect(answer['requests@odata.nextLink']).toMatch(
      `http://host/v1.0/packages/${idOf(30)}/requests?$top=1&$skiptoken=`,
    );
  });

  it('lead through tables of pairs, beside the relations that fields are worked out from', async () => {
    const answer = await world.list(groups, '$select=size&$expand=members($select=id;$orderby=id desc)');
    expect(valuesOf(answer)).toEqual([
      { size: 3, members: [63, 62, 61].map((id) => ({ id: idOf(id) })) },
      { size: 1, members: [{ id: idOf(63) }] },
      { size: 0, members: [] },
    ]);
    const person = await world.get(people, idOf(63), '$select=id&$expand=groups($select=size;$count=true)');
    expect(person).toMatchObject({ 'groups@odata.count': 2, groups: [{ size: 3 }, { size: 1 }] });
    expect(idsOf(await world.list(people, `$filter=groups/any(g:g/id eq ${idOf(81)})`))).toEqual([idOf(63)]);
    expect(idsOf(await world.list(groups, '$filter=members/$count gt 1'))).toEqual([idOf(80)]);
  });
});

describe('$levels', () => {
  const managers = async (options: string): Promise<unknown[]> => {
    const ids: unknown[] = [];
    let next: unknown = await world.get(people, idOf(68), `$select=id&$expand=manager($select=id;${options})`);
    for (; next; next = (next as Answer)['manager']) ids.push((next as Answer)['id']);
    return ids;
  };

  it('follows a link to the same kind of entity again and again', async () => {
    expect(await managers('$levels=1')).toEqual([68, 64].map(idOf));
    expect(await managers('$levels=2')).toEqual([68, 64, 62].map(idOf));
    expect(await managers('$levels=max')).toEqual([68, 64, 62, 61].map(idOf));
    const answer = await world.get(people, idOf(61), '$expand=reports($levels=3;$select=id)');
    expect(answer['reports']).toEqual([
      {
        id: idOf(62),
        reports: [
          { id: idOf(64), reports: [{ id: idOf(68) }] },
          { id: idOf(65), reports: [] },
        ],
      },
      {
        id: idOf(63),
        reports: [
          { id: idOf(66), reports: [] },
          { id: idOf(67), reports: [] },
        ],
      },
    ]);
  });

  it('goes on where a collection was cut', async () => {
    world.routes.add('/people/:id/reports', ['GET']);
    const answer = await world.get(people, idOf(61), '$expand=reports($top=1;$select=id;$levels=3)');
    expect(answer['reports']).toEqual([
      {
        id: idOf(62),
        reports: [{ id: idOf(64), reports: [{ id: idOf(68) }] }],
        'reports@odata.nextLink': expect.stringContaining(`/people/${idOf(62)}/reports?`),
      },
    ]);
    const next = nextOf({ '@odata.nextLink': answer['reports@odata.nextLink'] }) ?? '';
    expect(decodeURIComponent(next)).toContain('$expand=reports($top=1;$select=id;$levels=2)');
    const within = { managerId: idOf(61) };
    const rest = await world.list(people, next, anApplication(), `/people/${idOf(61)}/reports`, within);
    expect(valuesOf(rest)).toMatchObject([{ id: idOf(63), reports: [{ id: idOf(66), reports: [] }] }]);
  });

  it('is refused where the same link does not go on', async () => {
    const refused = world.list(packages, '$expand=catalog($levels=2)');
    await expect(refused).rejects.toMatchObject({
      code: 'InvalidFilter',
      message: expect.stringContaining("'catalog' leads to another"),
    });
  });
});

describe('A collection in an answer', () => {
  const options = '$select=id,version;$orderby=version desc;$filter=version ge 1;$skip=1;$count=true';

  it('is counted, sorted and cut as its own options say', async () => {
    const answer = await world.list(packages, `$expand=requests(${options};$top=1)`);
    expect(owner(answer)).toMatchObject({ 'requests@odata.count': 3, requests: [{ id: idOf(103), version: 2 }] });
    expect(owner(answer, 1)).toMatchObject({ 'requests@odata.count': 1, requests: [] });
    expect(owner(answer, 1)).not.toHaveProperty(['requests@odata.nextLink']);
    const found = await world.list(
      shelves,
      '$expand=packages($search=tools OR "displayname:SUPP" NOT sales;$select=id)',
    );
    expect(inside(owner(found), 'packages')).toEqual([30, 31].map(idOf));
  });

  it('goes on behind a link, without what the first page said', async () => {
    const answer = await world.list(packages, `$expand=requests(${options};$top=1;$expand=pack($select=id))`);
    const link = owner(answer)['requests@odata.nextLink'];
    const next = nextOf({ '@odata.nextLink': link }) ?? '';
    expect(decodeURIComponent(next).replace(/skiptoken=.*/, '')).toBe(
      '$select=id,version&$orderby=version desc&$filter=version ge 1&$top=1&$expand=pack($select=id)&$',
    );
    const path = `/packages/${idOf(30)}/requests`;
    const rest = await world.list(requests, next, anApplication(), path, { accessPackageId: idOf(30) });
    expect(valuesOf(rest)).toEqual([{ id: idOf(102), version: 1, pack: { id: idOf(30) } }]);
    expect(nextOf(rest)).toBeUndefined();
    const elsewhere = world.list(requests, next, anApplication(), `/packages/${idOf(31)}/requests`);
    await expect(elsewhere).rejects.toMatchObject({ code: 'InvalidFilter' });
  });

  it('without an address of its own says how many there are when it is asked', async () => {
    const answer = await world.list(shelves, '$expand=packages($top=1;$count=true)');
    expect(owner(answer)).toMatchObject({ 'packages@odata.count': 2, packages: [{ id: idOf(30) }] });
    expect(owner(answer)).not.toHaveProperty(['packages@odata.nextLink']);
  });

  it('is cut at a number of members, and all of them together at another', async () => {
    const size = async (query: string) => {
      const answer = await world.list(packages, query);
      return valuesOf(answer).map((pack) => [members(pack, 'requests').length, 'requests@odata.nextLink' in pack]);
    };
    Object.assign(limits, { expandedItems: 2 });
    expect(await size('$expand=requests($top=999)')).toEqual([
      [2, true],
      [1, false],
    ]);
    Object.assign(limits, { expandedItems: 100, writtenEntities: 5 });
    expect(await size('$top=2&$expand=requests')).toEqual([
      [1, true],
      [1, false],
    ]);
    Object.assign(limits, { writtenEntities: 8 });
    expect(await size('$top=2&$expand=catalog($expand=packages),requests')).toEqual([
      [1, true],
      [1, false],
    ]);
  });

  it('makes pages of at most 100 entities', async () => {
    const many = Array.from({ length: 101 }, (_, at) => ({ id: idOf(1_000 + at) }));
    await world.addRequests(many);
    expect(idsOf(await world.list(requests, '$top=999&$filter=version eq 1&$expand=pack'))).toHaveLength(104);
    const answer = await world.list(packages, '$top=999&$expand=requests($select=id)');
    expect(members(owner(answer), 'requests')).toHaveLength(100);
    for (let at = 0; at < 101; at += 1) await world.addPerson({ id: idOf(2_000 + at) });
    const page = await world.list(people, '$top=999&$expand=reports');
    expect(idsOf(page)).toHaveLength(100);
    expect(idsOf(await world.list(people, nextOf(page) ?? ''))).toHaveLength(9);
  });
});
