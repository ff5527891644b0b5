import { describe, expect, it } from '@jest/globals';
import { backOffMillis, latenessOf, type LateRole, roleInGroup } from './grant.js';

const grant = { id: 'g', targetId: 't', resourceOriginId: 'x', isWanted: true, attempts: 0 };

describe('a grant', () => {
  it.each([
    ['AadGroup', 'Member_x', 'member'],
    ['AadGroup', 'Owner_x', 'owner'],
    ['AadGroup', 'Guest_x', undefined],
    ['AadApplication', 'Member_x', undefined],
    ['scim', 'Owner_x', undefined],
  ] as const)('of %s and the role %s makes somebody of a group: %s', (originSystem, roleOriginId, role) => {
    expect(roleInGroup({ ...grant, originSystem, roleOriginId })).toBe(role);
  });

  it('is waited for longer after each try that fails, up to an hour', () => {
    expect([1, 2, 3, 12, 13, 1_000].map(backOffMillis)).toEqual([1e3, 2e3, 4e3, 2_048e3, 3_600e3, 3_600e3]);
  });
});

describe('access that is late', () => {
  const role = (isThere: boolean, lastError: string | null = null, n = 0): LateRole => ({
    ...{ isThere, lastError, role: 'Member', resource: `Group ${n}` },
  });

  it('is partly there, and says which role is missing and why', () => {
    expect(latenessOf([role(true), role(false, 'the wiki does not answer', 1)])).toEqual({
      isPartly: true,
      reason: 'Member of Group 1 is not given yet: the wiki does not answer',
    });
  });

  it('is not there at all', () => {
    expect(latenessOf([role(false), { ...role(false), role: null }])).toEqual({
      isPartly: false,
      reason:
        'Member of Group 0 is not given yet: its turn has not come; a role is not given yet: its turn has not come',
    });
  });

  it('tells the first few of many', () => {
    const { reason } = latenessOf(Array.from({ length: 7 }, (_, n) => role(false, null, n)));
    expect(reason.split('; ')).toHaveLength(6);
    expect(reason).toMatch(/; 2 more are not given yet$/);
  });
});
