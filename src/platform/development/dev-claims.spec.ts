import { describe, expect, it } from '@jest/globals';
import { developmentClientId } from '../auth/keys/development-keys.js';
import { directoryRoles } from '../../graph/index.js';
import { admit } from '../auth/token-policy.js';
import { claimsFor } from './dev-claims.js';
import type { DevTokenBody } from './dev-token.body.js';
import { administrator, developmentTenantId, personas } from './personas.js';

const now = new Date('2026-01-01T12:00:00Z');
const expected = { clientId: developmentClientId, appIdUris: [], tenantIds: undefined, allowPersonalIdp: false };
const callerOf = (asked: DevTokenBody) => admit(claimsFor(asked, now), expected, now).caller;
const somebody = '33333333-3333-4333-8333-333333333333';

describe('a development token', () => {
  it('that names nobody is for the administrator, with every scope and the role', () => {
    expect(callerOf({ as: 'user' })).toMatchObject({
      kind: 'user',
      tenantId: developmentTenantId,
      objectId: administrator.id,
      permissions: expect.arrayContaining([
        'EntitlementManagement.ReadWrite.All',
        'EntitlementMgmt-SubjectAccess.ReadWrite',
        'User.ReadWrite.All',
      ]),
      directoryRoles: [directoryRoles.IdentityGovernanceAdministrator],
    });
  });

  it('that names somebody gives no role', () => {
    expect(callerOf({ as: 'user', oid: somebody })).toMatchObject({ objectId: somebody, directoryRoles: [] });
    expect(callerOf({ as: 'user', roles: [] })).toMatchObject({ objectId: administrator.id, directoryRoles: [] });
  });

  it('knows directory roles by name and takes any GUID', () => {
    const everyRole = Object.keys(directoryRoles);
    expect(callerOf({ as: 'user', roles: everyRole }).directoryRoles).toEqual(Object.values(directoryRoles));
    expect(callerOf({ as: 'user', roles: [somebody.toUpperCase()] }).directoryRoles).toEqual([somebody]);
    expect(() => claimsFor({ as: 'user', roles: ['Administrator'] }, now)).toThrow("'roles' names 'Administrator'");
    expect(() => claimsFor({ as: 'user', roles: ['toString'] }, now)).toThrow("'roles' names 'toString'");
  });

  it('for an application has its roles as they are', () => {
    expect(callerOf({ as: 'app', roles: ['EntitlementManagement.ReadWrite.All', 'Anything'] })).toMatchObject({
      kind: 'application',
      permissions: ['EntitlementManagement.ReadWrite.All', 'Anything'],
      directoryRoles: [],
    });
    expect(callerOf({ as: 'app' }).permissions).toEqual([]);
    expect(() => claimsFor({ as: 'app', scp: 'User.Read' }, now)).toThrow("'scp' is for users only");
  });

  it('may be for another tenant, for less, and for shorter', () => {
    const caller = callerOf({ as: 'user', tid: somebody, scp: 'EntitlementManagement.Read.All' });
    expect(caller).toMatchObject({ tenantId: somebody, permissions: ['EntitlementManagement.Read.All'] });
    expect(claimsFor({ as: 'user', expiresIn: 60 }, now)).toMatchObject({ exp: now.getTime() / 1000 + 60 });
    expect(claimsFor({ as: 'user' }, now)).toMatchObject({ exp: now.getTime() / 1000 + 3600 });
  });

  it('names a scope at least', () => {
    expect(() => claimsFor({ as: 'user', scp: ' ' }, now)).toThrow("'scp' must name a permission");
  });
});

describe('the personas', () => {
  it('are an administrator, an approver, three users and one from outside, each with an id of their own', () => {
    expect(personas.map(({ kind }) => kind)).toEqual([
      'administrator',
      'approver',
      'user',
      'user',
      'user',
      'outsideUser',
    ]);
    expect(new Set(personas.map(({ id }) => id)).size).toBe(6);
  });
});
