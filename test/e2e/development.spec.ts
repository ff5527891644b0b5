import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createPublicKey } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { developmentClientId, DevelopmentKeys } from '../../src/platform/auth/keys/development-keys.js';
import { developmentTenantId } from '../../src/platform/development/personas.js';
import { guardedApp } from '../support/guarded-app.js';
import { createDatabase } from '../support/postgres.js';
import { clientId, goodClaims, personId, tenantId, TestIssuer } from '../support/tokens.js';

type Json = Record<string, unknown>;

const somebody = 'abcdef00-0000-4000-8000-00000000000f';

describe('development mode', () => {
  let app: NestFastifyApplication;
  let url: string;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ app, url, close } = await guardedApp());
  });

  afterAll(() => close());

  const ask = (body: unknown) =>
    fetch(`${url}/dev/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const tokenOf = async (body: unknown): Promise<string> =>
    String(((await (await ask(body)).json()) as Json).access_token);
  const who = async (token: string): Promise<Json> =>
    (await (await fetch(`${url}/v1.0/who`, { headers: { authorization: `Bearer ${token}` } })).json()) as Json;

  it('hands out an Entra-shaped token without asking who wants it', async () => {
    const answer = await ask({ as: 'user' });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const body = (await answer.json()) as Json;
    expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 });
    const token = String(body.access_token);
    const header = decodeProtectedHeader(token);
    expect(header).toEqual({ typ: 'JWT', alg: 'RS256', kid: expect.any(String) });
    const key = await app
      .get(DevelopmentKeys, { strict: false })
      .find({ kid: String(header.kid), version: '2.0', tenantId: developmentTenantId });
    const { payload } = await jwtVerify(token, createPublicKey(String(key?.pem)), {
      issuer: `https://login.microsoftonline.com/${developmentTenantId}/v2.0`,
      audience: developmentClientId,
    });
    expect(Object.keys(payload).sort()).toEqual(
      ['aud', 'azp', 'azpacr', 'exp', 'iat', 'iss', 'nbf', 'oid', 'scp', 'sub', 'tid', 'uti', 'ver', 'wids'].sort(),
    );
  });

  it('lets anybody be anybody, in any tenant', async () => {
    const token = await tokenOf({
      as: 'user',
      oid: somebody.toUpperCase(),
      tid: tenantId,
      scp: 'EntitlementManagement.Read.All',
      roles: ['GlobalAdministrator'],
    });
    expect(await who(token)).toEqual({
      kind: 'user',
      tenantId,
      objectId: somebody,
      applicationId: expect.any(String),
      permissions: ['EntitlementManagement.Read.All'],
      directoryRoles: ['62e90394-69f5-4237-9190-012177145e10'],
    });
  });

  it('lets anybody be an application', async () => {
    const token = await tokenOf({ as: 'app', roles: ['EntitlementManagement.Read.All'] });
    expect(decodeJwt(token)).toMatchObject({ idtyp: 'app', roles: ['EntitlementManagement.Read.All'] });
    expect(await who(token)).toMatchObject({ kind: 'application', tenantId: developmentTenantId });
  });

  it('keeps to the lifetime it is asked for', async () => {
    const body = (await (await ask({ as: 'user', expiresIn: 120 })).json()) as Json;
    const { exp = 0, iat = 0 } = decodeJwt(String(body.access_token));
    expect([body.expires_in, exp - iat]).toEqual([120, 120]);
  });

  it('accepts tokens of its own key only', async () => {
    const forged = new TestIssuer('k1').token({ ...goodClaims.v2User(), aud: developmentClientId });
    expect(await who(forged)).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
    const { kid } = decodeProtectedHeader(await tokenOf({ as: 'user' }));
    const impostor = new TestIssuer(String(kid)).token({ ...goodClaims.v2User(), aud: developmentClientId });
    expect(await who(impostor)).toMatchObject({ error: { message: "The token's signature is not valid." } });
  });

  it.each<[string, unknown, string]>([
    ['nothing', {}, "'as'"],
    ['another kind', { as: 'admin' }, "'as'"],
    ['an oid that is no GUID', { as: 'user', oid: 'mia' }, "'oid'"],
    ['an oid that is a number', { as: 'user', oid: 7 }, "'oid'"],
    ['a tid that is a list', { as: 'user', tid: [tenantId] }, "'tid'"],
    ['scopes that are a list', { as: 'user', scp: ['User.Read'] }, "'scp'"],
    ['no scope at all', { as: 'user', scp: '' }, "'scp'"],
    ['scopes for an application', { as: 'app', scp: 'User.Read' }, "'scp'"],
    ['roles that are a text', { as: 'user', roles: 'GlobalAdministrator' }, "'roles'"],
    ['roles that are numbers', { as: 'app', roles: [7] }, "'roles'"],
    ['a role nobody knows', { as: 'user', roles: ['Owner'] }, "'Owner'"],
    ['a lifetime that is a text', { as: 'user', expiresIn: 'long' }, "'expiresIn'"],
    ['a lifetime of nothing', { as: 'user', expiresIn: 0 }, "'expiresIn'"],
    ['a lifetime of two days', { as: 'user', expiresIn: 172_800 }, "'expiresIn'"],
    ['a member it does not know', { as: 'user', role: 'GlobalAdministrator' }, "'role'"],
  ])('refuses %s and names the member', async (_, body, name) => {
    const answer = await ask(body);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: expect.objectContaining({ code: 'InvalidModel', message: expect.stringContaining(name) }) },
    ]);
  });

  it('refuses what is no JSON object', async () => {
    for (const body of [[], 'user', null, 7]) expect((await ask(body)).status).toBe(400);
    expect((await fetch(`${url}/dev/token`, { method: 'POST' })).status).toBe(400);
  });

  it('introduces the people one can be', async () => {
    const { value } = (await (await fetch(`${url}/dev/personas`)).json()) as { value: Json[] };
    expect(value.map(({ kind }) => kind)).toEqual(['administrator', 'approver', 'user', 'user', 'user', 'outsideUser']);
    for (const persona of value) {
      expect(Object.keys(persona)).toEqual(['id', 'displayName', 'userPrincipalName', 'kind']);
      expect(await who(await tokenOf({ as: 'user', oid: persona.id }))).toMatchObject({ objectId: persona.id });
    }
  });
});

