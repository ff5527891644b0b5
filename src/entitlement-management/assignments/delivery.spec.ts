import { additionChecks, type DeliveryFacts, endOf, reasonAgainst, updateChecks } from './delivery.js';

const now = new Date('2026-11-24T12:00:00Z');
const facts = (members: Partial<DeliveryFacts> = {}): DeliveryFacts => ({
  person: { accountEnabled: true, groupIds: ['g1'] },
  accessPackage: { incompatibleIds: ['p9'], incompatibleGroupIds: ['g9'] },
  policy: { settings: {} },
  schedule: null,
  bringsOnlyAnswers: false,
  assignmentPolicyId: 'a1',
  held: [],
  ...members,
});

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
      'the access would end at 2026-11-24T12:00:00.000Z, before it starts',
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
    expect(reasonAgainst(additionChecks, facts(given), now)).toBe(reason);
  });

  it('of a change does not look at the package again', () => {
    expect(reasonAgainst(updateChecks, facts({ accessPackage: null }), now)).toBeUndefined();
    expect(reasonAgainst(updateChecks, facts({ person: null }), now)).toBe('the target is no longer in the directory');
  });

  it('never gives more than the policy allows', () => {
    const policy = { settings: { expiration: { type: 'afterDuration', duration: 'P1D' } as const } };
    expect(endOf({ policy, schedule: { expiration: { type: 'noExpiration' } } }, now)?.toISOString()).toBe(
      '2026-11-25T12:00:00.000Z',
    );
    expect(
      endOf({ policy, schedule: { expiration: { type: 'afterDuration', duration: 'PT1H' } } }, now)?.toISOString(),
    ).toBe('2026-11-24T13:00:00.000Z');
    expect(endOf({ policy: { settings: {} }, schedule: null }, now)).toBeNull();
  });
});
