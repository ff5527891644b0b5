import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../time/clock.js';
import { SigningKeys } from './keys/signing-keys.js';
import type { Admission } from './token-policy.js';

const longestMillis = 5 * 60_000;
const most = 10_000;

/** Remembers for five minutes whom a verified token admits, under the token's hash; forgets all when keys change. */
@Injectable()
export class Admissions {
  private readonly kept = new Map<string, { readonly admission: Admission; readonly until: number }>();

  constructor(
    private readonly clock: Clock,
    keys: SigningKeys,
  ) {
    keys.onChange(() => this.kept.clear());
  }

  get size(): number {
    return this.kept.size;
  }

  find(token: string): Admission | undefined {
    const key = hash('sha256', token);
    const found = this.kept.get(key);
    if (found && found.until > this.now()) return found.admission;
    this.kept.delete(key);
    return undefined;
  }

  keep(token: string, admission: Admission): Admission {
    const until = Math.min(admission.expiresAt.getTime(), this.now() + longestMillis);
    const [oldest] = this.kept.size >= most ? this.kept.keys() : [];
    if (oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(hash('sha256', token), { admission, until });
    return admission;
  }

  private now(): number {
    return this.clock.real().getTime();
  }
}
