import { describe, expect, it } from '@jest/globals';
import {
  at,
  client,
  clientId,
  expected,
  now,
  oid,
  refusalOf,
  tid,
  v1,
  v2App,
  v2User,
} from '../../../test/support/policy-claims.js';
import { admit } from './token-policy.js';

describe('the token policy admits', () => {
  it('a person, with the delegated scopes and the directory roles of the token', () => {
    expect(admit(v2User, expected, now)).toEqual({
      caller: {
        kind: 'user',
        tenantId: tid,
        objectId: oid,
        applicationId: client,
        permissions: ['EntitlementManagement.Read.All', 'EntitlementMgmt-SubjectAccess.ReadWrite'],
        directoryRoles: ['62e90394-69f5-4237-9190-012177145e10'],
      },
      issuedAt: new Date(at(-60) * 1000),
      expiresAt: new Date(at(3600) * 1000),
      takesChallenges: false,
    });
  });

  it('an application, with the permissions of the token and never a directory role', () => {
    const { caller } = admit({ ...v2App, wids: ['62e90394-69f5-4237-9190-012177145e10'] }, expected, now);
    expect(caller).toMatchObject({
      kind: 'application',
      permissions: ['EntitlementManagement.ReadWrite.All'],
      directoryRoles: [],
    });
    expect(admit({ ...v2App, roles: undefined }, expected, now).caller).toMatchObject({
      kind: 'application',
      permissions: [],
    });
    expect(admit({ ...v2App, idtyp: undefined }, expected, now).caller.kind).toBe('application');
    expect(admit({ ...v2App, idtyp: undefined, roles: undefined }, expected, now).caller.kind).toBe('application');
  });

  it('an application whose subject is its object id in other letters', () => {
    const own = 'abcdef00-0000-4000-8000-000000000000';
    for (const [one, other] of [
      [own, own.toUpperCase()],
      [own.toUpperCase(), own],
    ]) {
      const { caller } = admit({ ...v2App, idtyp: undefined, oid: one, sub: other }, expected, now);
      expect(caller).toMatchObject({ kind: 'application', objectId: own });
    }
  });

  it('a person whose token also has app roles, and takes only the scopes', () => {
    const { caller } = admit(
      { ...v2User, idtyp: 'user', roles: ['EntitlementManagement.ReadWrite.All'] },
      expected,
      now,
    );
    expect(caller).toMatchObject({
      kind: 'user',
      permissions: expect.not.arrayContaining(['EntitlementManagement.ReadWrite.All']),
    });
  });

  it('a person without directory roles', () => {
    expect(admit({ ...v2User, wids: undefined }, expected, now).caller.directoryRoles).toEqual([]);
  });

  it('version 1.0 tokens for the client id or an App ID URI', () => {
    for (const aud of [clientId, ...expected.appIdUris]) {
      expect(admit({ ...v1, aud }, expected, now).caller.applicationId).toBe(client);
    }
  });

  it('ids in upper case, and knows them in lower case', () => {
    const { caller } = admit(
      { ...v2User, tid: tid.toUpperCase(), oid: 'ABCDEF00-0000-4000-8000-000000000000' },
      expected,
      now,
    );
    expect(caller).toMatchObject({ tenantId: tid, objectId: 'abcdef00-0000-4000-8000-000000000000' });
  });

  it('a clock that is up to a minute off', () => {
    expect(refusalOf({ ...v2User, iat: at(60), nbf: at(60) })).toBe('admitted');
    expect(refusalOf({ ...v2User, exp: at(-59) })).toBe('admitted');
  });

  it('the 28 hours of a token under continuous access evaluation', () => {
    expect(refusalOf({ ...v2User, exp: at(28 * 3600) })).toBe('admitted');
  });

  it('every tenant where none is named, and personal guests where they are allowed', () => {
    const other = '55555555-5555-4555-8555-555555555555';
    const ofAnother = { ...v2User, tid: other, iss: `https://login.microsoftonline.com/${other}/v2.0` };
    expect(refusalOf(ofAnother, { ...expected, tenantIds: undefined })).toBe('admitted');
    expect(refusalOf({ ...v2User, idp: 'live.com' }, { ...expected, allowPersonalIdp: true })).toBe('admitted');
    expect(refusalOf({ ...v2User, idp: `https://sts.windows.net/${other}/` })).toBe('admitted');
    expect(refusalOf({ ...v2User, idp: 'olive.com' })).toBe('admitted');
  });

  it('tokens with too many groups, whose groups are unknown and never asked for', () => {
    expect(refusalOf({ ...v2User, hasgroups: true, _claim_names: { groups: 'src1' } })).toBe('admitted');
  });

  it('clients that take claims challenges, and remembers it', () => {
    expect(admit({ ...v2User, xms_cc: ['cp1'] }, expected, now).takesChallenges).toBe(true);
    expect(admit({ ...v2User, xms_cc: 'cp1' }, expected, now).takesChallenges).toBe(true);
    expect(admit({ ...v2User, xms_cc: ['x', 'CP1'] }, expected, now).takesChallenges).toBe(true);
  });
});
