import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../errors/domain-error.js';
import type { Claims } from './bearer-token.js';
import { admit, type TokenExpectations, tokenRules } from './token-policy.js';

const tid = '11111111-1111-4111-8111-111111111111';
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';
const clientId = '22222222-2222-4222-8222-222222222222';
const oid = '33333333-3333-4333-8333-333333333333';
const client = '44444444-4444-4444-8444-444444444444';
const now = new Date('2026-01-01T12:00:00Z');
const at = (seconds: number): number => now.getTime() / 1000 + seconds;

const expected: TokenExpectations = {
  clientId,
  appIdUris: ['api://entitlements', 'https://entitlements.contoso.example'],
  tenantIds: [tid],
  allowPersonalIdp: false,
};

const v2User: Claims = {
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
const v2App: Claims = {
  ...v2User,
  scp: undefined,
  wids: undefined,
  sub: oid,
  idtyp: 'app',
  roles: ['EntitlementManagement.ReadWrite.All'],
};
const v1: Claims = { ...v2User, ver: '1.0', iss: `https://sts.windows.net/${tid}/`, azp: undefined, appid: client };

function refusalOf(claims: Claims, expectations = expected): string {
  try {
    admit(claims, expectations, now);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'InvalidAuthenticationToken') return error.message;
    throw error;
  }
  return 'admitted';
}

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

