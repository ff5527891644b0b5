import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everyRowOf } from '../../src/platform/odata/current-user.js';
import {
  aUser,
  idOf,
  idsOf,
  openODataWorld,
  type ODataWorld,
  packages,
  requests,
  valuesOf,
} from '../support/odata-world.js';
import { databases } from '../support/size.js';

const [ann, bob] = [aUser(idOf(20)), aUser(idOf(21))];
const [seen, hidden] = [101, 102].map(idOf);

describe.each(databases)('A link to one entity, on %s', (kind) => {
  let world: ODataWorld;
  const askedBy = async (query: string, caller = ann, of = requests) =>
    idsOf(await world.list(of, query.replaceAll(' ', '%20'), caller));

  beforeAll(async () => {
    world = await openODataWorld(kind);
    await world.addShelf(idOf(50));
    await world.addPackage({ id: idOf(30), catalogId: idOf(50), displayName: 'open' });
    await world.addPackage({ id: idOf(31), catalogId: idOf(50), displayName: 'secret', isHidden: true });
    await world.addRequests([
      { id: idOf(101), targetId: ann.objectId, accessPackageId: idOf(30) },
      { id: idOf(102), targetId: ann.objectId, accessPackageId: idOf(31) },
      { id: idOf(103), targetId: bob.objectId, accessPackageId: idOf(31) },
    ]);
  });
  afterAll(() => world.close());

  it('that the caller may not see shows null', async () => {
    const shown = valuesOf(
      await world.list(requests, '$select=id&$expand=pack($select=id;$expand=catalog($select=id))', ann),
    );
    expect(shown).toEqual([
      { id: seen, pack: { id: idOf(30), catalog: { id: idOf(50) } } },
      { id: hidden, pack: null },
    ]);
    expect(await world.get(requests, hidden ?? '', '$select=id&$expand=pack', ann)).toMatchObject({ pack: null });
  });

  it.each([
    ['pack/id eq null', [hidden]],
    ["pack/displayName eq 'secret'", []],
    ["pack/displayName ne 'open'", [hidden]],
    ["not startswith(pack/displayName,'o')", []],
    ['pack/isHidden or pack/catalog/id eq null', [hidden]],
    ['pack/requests/$count gt 0', [seen]],
    ['pack/requests/any()', [seen]],
    ['pack/requests/all(r:r/id eq null)', [hidden]],
  ])('is null in a question: %s', async (filter, expected) => {
    expect(await askedBy(`$filter=${filter}`)).toEqual(expected);
  });

  it('is null in an order, and behind a page', async () => {
    expect(await askedBy('$orderby=pack/displayName')).toEqual([hidden, seen]);
    expect(await askedBy('$orderby=pack/displayName desc')).toEqual([seen, hidden]);
  });

  it('is followed from rows that a question of their own has shown', async () => {
    const named = everyRowOf(requests);
    const [, second, third] = valuesOf(
      await world.list(named, '$expand=pack($expand=catalog,requests($select=id))', ann),
    );
    const pack = { displayName: 'secret', catalog: { id: idOf(50) }, requests: [{ id: hidden }] };
    expect([second, third]).toMatchObject([{ pack }, { pack }]);
    expect(await askedBy("$filter=pack/displayName eq 'secret' and pack/catalog/id ne null", ann, named)).toHaveLength(
      2,
    );
    expect(await askedBy('$filter=pack/requests/$count eq 1', ann, named)).toHaveLength(3);
    expect(await askedBy('$expand=requests', ann, everyRowOf(packages))).toHaveLength(2);
  });
});
