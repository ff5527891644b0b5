import type { Claims } from '../../src/platform/auth/bearer-token.js';
import { admit, type TokenExpectations } from '../../src/platform/auth/token-policy.js';
import { DomainError } from '../../src/platform/errors/domain-error.js';

export const tid = '11111111-1111-4111-8111-111111111111';
export const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';
export const clientId = '22222222-2222-4222-8222-222222222222';
export const oid = '33333333-3333-4333-8333-333333333333';
export const client = '44444444-4444-4444-8444-444444444444';
export const now = new Date('2026-01-01T12:00:00Z');
export const at = (seconds: number): number => now.getTime() / 1000 + seconds;

export const expected: TokenExpectations = {
  clientId,
  appIdUris: ['api://entitlements', 'https://entitlements.contoso.example'],
  tenantIds: [tid],
  allowPersonalIdp: false,
};

export const v2User: Claims = {
  ver: '2.0',
  tid,
  oid,
  sub: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
  iss: `https://login.microsoftonline.com/${tid}/v2.0`,
  aud: clientId,
  azp: client,
  iat: at(-60),
  nbf: at(-60),
  exp: at(3600),
  scp: 'EntitlementManagement.Read.All  EntitlementMgmt-SubjectAccess.ReadWrite ',
  wids: ['62E90394-69F5-4237-9190-012177145E10'],
};
export const v2App: Claims = {
  ...v2User,
  scp: undefined,
  wids: undefined,
  sub: oid,
  idtyp: 'app',
  roles: ['EntitlementManagement.ReadWrite.All'],
};
export const v1: Claims = {
  ...v2User,
  ver: '1.0',
  iss: `https://sts.windows.net/${tid}/`,
  azp: undefined,
  appid: client,
};

/** What the policy says to these claims. */
export function refusalOf(claims: Claims, expectations = expected): string {
  try {
    admit(claims, expectations, now);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'InvalidAuthenticationToken') return error.message;
    throw error;
  }
  return 'admitted';
}
