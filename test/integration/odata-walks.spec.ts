import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { limits } from '../../src/platform/odata/query/limits.js';
import {
  anApplication,
  aUser,
  idOf,
  idsOf,
  nextOf,
  numbered,
  openODataWorld,
  type ODataWorld,
  requests,
} from '../support/odata-world.js';
import { databases, sized } from '../support/size.js';

const orders = [
  ...['', 'id', 'id desc', 'state', 'note', 'note desc', 'isChecked desc', 'startDateTime', 'startDateTime desc'],
  ...['state,note desc', 'isChecked,startDateTime desc,note', 'pack/description', 'pack/description desc,note'],
  ...['pack/displayName', 'pack/displayName desc,id desc', 'pack/isHidden,startDateTime', 'pack/id eq null'],
  ...['toupper(note) desc', 'length(note),date(startDateTime) desc', "contains(note,'3') desc,state"],
  ...['lasts', 'lasts desc,note', 'second(startDateTime) desc'],
  ...['window/size desc', 'window/at,answers/$count desc'],
];

const asUsual = { ...limits };
const someNumber = fc.integer({ min: 1, max: 200 });

/** A walk through a collection, and what is done to its rows between pages. */
const walks = fc.record({
  order: fc.constantFrom(...orders),
  top: fc.integer({ min: 1, max: 12 }),
  skip: fc.constantFrom(0, 0, 1, 5),
  caller: fc.constantFrom(anApplication(), aUser(idOf(20))),
  bytes: fc.constantFrom(limits.pageBytes, 0, 60, 200),
  steps: fc.array(
    fc.record({
      removed: fc.array(someNumber, { maxLength: 6 }),
      added: fc.uniqueArray(someNumber, { maxLength: 4 }),
      changed: fc.array(fc.tuple(someNumber, someNumber), { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});

const first = Array.from({ length: 30 }, (_, at) => at * 5 + 3);

describe.each(databases)('A walk over the pages of a changing collection, on %s', (kind) => {
  let world: ODataWorld;

  beforeAll(async () => {
    world = await openODataWorld(kind);
    await world.addShelf(idOf(50));
    await world.addPackage({ id: idOf(30), catalogId: idOf(50), description: null });
    await world.addPackage({ id: idOf(31), catalogId: idOf(50), description: 'x', isHidden: true });
  });
  afterAll(() => world.close());
  afterAll(() => {
    Object.assign(limits, asUsual);
  });

  it('shows every row that stays as it is exactly once, while others come, go and change, and pages are cut', async () => {
    await fc.assert(
      fc.asyncProperty(walks, async ({ order, top, skip, caller, bytes, steps }) => {
        Object.assign(limits, asUsual);
        const table = world.database.client.assignmentRequest;
        await table.deleteMany();
        await world.addRequests(first.map(numbered));
        const asked = order === '' ? '' : `$orderby=${encodeURIComponent(order)}&`;
        const passed = idsOf(await world.list(requests, `${asked}$top=999`, caller)).slice(0, skip);
        Object.assign(limits, { pageBytes: bytes });
        const known = new Set(first.map(idOf));
        const touched = new Set<unknown>();
        const shown: unknown[] = [];
        let next: string | undefined = `${asked}$top=${top}&$count=true&$skip=${skip}`;
        for (let page = 0; next !== undefined; page += 1) {
          const answer = await world.list(requests, next, caller);
          expect(answer['@odata.count']).toBe(page === 0 ? first.length : undefined);
          shown.push(...idsOf(answer));
          next = nextOf(answer);
          const { removed, added, changed } = steps[page] ?? { removed: [], added: [], changed: [] };
          await table.deleteMany({ where: { id: { in: removed.map(idOf) } } });
          for (const [number, other] of changed) {
            const { id: _, ...members } = numbered(other);
            await table.updateMany({ where: { id: idOf(number) }, data: members });
          }
          [...removed, ...changed.map(([number]) => number)].forEach((number) => touched.add(idOf(number)));
          const fresh = added.filter((number) => !known.has(idOf(number)) && !touched.has(idOf(number)));
          fresh.forEach((number) => known.add(idOf(number)));
          await world.addRequests(fresh.map(numbered));
        }
        const times = (id: unknown) => [...passed, ...shown].filter((other) => other === id).length;
        const untouched = [...known].filter((id) => !touched.has(id));
        const stayed = untouched.filter((id) => first.map(idOf).includes(id));
        expect(stayed.filter((id) => times(id) !== 1)).toEqual([]);
        expect(untouched.filter((id) => times(id) > 1)).toEqual([]);
      }),
      { numRuns: Number(process.env['FUZZ'] ?? sized({ small: 10, ci: 25, full: 40 })) },
    );
  }, 600_000);
});
