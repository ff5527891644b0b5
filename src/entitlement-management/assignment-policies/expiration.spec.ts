import { endFor, faultOfWindow, limitOf } from './expiration.js';

const from = new Date('2026-11-24T12:00:00Z');
const on = (iso: string) => ({ type: 'afterDateTime', endDateTime: iso }) as const;
const after = (duration: string) => ({ type: 'afterDuration', duration }) as const;
const never = { type: 'noExpiration' } as const;
const unsaid = { type: 'notSpecified' } as const;

describe('the limit of a policy', () => {
  it.each([
    ['nothing', null, null],
    ['notSpecified', unsaid, null],
    ['noExpiration', never, null],
    ['an instant', on('2027-01-01T00:00:00Z'), '2027-01-01T00:00:00.000Z'],
    ['a duration', after('P1D'), '2026-11-25T12:00:00.000Z'],
    ['a duration beyond all calendars', after('P999999D'), '4764-10-20T12:00:00.000Z'],
    ['an instant that was left out', { type: 'afterDateTime' } as const, null],
    ['a duration that was left out', { type: 'afterDuration' } as const, null],
  ])('with %s', (_, pattern, limit) => {
    expect(limitOf(pattern, from)?.toISOString() ?? null).toBe(limit);
  });
});

describe('the end of access', () => {
  it('is the one asked for, else the policy', () => {
    expect(endFor({ expiration: after('PT1H') }, after('P1D'), from)?.toISOString()).toBe('2026-11-24T13:00:00.000Z');
    expect(endFor({ expiration: unsaid }, after('P1D'), from)?.toISOString()).toBe('2026-11-25T12:00:00.000Z');
    expect(endFor(null, null, from)).toBeNull();
  });

  it.each([
    ['within the policy', { expiration: after('PT1H') }, after('P1D'), undefined],
    ['exactly at the limit', { expiration: on('2026-11-25T12:00:00Z') }, after('P1D'), undefined],
    ['without a limit', { expiration: never }, never, undefined],
    ['left out', null, after('P1D'), undefined],
    ['beyond the limit', { expiration: on('2026-11-25T12:00:01Z') }, after('P1D'), 'InvalidModel'],
    ['never, under a limit', { expiration: never }, after('P1D'), 'InvalidModel'],
    ['before the start', { expiration: on('2026-11-24T12:00:00Z') }, null, 'InvalidModel'],
    ['under a policy that has ended', null, on('2026-11-24T11:00:00Z'), 'PolicyRequirementsNotMet'],
  ])('is judged %s', (_, asked, policy, code) => {
    expect(faultOfWindow(asked, policy, from)?.code).toBe(code);
  });
});
