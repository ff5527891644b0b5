import { describe, expect, it } from '@jest/globals';
import type { Caller } from './caller.js';
import { permissionRefusal, whatWouldDo } from './permission-refusal.js';
import type { Admission } from './token-policy.js';

const now = new Date('2026-01-01T12:00:00Z');

function admissionOf(caller: Partial<Caller>, members: Partial<Admission> = {}): Admission {
  return {
    caller: {
      kind: 'user',
      tenantId: 't',
      objectId: 'o',
      applicationId: 'a',
      permissions: [],
      directoryRoles: [],
      ...caller,
    },
    issuedAt: new Date('2026-01-01T11:00:00Z'),
    expiresAt: new Date('2026-01-01T13:00:00Z'),
    takesChallenges: false,
    ...members,
  };
}

const reader = { permissions: ['EntitlementManagement.Read.All'] };
const writerWithoutRole = { permissions: ['EntitlementManagement.ReadWrite.All'] };

describe('a missing permission', () => {
  it('is no refusal when nothing is missing', () => {
    expect(permissionRefusal(admissionOf(reader), 'entitlements.read', now)).toBeUndefined();
  });

  it('is explained to a person: what would do, and what the token has', () => {
    const refusal = permissionRefusal(admissionOf(reader), 'entitlements.write', now);
    expect(refusal).toMatchObject({
      code: 'UnAuthorized',
      message:
        'This operation needs the delegated permission EntitlementManagement.ReadWrite.All and one of the directory roles ' +
        'IdentityGovernanceAdministrator, GlobalAdministrator. The token has only EntitlementManagement.Read.All.',
    });
    expect(refusal?.headers?.['www-authenticate']).toContain(
      'error="insufficient_scope", scope="EntitlementManagement.ReadWrite.All"',
    );
  });

  it('is explained to an application in its own words', () => {
    expect(permissionRefusal(admissionOf({ kind: 'application' }), 'entitlements.read', now)?.message).toBe(
      'This operation needs the application permission EntitlementManagement.Read.All or EntitlementManagement.ReadWrite.All, or the role Catalog owner or Catalog reader or Access package manager or Access package assignment manager. The token has no permission.',
    );
  });

  it('is told from a missing role', () => {
    expect(permissionRefusal(admissionOf(writerWithoutRole), 'entitlements.write', now)?.message).toContain(
      'The token has the permission and none of these roles.',
    );
  });

  it('becomes a claims challenge when a role may have been activated since, and the client takes challenges', () => {
    const old = admissionOf(writerWithoutRole, { takesChallenges: true });
    const refusal = permissionRefusal(old, 'entitlements.write', now);
    expect(refusal?.code).toBe('InvalidAuthenticationToken');
    const [, claims = ''] =
      /error="insufficient_claims", claims="([^"]+)"/.exec(refusal?.headers?.['www-authenticate'] ?? '') ?? [];
    expect(JSON.parse(Buffer.from(claims, 'base64').toString())).toEqual({
      access_token: { nbf: { essential: true, value: String(now.getTime() / 1000) } },
    });
  });

  it('stays a refusal when the token is new, or no role would help', () => {
    const fresh = admissionOf(writerWithoutRole, { takesChallenges: true, issuedAt: new Date('2026-01-01T11:58:00Z') });
    expect(permissionRefusal(fresh, 'entitlements.write', now)?.code).toBe('UnAuthorized');
    expect(permissionRefusal(admissionOf(reader, { takesChallenges: true }), 'entitlements.write', now)?.code).toBe(
      'UnAuthorized',
    );
  });

  it('is not asked of those for whom an operation is not meant', () => {
    expect(whatWouldDo({ kind: 'application' }, { delegated: ['A'], application: [] })).toBe('a signed-in user');
    expect(whatWouldDo({ kind: 'user' }, { delegated: [], application: ['A'] })).toBe('an application');
  });
});
