import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { DevelopmentKeys } from '../../src/platform/auth/keys/development-keys.js';
import { claimsFor } from '../../src/platform/development/dev-claims.js';
import type { DevTokenBody } from '../../src/platform/development/dev-token.body.js';

type Json = Record<string, unknown>;

/** What `POST /dev/token` would answer, without the call. */
export const tokenFor = (app: INestApplicationContext, asked: DevTokenBody): Promise<string> =>
  app.get(DevelopmentKeys, { strict: false }).sign(claimsFor(asked, new Date()));

/** A key pair that signs whatever it is given, as an identity provider or an attacker would. */
export class TestIssuer {
  readonly privateKey: KeyObject;
  readonly publicPem: string;

  constructor(
    readonly kid: string,
    modulusLength = 2048,
  ) {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
    this.privateKey = privateKey;
    this.publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  /** The public key as a JWKS lists it. */
  jwk(members: Json = {}): Json {
    return { ...this.publicJwk(), use: 'sig', kid: this.kid, ...members };
  }

  publicJwk(): JsonWebKey {
    return createPublicKey(this.publicPem).export({ format: 'jwk' });
  }

  /** A token with any claims; a header member that is undefined is left out. */
  token(claims: Json | string, header: Json = {}): string {
    const signed = `${encoded({ typ: 'JWT', alg: 'RS256', kid: this.kid, ...header })}.${encoded(claims)}`;
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), this.privateKey).toString('base64url')}`;
  }
}

/** A token signed with a shared secret, as an attacker makes one out of a public key. */
export function hmacToken(claims: Json, secret: string, header: Json): string {
  const signed = `${encoded({ typ: 'JWT', alg: 'HS256', ...header })}.${encoded(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

export const encoded = (value: Json | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export const tenantId = '11111111-1111-4111-8111-111111111111';
export const clientId = '22222222-2222-4222-8222-222222222222';
export const personId = '33333333-3333-4333-8333-333333333333';
const callingApp = '44444444-4444-4444-8444-444444444444';

/** Seconds from now, as tokens count. */
export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

const common = (): Json => ({
  tid: tenantId,
  oid: personId,
  sub: 'Qm9iJ3MgcGFpcndpc2Ugc3ViamVjdA',
  iat: inSeconds(-5),
  nbf: inSeconds(-5),
  exp: inSeconds(3600),
});

/** Claims of a good access token of each kind; members given replace these, undefined ones are left out. */
export const goodClaims = {
  v2User: (members: Json = {}): Json => ({
    ...common(),
    ver: '2.0',
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    aud: clientId,
    azp: callingApp,
    scp: 'EntitlementManagement.Read.All openid',
    wids: ['62e90394-69f5-4237-9190-012177145e10'],
    ...members,
  }),
  v2App: (members: Json = {}): Json => ({
    ...goodClaims.v2User({ scp: undefined, wids: undefined }),
    sub: personId,
    idtyp: 'app',
    roles: ['EntitlementManagement.Read.All'],
    ...members,
  }),
  v1User: (members: Json = {}): Json => ({
    ...goodClaims.v2User({ azp: undefined }),
    ver: '1.0',
    iss: `https://sts.windows.net/${tenantId}/`,
    aud: `api://${clientId}`,
    appid: callingApp,
    ...members,
  }),
  v1App: (members: Json = {}): Json => ({
    ...goodClaims.v1User({ scp: undefined, wids: undefined }),
    sub: personId,
    roles: ['EntitlementManagement.Read.All'],
    ...members,
  }),
};
