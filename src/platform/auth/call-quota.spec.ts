import { Config } from '../config/config.js';
import type { Clock } from '../time/clock.js';
import { CallQuota } from './call-quota.js';
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
  it('lets everybody call as often as they like where there is no limit', () => {
    const { quota } = quotaOf({});
    for (let calls = 0; calls < 1_000; calls += 1) expect(() => quota.take(ada)).not.toThrow();
  });

  it('refuses who is over it, says when the next minute begins, and lets in again then', () => {
    const { quota, pass } = quotaOf({ CALLS_PER_MINUTE: '2' });
    quota.take(ada);
    quota.take(ada);
    expect(() => quota.take(ada)).toThrow(
      expect.objectContaining({ code: 'TooManyRequests', headers: { 'retry-after': '45' } }),
    );
    pass(44_499);
    expect(() => quota.take(ada)).toThrow(expect.objectContaining({ headers: { 'retry-after': '1' } }));
    pass(1);
    quota.take(ada);
    quota.take(ada);
    expect(() => quota.take(ada)).toThrow();
  });

  it('counts each person, application and tenant by itself', () => {
    const { quota } = quotaOf({ CALLS_PER_MINUTE: '1' });
    quota.take(ada);
    for (const other of [{ objectId: 'grace' }, { applicationId: 'script' }, { tenantId: 'other' }]) {
      expect(() => quota.take({ ...ada, ...other })).not.toThrow();
    }
    expect(() => quota.take(ada)).toThrow();
  });
});
