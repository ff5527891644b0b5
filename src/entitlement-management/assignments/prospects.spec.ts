import type { DeliveryFacts } from './delivery.js';
import { type Waiting, whyHopeless } from './prospects.js';

const now = new Date('2026-11-24T12:00:00Z');
const [before, after] = [new Date('2026-11-24T11:00:00Z'), new Date('2026-11-24T13:00:00Z')];
const until = (endDateTime: Date) => ({ type: 'afterDateTime' as const, endDateTime: endDateTime.toISOString() });
const accessPackage = { incompatibleIds: [], incompatibleGroupIds: [], catalogState: 'published' };
const facts = (members: Partial<DeliveryFacts> = {}): DeliveryFacts => ({
  person: { accountEnabled: true, groupIds: [] },
  accessPackage,
  policy: { settings: {} },
  schedule: null,
  keepsEnd: false,
  assignmentPolicyId: 'a1',
  held: [],
  ...members,
});
const add: Waiting = { effect: 'add', requestType: 'userAdd', startAt: null };
const renewal: Waiting = { ...add, effect: 'update' };
const change: Waiting = { ...renewal, requestType: 'userUpdate' };

describe('a request that waits for approval', () => {
  it.each<[string, Waiting, Partial<DeliveryFacts>, 'deny' | 'cancel' | undefined, RegExp?]>([
    ['asks for nothing special', add, {}, undefined],
    ['is for somebody who is disabled just now', add, { person: { accountEnabled: false, groupIds: [] } }, undefined],
    ['is for a package that is gone', add, { accessPackage: null }, 'cancel', /package was deleted/],
    ['is under a policy that is gone', add, { policy: null }, 'cancel', /policy was deleted/],
    [
      'is in a catalog that is not published',
      add,
      { accessPackage: { ...accessPackage, catalogState: 'unpublished' } },
      'cancel',
      /not published/,
    ],
    ['asks for an end that has come', add, { schedule: { expiration: until(before) } }, 'deny', /schedule ends at/],
    ['asks for an end that is to come', add, { schedule: { expiration: until(after) } }, undefined],
    [
      'asks for an end before its start',
      { ...add, startAt: after },
      { schedule: { expiration: until(after) } },
      'deny',
      /schedule ends at/,
    ],
    [
      'has a policy whose end has come',
      add,
      { policy: { settings: { expiration: until(before) } } },
      'deny',
      /policy a1 gives no access/,
    ],
    [
      'has a policy whose end cannot be read',
      add,
      { policy: { settings: { expiration: { type: 'afterDateTime' } } } },
      'deny',
      /policy a1 gives no access.*endDateTime/,
    ],
    ['changes access that lasts', change, { changes: { endAt: after } }, undefined],
    ['changes access without end', change, { changes: { endAt: null } }, undefined],
    ['changes access that has ended', change, { changes: null }, 'cancel', /would change has ended/],
    ['changes access whose end has come', change, { changes: { endAt: now } }, 'cancel', /would change has ended/],
    ['changes access that ends before it starts', { ...change, startAt: after }, { changes: { endAt: after } }, 'deny'],
    ['renews access that has ended', renewal, { changes: null }, undefined],
    ['renews access whose end has come', renewal, { changes: { endAt: now } }, undefined],
    [
      'renews access that ends before it starts',
      { ...renewal, startAt: after },
      { changes: { endAt: now } },
      undefined,
    ],
  ])('that %s has the prospects it has', (_, waiting, given, move, reason = /./) => {
    const found = whyHopeless(waiting, facts(given), now);
    expect(found?.move).toBe(move);
    expect(found?.reason ?? 'nothing').toMatch(reason);
  });
});
