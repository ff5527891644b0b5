import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { Admissions } from '../../src/platform/auth/admissions.js';
import { guardedApp } from '../support/guarded-app.js';
import { IdentityProvider } from '../support/identity-provider.js';
import {
  clientId,
  encoded,
  goodClaims,
  hmacToken,
  inSeconds,
  personId,
  tenantId,
  TestIssuer,
} from '../support/tokens.js';

type Json = Record<string, unknown>;

const known = new TestIssuer('k1');
const ofPersonalAccounts = new TestIssuer('k-personal');
const unknown = new TestIssuer('k1');
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';
const azure = { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId };

describe('authentication with Entra', () => {
  let provider: IdentityProvider;
  let app: NestFastifyApplication;
  let url: string;
  let close: () => Promise<void>;
  const get = (headers: Record<string, string>, path = '/v1.0/who') => fetch(`${url}${path}`, { headers });
  const bearing = (token: string) => get({ authorization: `Bearer ${token}` });

  beforeAll(async () => {
    provider = await new IdentityProvider().listen();
    provider.keys = [
      known.jwk(),
      ofPersonalAccounts.jwk({ issuer: `https://login.microsoftonline.com/${personal}/v2.0` }),
    ];
    ({ app, url, close } = await guardedApp({ env: azure, fetcher: provider.fetcher }));
  });

  afterAll(async () => {
    await close();
    await provider.close();
  });

  describe('admits', () => {
    const { v2User, v2App, v1User, v1App } = goodClaims;
    const good: [string, Json, Json][] = [
      ['a person, version 2.0', v2User(), { kind: 'user', directoryRoles: ['62e90394-69f5-4237-9190-012177145e10'] }],
      [
        'an application, version 2.0',
        v2App(),
        { kind: 'application', permissions: ['EntitlementManagement.Read.All'] },
      ],
      ['a person, version 1.0', v1User(), { kind: 'user', permissions: ['EntitlementManagement.Read.All', 'openid'] }],
      ['a person, version 1.0, by client id', v1User({ aud: clientId }), { kind: 'user' }],
      ['an application, version 1.0', v1App(), { kind: 'application', directoryRoles: [] }],
      ['an application, version 1.0, with idtyp', v1App({ idtyp: 'app' }), { kind: 'application' }],
      ['a token of 28 hours', v2User({ exp: inSeconds(28 * 3600) }), { kind: 'user' }],
      [
        'a token that expired half a minute ago',
        v2User({ exp: inSeconds(-30), iat: inSeconds(-60), nbf: inSeconds(-60) }),
        { kind: 'user' },
      ],
    ];

    it.each(good)('%s, and jose agrees', async (_, claims, caller) => {
      const token = known.token(claims);
      const answer = await bearing(token);
      expect(await answer.json()).toMatchObject({ tenantId, objectId: personId, ...caller });
      const keys = createLocalJWKSet({ keys: [known.jwk()] });
      await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        typ: 'JWT',
        audience: String(claims.aud),
        issuer: String(claims.iss),
        clockTolerance: 60,
      });
    });

    it('the same token again without asking anybody', async () => {
      const token = known.token(goodClaims.v2User());
      await bearing(token);
      const [asked, kept] = [provider.asked.length, app.get(Admissions, { strict: false }).size];
      expect((await bearing(token)).status).toBe(200);
      expect([provider.asked.length, app.get(Admissions, { strict: false }).size]).toEqual([asked, kept]);
    });

    it('each of many callers at once as who they are', async () => {
      const people = Array.from({ length: 40 }, (_, each) => `33333333-3333-4333-8333-0000000000${10 + each}`);
      const admitted = await Promise.all(
        people.map(
          async (oid) => ((await (await bearing(known.token(goodClaims.v2User({ oid })))).json()) as Json).objectId,
        ),
      );
      expect(admitted).toEqual(people);
    });

    it('everybody to public routes, whatever they bring', async () => {
      expect((await get({}, '/anybody')).status).toBe(200);
      expect((await get({ authorization: 'Bearer nonsense' }, '/anybody')).status).toBe(200);
    });
  });

  describe('refuses', () => {
    const { v2User, v2App, v1User, v1App } = goodClaims;
    const user = known.token(v2User());
    const [head = '', body = '', signature = ''] = user.split('.');
    const hs256 = { alg: 'HS256', kid: 'k1' };
    const bad: [string, string][] = [
      ['alg none', `${encoded({ typ: 'JWT', alg: 'none', kid: 'k1' })}.${body}.`],
      ['alg none with a signature', `${encoded({ typ: 'JWT', alg: 'none', kid: 'k1' })}.${body}.${signature}`],
      ['HS256 with the public key as secret', hmacToken(v2User(), known.publicPem, hs256)],
      ['HS256 said to be RS256', hmacToken(v2User(), known.publicPem, { alg: 'RS256', kid: 'k1' })],
      ['RS384', known.token(v2User(), { alg: 'RS384' })],
      ['the key in the header', unknown.token(v2User(), { jwk: unknown.publicJwk() })],
      ['an address of keys', unknown.token(v2User(), { jku: 'https://evil.example/keys' })],
      ['an address of certificates', unknown.token(v2User(), { x5u: 'https://evil.example/cert' })],
      ['certificates', unknown.token(v2User(), { x5c: ['MIIB'] })],
      ['critical extensions', known.token(v2User(), { crit: ['exp'], exp: 1 })],
      ['an unencoded payload', known.token(v2User(), { b64: false })],
      ['an unknown kid', known.token(v2User(), { kid: 'k9' })],
      ['an unknown kid beside a known x5t', known.token(v2User(), { kid: 'k9', x5t: 'k1' })],
      ['no kid', known.token(v2User(), { kid: undefined })],
      ['a kid that is an object', known.token(v2User(), { kid: { k: 1 } })],
      ['typ at+jwt', known.token(v2User(), { typ: 'at+jwt' })],
      ['no typ', known.token(v2User(), { typ: undefined })],
      ['a signature by somebody else', unknown.token(v2User())],
      ['a signature of another token', `${head}.${encoded(v2User({ oid: tenantId }))}.${signature}`],
      ['a cut signature', user.slice(0, -4)],
      ['no signature', `${head}.${body}.`],
      ['two parts', `${head}.${body}`],
      ['four parts', `${user}.${signature}`],
      ['claims that are no JSON', known.token('{"tid":')],
      ['claims that are a list', known.token('[]')],
      ['claims that are a text', known.token('"admin"')],
      ['claims that are null', known.token('null')],
      ['no claims', known.token({})],
      ['another audience', known.token(v2User({ aud: personId }))],
      ['an array of audiences', known.token(v2User({ aud: [clientId] }))],
      ['the spn: alias', known.token(v2User({ aud: `spn:${clientId}` }))],
      ['an App ID URI in version 2.0', known.token(v2User({ aud: `api://${clientId}` }))],
      ['an audience in upper case', known.token(v1User({ aud: `API://${clientId}` }))],
      [
        'an issuer of another tenant',
        known.token(v2User({ iss: `https://login.microsoftonline.com/${personId}/v2.0` })),
      ],
      ['an issuer on another host', known.token(v2User({ iss: `https://evil.example/${tenantId}/v2.0` }))],
      ['an issuer in upper case', known.token(v2User({ iss: `HTTPS://LOGIN.MICROSOFTONLINE.COM/${tenantId}/V2.0` }))],
      ['another tid under our issuer', known.token(v2User({ tid: personId }))],
      [
        'personal accounts',
        known.token(v2User({ tid: personal, iss: `https://login.microsoftonline.com/${personal}/v2.0` })),
      ],
      ['personal accounts under our issuer', known.token(v2User({ tid: personal }))],
      ['a key for personal accounts', ofPersonalAccounts.token(v2User())],
      [
        'another tenant',
        known.token(v2User({ tid: personId, iss: `https://login.microsoftonline.com/${personId}/v2.0` })),
      ],
      ['version 1.0 with an issuer of 2.0', known.token(v2User({ ver: '1.0' }))],
      ['version 2.0 with an issuer of 1.0', known.token(v1User({ ver: '2.0' }))],
      ['version 3.0', known.token(v2User({ ver: '3.0' }))],
      ['no version', known.token(v2User({ ver: undefined }))],
      ['no tid', known.token(v2User({ tid: undefined }))],
      ['no oid', known.token(v2User({ oid: undefined }))],
      ['no sub', known.token(v2User({ sub: undefined }))],
      ['an application without sub', known.token(v1App({ sub: undefined }))],
      ['roles of an application with a subject of its own', known.token(v1App({ sub: 'cGFpcndpc2U' }))],
      ['roles of a person without scopes', known.token(v2User({ scp: undefined, roles: ['x'] }))],
      ['idtyp app with a subject of its own', known.token(v2App({ sub: 'cGFpcndpc2U' }))],
      ['idtyp user of an application', known.token(v2App({ idtyp: 'user' }))],
      ['idtyp in upper case', known.token(v2App({ idtyp: 'APP' }))],
      ['an email for an oid', known.token(v2User({ oid: 'mia@contoso.example' }))],
      ['no exp', known.token(v2User({ exp: undefined }))],
      ['no nbf', known.token(v2User({ nbf: undefined }))],
      ['no iat', known.token(v2User({ iat: undefined }))],
      ['an exp that is a text', known.token(v2User({ exp: String(inSeconds(600)) }))],
      ['an exp of 1e20', known.token(v2User({ exp: 1e20 }))],
      ['an exp of 1e400', known.token(JSON.stringify(v2User({ exp: 0 })).replace('"exp":0', '"exp":1e400'))],
      ['an exp that is negative', known.token(v2User({ exp: -1 }))],
      ['a life of more than 29 hours', known.token(v2User({ exp: inSeconds(30 * 3600) }))],
      ['an expired token', known.token(v2User({ iat: inSeconds(-4000), nbf: inSeconds(-4000), exp: inSeconds(-90) }))],
      ['a token not valid yet', known.token(v2User({ nbf: inSeconds(120) }))],
      ['a token of the future', known.token(v2User({ iat: inSeconds(120) }))],
      [
        'an end before its beginning',
        known.token(v2User({ iat: inSeconds(50), nbf: inSeconds(50), exp: inSeconds(40) })),
      ],
      ['an id token', known.token(v2User({ nonce: 'abc' }))],
      ['scopes and idtyp app', known.token(v2App({ scp: 'EntitlementManagement.Read.All' }))],
      ['neither scopes nor roles', known.token(v2User({ scp: undefined }))],
      ['scopes that are a number', known.token(v2User({ scp: 7 }))],
      ['scopes that are a list', known.token(v2User({ scp: ['EntitlementManagement.Read.All'] }))],
      ['roles that are an object', known.token(v2App({ roles: { 0: 'EntitlementManagement.Read.All', length: 1 } }))],
      ['no client', known.token(v2User({ azp: undefined }))],
      ['a guest with a personal account', known.token(v2User({ idp: 'live.com' }))],
      ['a guest with a personal account in other letters', known.token(v2User({ idp: 'Live.com' }))],
      ['a guest of the personal tenant', known.token(v2User({ idp: `https://sts.windows.net/${personal}/` }))],
      ['more than 12 KiB', known.token(v2User({ padding: 'x'.repeat(9_300) }))],
    ];

    it.each(bad)('%s', async (_, token) => {
      const answer = await bearing(token);
      const text = await answer.text();
      expect([answer.status, text]).toEqual([401, expect.stringContaining('"code":"InvalidAuthenticationToken"')]);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
      expect(text).not.toContain(token.slice(-40));
      expect(text).not.toMatch(/ at .*\.[jt]s|node_modules/);
    });

    it('all of these again, at once, and still admits a good one', async () => {
      const answers = await Promise.all(bad.map(async ([, token]) => (await bearing(token)).status));
      expect(new Set(answers)).toEqual(new Set([401]));
      expect((await bearing(user)).status).toBe(200);
    });

    it.each<[string, Record<string, string>]>([
      ['no header', {}],
      ['an empty header', { authorization: '' }],
      ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }],
      ['the scheme alone', { authorization: 'Bearer' }],
      ['a token without a scheme', { authorization: user }],
      ['two tokens', { authorization: `Bearer ${user} ${user}` }],
      ['a list of tokens', { authorization: `Bearer ${user}, Bearer ${user}` }],
    ])('%s', async (_, headers) => {
      const answer = await get(headers);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    });

    it('two Authorization headers, though both hold a good token', async () => {
      expect(await rawGet(url, ['Authorization', `Bearer ${user}`, 'authorization', `Bearer ${user}`])).toBe(401);
      expect(await rawGet(url, ['Authorization', `Bearer ${user}`])).toBe(200);
    });

    it('tokens in the address or the body, as a bad request', async () => {
      const authorization = `Bearer ${user}`;
      expect((await get({}, `/v1.0/who?access_token=${user}`)).status).toBe(400);
      expect((await get({ authorization }, `/v1.0/who?$top=1&access_token=${user}`)).status).toBe(400);
      const post = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ access_token: user }),
      };
      const answer = await fetch(`${url}/v1.0/who`, { ...post, headers: { ...post.headers, authorization } });
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('"code":"BadRequest"')]);
      expect((await fetch(`${url}/v1.0/who`, post)).status).toBe(401);
    });

    it('a missing permission with 403, and says which one would do', async () => {
      const answer = await bearing(known.token(v2User({ scp: 'User.Read' })));
      expect(answer.status).toBe(403);
      expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
      expect(await answer.json()).toMatchObject({
        error: {
          code: 'UnAuthorized',
          message: expect.stringContaining('EntitlementManagement.Read.All or EntitlementManagement.ReadWrite.All'),
        },
      });
    });
  });

  // The unknown keys of the tests before have used up the search of these 30 seconds for version 2.0, so this is 1.0.
  it('accepts a new key at once, and forgets whom a withdrawn key admitted', async () => {
    const next = new TestIssuer('k2');
    const claims = goodClaims.v1App();
    expect((await bearing(known.token(claims))).status).toBe(200);
    provider.keys = [next.jwk()];
    expect((await bearing(known.token(claims))).status).toBe(200);
    expect((await bearing(next.token(claims))).status).toBe(200);
    expect((await bearing(known.token(claims))).status).toBe(401);
    provider.keys = [known.jwk()];
  });
});

