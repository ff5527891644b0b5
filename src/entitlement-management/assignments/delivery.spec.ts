import { additionChecks, type DeliveryFacts, isObstacle, settle, updateChecks } from './delivery.js';

const now = new Date('2026-11-24T12:00:00Z');
const facts = (members: Partial<DeliveryFacts> = {}): DeliveryFacts => ({
  person: { accountEnabled: true, groupIds: ['g1'] },
  accessPackage: { incompatibleIds: ['p9'], incompatibleGroupIds: ['g9'], catalogState: 'published' },
  policy: { settings: {} },
  schedule: null,
  keepsEnd: false,
  assignmentPolicyId: 'a1',
  held: [],
  ...members,
});

const reasonAgainst = (checks: typeof additionChecks, given: DeliveryFacts): string | undefined => {
  const settled = settle(checks, given, now);
  expect(isObstacle(settled) && settled.isDenial).toBe(false);
  return isObstacle(settled) ? settled.reason : undefined;
};

describe('delivery', () => {
  it.each<[string, Partial<DeliveryFacts>, string | undefined]>([
    ['everything still holds', {}, undefined],
    ['the person is gone', { person: null }, 'the target is no longer in the directory'],
    [
      'the account is disabled',
      { person: { accountEnabled: false, groupIds: [] } },
      'the account of the target is disabled',
    ],
    ['the package is gone', { accessPackage: null }, 'the access package no longer exists'],
    ['the policy is gone', { policy: null }, 'the assignment policy no longer exists'],
    [
      'no time is left',
      { schedule: { expiration: { type: 'afterDateTime', endDateTime: '2026-11-24T12:00:00Z' } } },
      'the schedule ends at 2026-11-24T12:00:00.000Z, which is not after its start',
    ],
    [
      'it is held by now, through another request',
      { held: [{ accessPackageId: 'p1', assignmentPolicyId: 'a1' }] },
      'the target already holds this access under this policy',
    ],
    [
      'something incompatible is held by now',
      { held: [{ accessPackageId: 'p9', assignmentPolicyId: 'a' }] },
      'the target holds the incompatible access package p9',
    ],
    [
      'an incompatible group has been joined by now',
      { person: { accountEnabled: true, groupIds: ['g9'] } },
      'the target is in the incompatible group g9',
    ],
  ])('of something new when %s: %s', (_, given, reason) => {
    expect(reasonAgainst(additionChecks, facts(given))).toBe(reason);
  });

  it('of a change does not look at the package again', () => {
    expect(reasonAgainst(updateChecks, facts({ accessPackage: null }))).toBeUndefined();
    expect(reasonAgainst(updateChecks, facts({ person: null }))).toBe('the target is no longer in the directory');
  });

  it('never gives more than the policy allows', () => {
    const policy = { settings: { expiration: { type: 'afterDuration', duration: 'P1D' } as const } };
    const never = { expiration: { type: 'noExpiration' } as const };
    expect(settle(additionChecks, facts({ policy, schedule: never }), now)).toEqual({
      start: now,
      end: new Date('2026-11-25T12:00:00Z'),
    });
    expect(settle(additionChecks, facts(), now)).toEqual({ start: now, end: null });
  });

  it.each<[string, Partial<DeliveryFacts>, string]>([
    [
      'of its policy',
      { policy: { settings: { expiration: { type: 'afterDateTime' } } } },
      "the policy a1 gives no access: 'expiration.endDateTime' is required when the type is afterDateTime",
    ],
    [
      'of its own',
      { schedule: { expiration: { type: 'afterDuration' } } },
      "'schedule.expiration.duration' is required when the type is afterDuration",
    ],
  ])('denies for good what has an end %s that cannot be read', (_, given, reason) => {
    expect(settle(additionChecks, facts(given), now)).toEqual({ reason, isDenial: true });
    expect(settle(updateChecks, facts({ ...given, changes: { endAt: null } }), now)).toEqual({
      reason,
      isDenial: true,
    });
  });
});
