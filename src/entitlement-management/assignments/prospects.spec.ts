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
  it.each<[string, Waiting, Partial<DeliveryFacts>, 'denied' | 'canceled' | undefined, RegExp?]>([
    ['asks for nothing special', add, {}, undefined],
    ['is for somebody who is disabled just now', add, { person: { accountEnabled: false, groupIds: [] } }, undefined],
    ['is for a package that is gone', add, { accessPackage: null }, 'canceled', /package was deleted/],
    ['is under a policy that is gone', add, { policy: null }, 'canceled', /policy was deleted/],
    [
      'is in a catalog that is not published',
      add,
      { accessPackage: { ...accessPackage, catalogState: 'unpublished' } },
      'canceled',
      /not published/,
    ],
    ['asks for an end that has come', add, { schedule: { expiration: until(before) } }, 'denied', /schedule ends at/],
    ['asks for an end that is to come', add, { schedule: { expiration: until(after) } }, undefined],
    [
      'asks for an end before its start',
      { ...add, startAt: after },
      { schedule: { expiration: until(after) } },
      'denied',
      /schedule ends at/,
    ],
    [
      'has a policy whose end has come',
      add,
      { policy: { settings: { expiration: until(before) } } },
      'denied',
      /policy a1 gives no access/,
    ],
    [
      'has a policy whose end cannot be read',
      add,
      { policy: { settings: { expiration: { type: 'afterDateTime' } } } },
      'denied',
      /policy a1 gives no access.*endDateTime/,
    ],
    ['changes access that lasts', change, { changes: { endAt: after } }, undefined],
    ['changes access without end', change, { changes: { endAt: null } }, undefined],
    ['changes access that has ended', change, { changes: null }, 'canceled', /would change has ended/],
    ['changes access whose end has come', change, { changes: { endAt: now } }, 'canceled', /would change has ended/],
    [
      'changes access that ends before it starts',
      { ...change, startAt: after },
      { changes: { endAt: after } },
      'denied',
    ],
    ['renews access that has ended', renewal, { changes: null }, undefined],
    ['renews access whose end has come', renewal, { changes: { endAt: now } }, undefined],
    [
      'renews access that ends before it starts',
      { ...renewal, startAt: after },
      { changes: { endAt: now } },
      undefined,
    ],
  ])('that %s has the prospects it has', (_, waiting, given, ends, reason = /./) => {
    const found = whyHopeless(waiting, facts(given), now);
    expect(found?.ends).toBe(ends);
    expect(found?.reason ?? 'nothing').toMatch(reason);
  });
});
