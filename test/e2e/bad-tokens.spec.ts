import crypto from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Admissions } from '../../src/platform/auth/admissions.js';
import { entitlements } from '../support/given.js';
import type { TestServer } from '../support/server.js';
import { statementsDuring } from '../support/statements.js';
import { tokenFor } from '../support/tokens.js';
import { quietServer } from '../support/two-servers.js';

/** How often a signature is verified while some work is done. */
async function verificationsDuring(work: () => Promise<unknown>): Promise<number> {
  const { createVerify } = crypto;
  let many = 0;
  crypto.createVerify = (...given: Parameters<typeof createVerify>) => {
    many += 1;
    return createVerify(...given);
  };
  await work().finally(() => (crypto.createVerify = createVerify));
  return many;
}

describe('a flood of bad tokens', () => {
  const flood = 50;
  let server: TestServer;
  let good: string;
  beforeAll(async () => {
    server = await quietServer();
    good = await tokenFor(server.app, { as: 'user' });
  });
  afterAll(() => server.close());

  const [head, claims] = [() => good.split('.')[0] ?? '', () => good.split('.')[1] ?? ''];
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const decoded = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as object;
  const signature = () => crypto.randomBytes(256).toString('base64url');

  const call = (token: string, body?: string) =>
    fetch(`${server.url}${entitlements}/assignmentRequests`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body } : {}),
    });
  const status = async (token: string, body?: string): Promise<number> => (await call(token, body)).status;

  it.each<[string, () => string, number]>([
    ['whose signature is made up', () => `${head()}.${claims()}.${signature()}`, 1],
    ['that have ended', () => `${head()}.${encoded({ ...decoded(claims()), exp: 1 })}.${signature()}`, 0],
    ['for somebody else', () => `${head()}.${encoded({ ...decoded(claims()), aud: 'x' })}.${signature()}`, 0],
    ['of keys that nobody knows', () => `${encoded({ ...decoded(head()), kid: 'x' })}.${claims()}.${signature()}`, 0],
    ['that are none', () => 'a.b.c', 0],
  ])('%s is refused at the door: no statement, no memory, and each verified once at most', async (_, token, each) => {
    const kept = server.app.get(Admissions).size;
    let statuses: number[] = [];
    let verified = 0;
    const statements = await statementsDuring(async () => {
      verified = await verificationsDuring(async () => {
        const calls = Array.from({ length: flood }, (__, n) =>
          status(token(), n % 2 ? '{"requestType":"userAdd"}' : undefined),
        );
        statuses = await Promise.all(calls);
      });
    });
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(verified).toBe(each * flood);
    // Development mode's clock has a beat of its own.
    expect(statements.filter((statement) => !statement.includes('virtual_clock'))).toEqual([]);
    expect(server.app.get(Admissions).size).toBe(kept);
  });

  it('is told from a good one, which is verified once for all its calls', async () => {
    const verified = await verificationsDuring(async () => {
      for (let turn = 0; turn < 5; turn += 1) expect(await status(good)).toBe(200);
    });
    expect(verified).toBe(1);
  });
});
