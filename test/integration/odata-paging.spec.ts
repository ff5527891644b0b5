import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  aUser,
  idOf,
  idsOf,
  nextOf,
  numbered,
  openODataWorld,
  type ODataWorld,
  otherTenant,
  packages,
  requests,
} from '../support/odata-world.js';

let world: ODataWorld;

beforeAll(async () => {
  world = await openODataWorld('embedded');
  await world.addShelf(idOf(50));
  await world.addPackage({ id: idOf(30), catalogId: idOf(50), description: null });
  await world.addPackage({ id: idOf(31), catalogId: idOf(50), description: 'x' });
});
afterAll(() => world.close());
beforeEach(() => world.database.client.assignmentRequest.deleteMany());

describe('Pages of a collection', () => {
  it('hold 100 rows, or as many as $top says, and a link while there are more', async () => {
    await world.addRequests(Array.from({ length: 101 }, (_, at) => numbered(at + 1)));
    const first = await world.list(requests, '');
    expect(idsOf(first)).toHaveLength(100);
    expect(first['@odata.nextLink']).toMatch(/^http:\/\/host\/v1\.0\/requests\?\$skiptoken=[\w.-]+$/);
    const second = await world.list(requests, nextOf(first) ?? '');
    expect(idsOf(second)).toEqual([idOf(101)]);
    expect(second).not.toHaveProperty('@odata.nextLink');
    expect(await world.list(requests, '$top=101')).not.toHaveProperty('@odata.nextLink');
    expect(idsOf(await world.list(requests, '$top=999'))).toHaveLength(101);
    expect(await world.list(requests, '$filter=false')).toEqual({
      '@odata.context': 'http://host/v1.0/$metadata#requests',
      value: [],
    });
  });

  it('say how many there are on the first of them, and begin behind those that are skipped', async () => {
    await world.addRequests([1, 2, 3, 4, 5].map(numbered));
    const first = await world.list(requests, '$count=true&$skip=1&$top=2&$filter=version eq 1');
    expect(Object.keys(first)).toEqual(['@odata.context', '@odata.count', '@odata.nextLink', 'value']);
    expect(first['@odata.count']).toBe(5);
    expect(idsOf(first)).toEqual([2, 3].map(idOf));
    expect(nextOf(first)).toMatch(/^\$top=2&\$filter=version%20eq%201&\$skiptoken=[\w.-]+$/);
    const second = await world.list(requests, nextOf(first) ?? '');
    expect(Object.keys(second)).toEqual(['@odata.context', 'value']);
    expect(idsOf(second)).toEqual([4, 5].map(idOf));
    expect(idsOf(await world.list(requests, '$skip=5'))).toEqual([]);
    expect(await world.list(requests, '$count=false')).not.toHaveProperty('@odata.count');
    for (const twice of ['$skip=1', '$count=true']) {
      const again = world.list(requests, `${nextOf(first)}&${twice}`);
      await expect(again).rejects.toMatchObject({ code: 'InvalidFilter' });
    }
  });

  it('are as large as the client prefers, and so is the next one without a word', async () => {
    await world.addRequests([1, 2, 3, 4, 5].map(numbered));
    let granted = 0;
    const preferring = (most: number, query = '') =>
      world.listAs(requests, query, { pageSize: { most, granted: () => void (granted += 1) } });
    const first = await preferring(2, '$select=id');
    expect(idsOf(first)).toEqual([1, 2].map(idOf));
    expect(nextOf(first)).toMatch(/^\$select=id&\$top=2&\$skiptoken=/);
    expect(idsOf(await world.list(requests, nextOf(first) ?? ''))).toEqual([3, 4].map(idOf));
    expect(idsOf(await preferring(3, '$top=2'))).toEqual([1, 2].map(idOf));
    expect(idsOf(await preferring(2, '$top=3'))).toEqual([1, 2].map(idOf));
    expect(idsOf(await preferring(5_000))).toHaveLength(5);
    expect(granted).toBe(4);
  });

  it('may be counted instead of shown', async () => {
    await world.addRequests([1, 2, 3, 4, 5].map(numbered));
    const counted = (query: string) => world.listAs(requests, query, { counts: true });
    expect(await counted('')).toEqual({ '@odata.count': 5 });
    expect(await counted('$filter=note ne null')).toEqual({ '@odata.count': 4 });
    expect(await counted('$top=1&$skip=3&$orderby=note&$expand=pack')).toEqual({ '@odata.count': 5 });
    await expect(counted('$filter=no')).rejects.toMatchObject({ code: 'InvalidFilter' });
  });

  it('carry the other options on, and accept them in another spelling', async () => {
    await world.addRequests([1, 2, 3].map((number) => ({ ...numbered(number), justification: "it's + & more" })));
    const query = `filter=note eq 'it''s %2B %26 more'&SELECT=id&$orderby=createdDateTime+desc&$top=1`;
    const first = await world.list(requests, query);
    expect(idsOf(first)).toEqual([idOf(1)]);
    const next = nextOf(first) ?? '';
    expect(next).toContain("$filter=note%20eq%20'it''s%20%2B%20%26%20more'&$select=id&$orderby=createdDateTime%20desc");
    expect(idsOf(await world.list(requests, next))).toEqual([idOf(2)]);
    const respelled = next.replaceAll('$', '%24').replaceAll('%20', '+').split('&').reverse().join('&');
    expect(idsOf(await world.list(requests, respelled))).toEqual([idOf(2)]);
  });

  it('cannot be asked for with a token that is forged or was issued for another question', async () => {
    await world.addRequests([1, 2, 3].map((number) => ({ ...numbered(number), targetId: idOf(20) })));
    const caller = aUser(idOf(20));
    const query = nextOf(await world.list(requests, '$top=1&$select=id', caller)) ?? '';
    const token = new URLSearchParams(query).get('$skiptoken') ?? '';
    expect(idsOf(await world.list(requests, query, caller))).toEqual([idOf(2)]);

    const [payload = '', seal = ''] = token.split('.');
    const forged = Buffer.from(JSON.stringify([idOf(0)])).toString('base64url');
    const wrong = [
      `$top=1&$select=id&$skiptoken=${forged}.${seal}`,
      `$top=1&$select=id&$skiptoken=${payload}`,
      `$top=1&$select=id&$skiptoken=${payload}.`,
      `$top=1&$select=id&$skiptoken=.${seal}`,
      `$top=1&$select=id&$skiptoken=${token}.x`,
      `$top=1&$select=id&$skiptoken=${payload}.${seal.slice(1)}`,
      `$top=1&$select=id&$skiptoken=${payload}.${seal.startsWith('A') ? 'B' : 'A'}${seal.slice(1)}`,
      '$top=1&$select=id&$skiptoken=x',
      `$top=2&$select=id&$skiptoken=${token}`,
      `$top=1&$select=kind&$skiptoken=${token}`,
      `$top=1&$select=id&$filter=true&$skiptoken=${token}`,
      `$skiptoken=${token}`,
    ].map((other) => world.list(requests, other, caller));
    const foreign = [
      world.list(requests, query, aUser(idOf(21))),
      world.list(requests, query, { ...caller, tenantId: otherTenant }),
      world.list(requests, query, caller, '/requests/of/others'),
      world.list(packages, query, caller),
    ];
    for (const refused of [...wrong, ...foreign]) {
      await expect(refused).rejects.toMatchObject({
        code: 'InvalidFilter',
        message: expect.stringContaining('$skiptoken'),
      });
    }
  });

  it('refuse an order over texts that no link can carry', async () => {
    await world.addRequests([1, 2].map((number) => ({ ...numbered(number), justification: 'é'.repeat(4_000) })));
    await expect(world.list(requests, '$orderby=note&$top=1')).rejects.toMatchObject({ code: 'InvalidFilter' });
    expect(idsOf(await world.list(requests, '$orderby=note'))).toHaveLength(2);
  });
});
