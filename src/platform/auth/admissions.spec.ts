import { describe, expect, it } from '@jest/globals';
import { Clock } from '../time/clock.js';
import { Admissions } from './admissions.js';
import { type SigningKey, SigningKeys } from './keys/signing-keys.js';
import type { Admission } from './token-policy.js';

class TurnedClock extends Clock {
  millis = 1_000_000;
  override real(): Date {
    return new Date(this.millis);
  }
}

class NoKeys extends SigningKeys {
  async find(): Promise<SigningKey | undefined> {
    return undefined;
  }
  rotate(): void {
    this.changed();
  }
}

const admissionUntil = (millis: number): Admission => ({
  caller: { kind: 'user', tenantId: 't', objectId: 'o', applicationId: 'a', permissions: [], directoryRoles: [] },
  issuedAt: new Date(0),
  expiresAt: new Date(millis),
  takesChallenges: false,
});

describe('admissions', () => {
  const anew = () => {
    const [clock, keys] = [new TurnedClock(), new NoKeys()];
    return { clock, keys, admissions: new Admissions(clock, keys) };
  };

  it('are remembered for five minutes', () => {
    const { clock, admissions } = anew();
    const admission = admissions.keep('token', admissionUntil(9_000_000));
    expect(admissions.find('token')).toBe(admission);
    expect(admissions.find('Token')).toBeUndefined();
    clock.millis += 5 * 60_000 - 1;
    expect(admissions.find('token')).toBe(admission);
    clock.millis += 1;
    expect(admissions.find('token')).toBeUndefined();
  });

  it('end with the token', () => {
    const { clock, admissions } = anew();
    admissions.keep('token', admissionUntil(1_001_000));
    expect(admissions.find('token')).toBeDefined();
    clock.millis = 1_001_000;
    expect(admissions.find('token')).toBeUndefined();
    expect(admissions.size).toBe(0);
  });

  it('are forgotten when keys change', () => {
    const { keys, admissions } = anew();
    admissions.keep('token', admissionUntil(9_000_000));
    keys.rotate();
    expect(admissions.find('token')).toBeUndefined();
  });

  it('are 10,000 at most: the oldest goes', () => {
    const { admissions } = anew();
    for (let each = 0; each <= 10_000; each += 1) admissions.keep(`token ${each}`, admissionUntil(9_000_000));
    expect(admissions.size).toBe(10_000);
    expect([admissions.find('token 0'), admissions.find('token 1')]).toEqual([undefined, expect.anything()]);
  });
});