describe('development tokens', () => {
  it('of one process are accepted by every other on the same database, and by none on another', async () => {
    const [database, foreign] = await Promise.all([createDatabase(), createDatabase()]);
    const servers = await Promise.all(
      [database, database, foreign].map(({ url }) =>
        guardedApp({ env: { DATABASE_URL: url, AUTH_MODE: 'development' } }),
      ),
    );
    try {
      const tokens = await Promise.all(
        servers.map(async ({ url }) => {
          const answer = await fetch(`${url}/dev/token`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"as":"user"}',
          });
          return String(((await answer.json()) as Json).access_token);
        }),
      );
      const statuses = await Promise.all(
        servers.map(({ url }) =>
          Promise.all(
            tokens.map(
              async (token) => (await fetch(`${url}/who`, { headers: { authorization: `Bearer ${token}` } })).status,
            ),
          ),
        ),
      );
      expect(statuses).toEqual([
        [200, 200, 401],
        [200, 200, 401],
        [401, 401, 200],
      ]);
    } finally {
      await Promise.all(servers.map(({ close }) => close()));
      await Promise.all([database.drop(), foreign.drop()]);
    }
  });

  it('are neither issued nor accepted beside Entra', async () => {
    const { app, url, close } = await guardedApp({ env: { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId } });
    try {
      expect(
        (
          await fetch(`${url}/dev/token`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"as":"user"}',
          })
        ).status,
      ).toBe(401);
      expect((await fetch(`${url}/dev/personas`)).status).toBe(401);
      const token = await app
        .get(DevelopmentKeys, { strict: false })
        .sign({ ...goodClaims.v2User({ oid: personId, tid: developmentTenantId }), aud: developmentClientId });
      expect((await fetch(`${url}/who`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
    } finally {
      await close();
    }
  });
});
