import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { EffectTarget, ProvisioningError } from '../../src/provisioning/index.js';
import { behindFaults, type BehindFaults } from '../support/scim/behind-faults.js';
import { type Fault, faults } from '../support/scim/fault-proxy.js';
import { accountsOf, membersOf } from '../support/scim/scimmy.js';
import { anEffect, aTarget, carriedOut, isLast } from '../support/scim/scim-world.js';
import { size } from '../support/size.js';

jest.setTimeout(120_000);

/** What is asked of the system, what was so before, and every call that this makes. */
interface Operation {
  readonly before: readonly ('grant' | 'last revocation')[];
  /** What was before concerns another group. */
  readonly elsewhere?: boolean;
  readonly what: 'grant' | 'revoke';
  readonly isLast?: boolean;
  readonly calls: readonly string[];
  readonly end: { readonly isMember: boolean; readonly active: boolean };
}

const find = (by: string) => `GET /Users?filter=${by}`;
const operations: Readonly<Record<string, Operation>> = {
  'a first grant': {
    before: [],
    what: 'grant',
    calls: [find('externalId'), find('userName'), 'POST /Users', 'PATCH /Groups/'],
    end: { isMember: true, active: true },
  },
  'a grant to somebody known': {
    before: ['grant'],
    elsewhere: true,
    what: 'grant',
    calls: ['PATCH /Groups/'],
    end: { isMember: true, active: true },
  },
  'a grant to somebody who was set inactive': {
    before: ['grant', 'last revocation'],
    what: 'grant',
    calls: ['PATCH /Users/', 'PATCH /Groups/'],
    end: { isMember: true, active: true },
  },
  'a revocation': {
    before: ['grant'],
    what: 'revoke',
    calls: ['PATCH /Groups/'],
    end: { isMember: false, active: true },
  },
  'a last revocation': {
    before: ['grant'],
    what: 'revoke',
    isLast: true,
    calls: ['PATCH /Groups/', 'PATCH /Users/'],
    end: { isMember: false, active: false },
  },
};

const slow: readonly Fault[] = ['a time-out before', 'a time-out after', 'a slow drip'];
/** Where the status of an answer says all. */
const harmlessFor = (call: string, fault: Fault): boolean =>
  call.startsWith('PATCH') && ['garbage', 'a huge answer', 'a slow drip'].includes(fault);
const slowOn = size === 'small' ? ['POST /Users', 'PATCH /Users/'] : ['GET', 'POST', 'PATCH'];

const cells = Object.entries(operations).flatMap(([name, { calls }]) =>
  calls.flatMap((call) =>
    faults
      .filter((fault) => !slow.includes(fault) || slowOn.some((on) => call.startsWith(on)))
      .map((fault): [string, string, Fault] => [name, call, fault]),
  ),
);

/** What the faults mean to whoever tries again. */
const meant: Partial<Record<Fault, Partial<ProvisioningError>>> = {
  'too many calls': { retryAfter: 7_000, isSystemAway: false },
  'an error before': { reason: 'wiki answered 500: before.', isSystemAway: false },
  'a time-out before': { reason: 'wiki did not answer in time.', isSystemAway: true },
  'a time-out after': { reason: 'wiki did not answer in time.', isSystemAway: true },
  'a cut before': { reason: 'wiki cut the connection before it had answered.', isSystemAway: true },
  'a cut after': { reason: 'wiki cut the connection before it had answered.', isSystemAway: true },
  'a slow drip': { reason: 'wiki did not answer in time.', isSystemAway: true },
  'a huge answer': { reason: 'wiki answered more than 1048576 bytes.', isSystemAway: false },
};

describe('SCIM out, while something goes wrong once', () => {
  let scimmy: BehindFaults['scimmy'];
  let proxy: BehindFaults['proxy'];
  let world: BehindFaults['world'];
  let close: BehindFaults['close'];
  beforeAll(async () => {
    ({ scimmy, proxy, world, close } = await behindFaults({ more: { timeLimit: 'PT1.5S' } }));
  });
  afterAll(() => close());

  const aGroup = () => scimmy.make('Groups', { displayName: randomUUID() });
  const prepared = async (target: EffectTarget, group: string, before: Operation['before']) => {
    for (const step of before) {
      const what = step === 'grant' ? 'grant' : 'revoke';
      await carriedOut(what, world.system, anEffect(target, group, what === 'revoke' ? isLast : {}));
    }
  };

  it.each(cells)('%s comes to its end, though %s meets %s', async (name, call, fault) => {
    const { before, elsewhere, what, isLast: last = false, end } = operations[name] as Operation;
    const target = aTarget();
    const [group, other] = [await aGroup(), await aGroup()];
    await prepared(target, elsewhere ? other : group, before);
    proxy.plan({ on: call, fault });
    const failures = await carriedOut(what, world.system, anEffect(target, group, last ? isLast : {}));
    expect(proxy.unmet).toEqual([]);
    if (!harmlessFor(call, fault)) expect(failures[0]).toMatchObject(meant[fault] ?? {});
    else expect(failures).toEqual([]);
    expect(failures.filter(({ reason }) => reason.includes(scimmy.token))).toEqual([]);

    const accounts = await accountsOf(scimmy, target);
    expect(accounts.map(({ active }) => active)).toEqual([end.active]);
    expect(await membersOf(scimmy, group)).toEqual(end.isMember ? accounts.map(({ id }) => id) : []);
    // It is known as one that we made: the last revocation sets it inactive.
    await carriedOut('revoke', world.system, anEffect(target, group, isLast));
    expect((await accountsOf(scimmy, target)).map(({ active }) => active)).toEqual([false]);
    expect(await membersOf(scimmy, group)).toEqual([]);
  });
});