describe('authentication while the identity provider is away', () => {
  it('answers 503 when it never had a key, 401 to what is no token, and recovers', async () => {
    const provider = await new IdentityProvider().listen();
    provider.keys = [known.jwk()];
    provider.misbehaves = 'answers HTML';
    const { url, close } = await guardedApp({ env: azure, fetcher: provider.fetcher });
    const status = async (token: string) =>
      (await fetch(`${url}/v1.0/who`, { headers: { authorization: `Bearer ${token}` } })).status;
    try {
      const good = known.token(goodClaims.v2User());
      expect(await status('nonsense')).toBe(401);
      expect(provider.asked).toEqual([]);
      const answer = await fetch(`${url}/v1.0/who`, { headers: { authorization: `Bearer ${good}` } });
      expect([answer.status, answer.headers.has('retry-after')]).toEqual([503, true]);
      expect((await fetch(`${url}/anybody`)).status).toBe(200);
      provider.misbehaves = undefined;
      await new Promise((resolve) => setTimeout(resolve, 2_050));
      expect(await status(good)).toBe(200);
      provider.misbehaves = 'never answers';
      expect(await status(known.token(goodClaims.v2App()))).toBe(200);
    } finally {
      await close();
      await provider.close();
    }
  });
});

/** A call whose headers go out exactly as listed. */
function rawGet(url: string, headers: string[]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}/v1.0/who`, { headers: ['Host', new URL(url).host, ...headers] }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
