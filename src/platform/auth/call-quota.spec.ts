import { Config } from '../config/config.js';
import type { Clock } from '../time/clock.js';
import { CallQuota, mostCallers } from './call-quota.js';
import type { Caller } from './caller.js';

const ada: Caller = {
  kind: 'user',
  tenantId: 'tenant',
  objectId: 'ada',
  applicationId: 'portal',
  permissions: [],
  directoryRoles: [],
};

function quotaOf(env: Record<string, string>) {
  let now = Date.parse('2026-11-24T08:00:15.500Z');
  const clock = { real: () => new Date(now) } as Clock;
  return { quota: new CallQuota(new Config(env), clock), pass: (millis: number) => (now += millis) };
}

describe('the quota of calls', () => {
  it.each(['off', '0'])('lets everybody call as often as they like where the limit is %s', (limit) => {
    const { quota } = quotaOf({ CALLS_PER_10_SECONDS: limit });
    for (let calls = 0; calls < 4_000; calls += 1) expect(() => quota.take(ada)).not.toThrow();
    expect(quota.size).toBe(0);
  });

  it('is 3,500 calls in 10 seconds where nothing is set', () => {
    const { quota } = quotaOf({});
    for (let calls = 0; calls < 3_500; calls += 1) quota.take(ada);
    expect(() => quota.take(ada)).toThrow('3500 times in 10 seconds');
  });

  it('refuses who is over it, says when the next 10 seconds begin, and lets in again then', () => {
    const { quota, pass } = quotaOf({ CALLS_PER_10_SECONDS: '2' });
    quota.take(ada);
    quota.take(ada);
    expect(() => quota.take(ada)).toThrow(
      expect.objectContaining({ code: 'TooManyRequests', headers: { 'retry-after': '5' } }),
    );
    pass(4_499);
    expect(() => quota.take(ada)).toThrow(expect.objectContaining({ headers: { 'retry-after': '1' } }));
    pass(1);
    quota.take(ada);
    quota.take(ada);
    expect(() => quota.take(ada)).toThrow();
  });

  it('counts each person, application and tenant by itself', () => {
    const { quota } = quotaOf({ CALLS_PER_10_SECONDS: '1' });
    quota.take(ada);
    for (const other of [{ objectId: 'grace' }, { applicationId: 'script' }, { tenantId: 'other' }]) {
      expect(() => quota.take({ ...ada, ...other })).not.toThrow();
    }
    expect(() => quota.take(ada)).toThrow();
  });

  it('remembers so many callers; all others of the 10 seconds share what one may do', () => {
    const { quota, pass } = quotaOf({ CALLS_PER_10_SECONDS: '2' });
    const person = (order: number) => ({ ...ada, objectId: `person ${order}` });
    for (let order = 0; order < mostCallers; order += 1) quota.take(person(order));
    quota.take(person(mostCallers));
    quota.take(person(mostCallers + 1));
    expect(() => quota.take(person(mostCallers + 2))).toThrow();
    expect(() => quota.take(person(0))).not.toThrow();
    expect(quota.size).toBe(mostCallers + 1);
    pass(10_000);
    quota.take(person(mostCallers + 2));
    expect(quota.size).toBe(1);
  });
});