describe('the token policy refuses', () => {
  const shape: [string, Claims, string][] = [
    ['no ver', { ver: undefined }, "'ver' must be '1.0' or '2.0'"],
    ['ver 3.0', { ver: '3.0' }, "'ver' must be '1.0' or '2.0'"],
    ['a ver that is a number', { ver: 2 }, "'ver' must be '1.0' or '2.0'"],
    ['no tid', { tid: undefined }, "'tid' must be a GUID"],
    ['a tid that is a domain', { tid: 'contoso.example' }, "'tid' must be a GUID"],
    ['no oid', { oid: undefined }, "'oid' must be a GUID"],
    ['an oid that is a list', { oid: [oid] }, "'oid' must be a GUID"],
    ['no sub', { sub: undefined }, "'sub' must be a text"],
    ['a sub that is a list', { sub: [oid] }, "'sub' must be a text"],
    ['a sub that is null', { sub: null }, "'sub' must be a text"],
    ['a sub that is blank', { sub: ' ' }, "'sub' must not be blank"],
    ['no iss', { iss: undefined }, "'iss' must be a text"],
    ['no aud', { aud: undefined }, "'aud' must be one text"],
    ['an aud that is a list of one', { aud: [clientId] }, "'aud' must be one text"],
    ['an aud that is a list of two', { aud: [clientId, 'other'] }, "'aud' must be one text"],
    ['no exp', { exp: undefined }, "'exp' must be a whole number of seconds"],
    ['no nbf', { nbf: undefined }, "'nbf' must be a whole number of seconds"],
    ['no iat', { iat: undefined }, "'iat' must be a whole number of seconds"],
    ['an exp that is a text', { exp: '1790000000' }, "'exp' must be a whole number of seconds"],
    ['an exp of 1e20', { exp: 1e20 }, "'exp' must be a whole number of seconds"],
    ['an exp with a fraction', { exp: at(10) + 0.5 }, "'exp' must be a whole number of seconds"],
    ['an iat that is negative', { iat: -1 }, "'iat' must not be negative"],
    ['an scp that is a number', { scp: 7 }, "'scp' must be a text"],
    ['an scp that is blank', { scp: ' ' }, "'scp' must name a permission"],
    ['roles that are a text', { roles: 'EntitlementManagement.ReadWrite.All' }, "'roles' must be an array of texts"],
    ['roles that are numbers', { roles: [7] }, "'roles' must be an array of texts"],
    ['wids that are a text', { wids: '62e90394-69f5-4237-9190-012177145e10' }, "'wids' must be an array of texts"],
    ['another idtyp', { idtyp: 'device' }, "'idtyp' must be 'app' or 'user'"],
    ['an azp that is no GUID', { azp: 'app' }, "'azp' must be a GUID"],
  ];
  const rules: [string, Claims, string][] = [
    [
      'personal accounts',
      { tid: personal, iss: `https://login.microsoftonline.com/${personal}/v2.0` },
      'Personal Microsoft accounts are not supported.',
    ],
    ['personal accounts under our issuer', { tid: personal }, 'Personal Microsoft accounts are not supported.'],
    [
      'another tenant',
      { tid: oid, iss: `https://login.microsoftonline.com/${oid}/v2.0` },
      "The token's tenant ('tid') is not accepted here.",
    ],
    [
      'an issuer of another tenant',
      { iss: `https://login.microsoftonline.com/${oid}/v2.0` },
      "issuer ('iss') does not fit",
    ],
    ['a version 1.0 issuer in version 2.0', { iss: `https://sts.windows.net/${tid}/` }, "issuer ('iss') does not fit"],
    ['a version 2.0 issuer in version 1.0', { ...v1, iss: v2User.iss }, "issuer ('iss') does not fit"],
    ['an issuer in upper case', { iss: String(v2User.iss).toUpperCase() }, "issuer ('iss') does not fit"],
    ['an issuer with more at its end', { iss: `${String(v2User.iss)}/more` }, "issuer ('iss') does not fit"],
    ['an issuer without https', { iss: `http://login.microsoftonline.com/${tid}/v2.0` }, "issuer ('iss') does not fit"],
    ['another audience', { aud: oid }, "audience ('aud') is not this server"],
    ['an audience in upper case', { aud: 'API://ENTITLEMENTS' }, "audience ('aud') is not this server"],
    ['the spn: alias', { aud: `spn:${clientId}` }, "audience ('aud') is not this server"],
    ['an App ID URI in version 2.0', { aud: 'api://entitlements' }, "audience ('aud') is not this server"],
    ['the audience of Graph', { aud: 'https://graph.microsoft.com' }, "audience ('aud') is not this server"],
    ['an end before the issue', { iat: at(30), nbf: at(-100), exp: at(20) }, "'exp' must be after its 'iat' and 'nbf'"],
    ['an end before the beginning', { nbf: at(50), exp: at(40) }, "'exp' must be after its 'iat' and 'nbf'"],
    ['a life of more than 29 hours', { exp: at(29 * 3600) }, 'valid for more than 29 hours'],
    ['expired tokens', { iat: at(-4000), nbf: at(-4000), exp: at(-60) }, 'has expired'],
    ['tokens not valid yet', { nbf: at(61) }, 'not valid yet'],
    ['tokens of the future', { iat: at(61) }, 'not valid yet'],
    ['id tokens', { nonce: 'abc' }, 'id token'],
    ['an application with scopes', { idtyp: 'app', roles: ['x'] }, "both 'idtyp: app' and 'scp'"],
    ['a user without scopes', { idtyp: 'user', scp: undefined, roles: ['x'] }, "has no 'scp'"],
    ['an application with scopes, its own subject', { idtyp: 'app', sub: oid }, "both 'idtyp: app' and 'scp'"],
    ['a user without scopes, their own subject', { ...v2App, idtyp: 'user' }, "has no 'scp'"],
    ['neither scopes nor roles', { scp: undefined }, "its 'sub' is not its 'oid'"],
    ['roles and another subject', { ...v2App, idtyp: undefined, sub: v2User.sub }, "its 'sub' is not its 'oid'"],
    ['idtyp: app and another subject', { ...v2App, sub: v2User.sub }, "its 'sub' is not its 'oid'"],
    ['a subject with more at its end', { ...v2App, sub: `${oid} ` }, "its 'sub' is not its 'oid'"],
    ['the client as the subject', { ...v2App, idtyp: undefined, sub: client }, "its 'sub' is not its 'oid'"],
    ['no client', { azp: undefined }, 'does not name its client'],
    ['the client claim of version 1.0 in version 2.0', { azp: undefined, appid: client }, 'does not name its client'],
    [
      'the client claim of version 2.0 in version 1.0',
      { ...v1, azp: client, appid: undefined },
      'does not name its client',
    ],
    ...['LIVE.com', 'Live.Com', 'https://login.live.com/', 'https://LIVE.COM', ' live.com '].map(
      (idp): [string, Claims, string] => [`guests from '${idp}'`, { idp }, 'Guests who sign in'],
    ),
    [
      'guests from the personal tenant in upper case',
      { idp: `HTTPS://STS.WINDOWS.NET/${personal.toUpperCase()}/` },
      'Guests who sign in',
    ],
    ['guests from live.com', { idp: 'live.com' }, 'Guests who sign in with a personal Microsoft account'],
    [
      'guests from the personal tenant',
      { idp: `https://sts.windows.net/${personal}/` },
      'Guests who sign in with a personal Microsoft account',
    ],
  ];

  it.each([...shape, ...rules])('%s', (_, members, message) => {
    expect(refusalOf({ ...v2User, ...members })).toContain(message);
  });

  it('by rules in this order, each of which some token breaks', () => {
    expect(tokenRules.map(({ name }) => name)).toEqual([
      'comesFromAnOrganization',
      'comesFromAnAcceptedTenant',
      'issuerNamesTheTenant',
      'isMeantForThisServer',
      'livesForwards',
      'livesShortly',
      'isNotExpired',
      'isValidAlready',
      'isNoIdToken',
      'isForAPersonOrAnApplication',
      'namesItsClient',
      'signedInAtWork',
    ]);
  });

  it('without repeating anything that the token says', () => {
    for (const [, members] of [...shape, ...rules]) {
      expect(refusalOf({ ...v2User, ...members })).not.toMatch(new RegExp(`${oid}|${clientId}|contoso`));
    }
  });
});
