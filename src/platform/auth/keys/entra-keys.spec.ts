import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { IdentityProvider, misbehaviours } from '../../../../test/support/identity-provider.js';
import { tenantId, TestIssuer } from '../../../../test/support/tokens.js';
import { Clock } from '../../time/clock.js';
import { EntraKeys, metadataUrlOf } from './entra-keys.js';

class TurnedClock extends Clock {
  millis = 0;
  override real(): Date {
    return new Date(super.real().getTime() + this.millis);
  }
}

const [first, second, short] = [new TestIssuer('k1'), new TestIssuer('k2'), new TestIssuer('short', 1024)];
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';
const minutes = 60_000;
const hours = 60 * minutes;

describe("Entra's keys", () => {
  const clock = new TurnedClock();
  let provider: IdentityProvider;
  let keys: EntraKeys;
  let changes: number;
  const find = (kid: string, version: '1.0' | '2.0' = '2.0') => keys.find({ kid, version, tenantId });
  const fetches = (): number => provider.asked.filter((path) => path.includes('openid-configuration')).length;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    provider = await new IdentityProvider().listen();
    provider.keys = [first.jwk()];
    clock.millis = 0;
    changes = 0;
    keys = new EntraKeys({ azureMetadataUrl: undefined, azureTenantIds: [tenantId] }, provider.fetcher, clock);
    keys.onChange(() => (changes += 1));
  });

  afterEach(() => provider.close());

  it('are fetched once for everybody who waits, and kept', async () => {
    const found = await Promise.all(Array.from({ length: 20 }, () => find('k1')));
    expect(new Set(found.map((key) => key?.pem))).toEqual(new Set([first.publicPem]));
    expect(found[0]?.issuers).toContain(`https://login.microsoftonline.com/${tenantId}/v2.0`);
    expect(provider.asked).toEqual([
      `/${tenantId}/v2.0/.well-known/openid-configuration`,
      `/${tenantId}/discovery/v2.0/keys`,
    ]);
    expect(changes).toBe(1);
  });

  it('of version 1.0 tokens come from the metadata of version 1.0', async () => {
    expect((await find('k1', '1.0'))?.issuers).toContain(`https://sts.windows.net/${tenantId}/`);
    expect(provider.asked).toEqual([`/${tenantId}/.well-known/openid-configuration`, `/${tenantId}/discovery/keys`]);
  });

  it('are never looked for on behalf of a tenant that is not ours', async () => {
    expect(await keys.find({ kid: 'k1', version: '2.0', tenantId: personal })).toBeUndefined();
    expect(provider.asked).toEqual([]);
  });

  it('are RSA signing keys of 2,048 bits or more; others are passed over', async () => {
    const unfit = { kid: 'k2', use: 'enc' };
    provider.keys = [
      second.jwk(unfit),
      { ...second.jwk(), kty: 'EC' },
      second.jwk({ n: '!' }),
      second.jwk({ kid: 7 }),
      short.jwk(),
      first.jwk(),
    ];
    expect(await find('k1')).toBeDefined();
    expect(await find('k2')).toBeUndefined();
    expect(await find('short')).toBeUndefined();
  });

  it.each([
    ['any tenant', 'https://login.microsoftonline.com/{tenantid}/v2.0', true],
    ['our tenant', `https://login.microsoftonline.com/${tenantId}/v2.0`, true],
    ['nobody in particular', undefined, true],
    ['personal accounts', `https://login.microsoftonline.com/${personal}/v2.0`, false],
  ])('that are for %s serve their issuers only', async (_, issuer, serves) => {
    provider.keys = [first.jwk({ issuer })];
    expect((await find('k1'))?.issuers.includes(`https://login.microsoftonline.com/${tenantId}/v2.0`)).toBe(serves);
  });

  it('are looked for again when one is unknown: a new key is accepted at once', async () => {
    await find('k1');
    provider.keys = [first.jwk(), second.jwk()];
    expect((await find('k2'))?.pem).toBe(second.publicPem);
    expect([fetches(), changes]).toEqual([2, 2]);
  });

  it('are fetched at most every 30 seconds for keys that do not exist', async () => {
    await find('k1');
    for (let attempt = 0; attempt < 50; attempt += 1) expect(await find(`invented-${attempt}`)).toBeUndefined();
    await Promise.all(Array.from({ length: 50 }, (_, attempt) => find(`invented-too-${attempt}`)));
    expect(fetches()).toBe(2);
    clock.millis = 31_000;
    await Promise.all(Array.from({ length: 50 }, (_, attempt) => find(`invented-again-${attempt}`)));
    expect(fetches()).toBe(3);
    expect(changes).toBe(1);
  });

  it('are dropped when they are published no more', async () => {
    await find('k1');
    provider.keys = [second.jwk()];
    await find('k2');
    expect(await find('k1')).toBeUndefined();
  });

  it('are renewed after an hour without anybody waiting', async () => {
    await find('k1');
    clock.millis = 61 * minutes;
    provider.misbehaves = 'never answers';
    expect(await find('k1')).toBeDefined();
  });

  it.each(Object.keys(misbehaviours) as (keyof typeof misbehaviours)[])(
    'are refused with 503 when there never were any and the identity provider %s',
    async (misbehaviour) => {
      provider.misbehaves = misbehaviour;
      await expect(find('k1')).rejects.toMatchObject({ code: 'ServiceUnavailable' });
      const asked = provider.asked.length;
      await expect(find('k1')).rejects.toMatchObject({ code: 'ServiceUnavailable' });
      expect(provider.asked.length).toBe(asked);
      provider.misbehaves = undefined;
      clock.millis = 2_000;
      expect(await find('k1')).toBeDefined();
    },
    8_000,
  );

  it.each(Object.keys(misbehaviours).filter((name) => name !== 'never answers') as (keyof typeof misbehaviours)[])(
    'are used for another day while the identity provider %s',
    async (misbehaviour) => {
      await find('k1');
      provider.misbehaves = misbehaviour;
      clock.millis = 23 * hours;
      expect(await find('k1')).toBeDefined();
      expect(await find('invented')).toBeUndefined();
      clock.millis = 25 * hours;
      await expect(find('k1')).rejects.toMatchObject({ code: 'ServiceUnavailable' });
    },
  );
});

describe('a metadata address', () => {
  it('is the configured one, with or without /v2.0 as the token asks', () => {
    const [one, two] = [
      'https://host/{tenantid}/.well-known/openid-configuration',
      'https://host/{tenantid}/v2.0/.well-known/openid-configuration',
    ];
    for (const configured of [one, two]) {
      expect(metadataUrlOf(configured, '1.0')).toBe(one);
      expect(metadataUrlOf(configured, '2.0')).toBe(two);
    }
    expect(metadataUrlOf('https://host:8443/t/v2.0/.well-known/openid-configuration?appid=1', '1.0')).toBe(
      'https://host:8443/t/.well-known/openid-configuration?appid=1',
    );
  });
});
