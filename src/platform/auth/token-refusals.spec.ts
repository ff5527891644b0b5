import { describe, expect, it } from '@jest/globals';
import {
  at,
  client,
  clientId,
  oid,
  personal,
  refusalOf,
  tid,
  v1,
  v2App,
  v2User,
} from '../../../test/support/policy-claims.js';
import type { Claims } from './bearer-token.js';
import { tokenRules } from './token-policy.js';

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
