import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../errors/domain-error.js';
import { type Call, presentedToken } from './bearer-token.js';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const tokenWith = (header: object = {}, claims: unknown = { sub: 'somebody' }): string =>
  `${encoded({ typ: 'JWT', alg: 'RS256', kid: 'k1', ...header })}.${encoded(claims)}.c2lnbmF0dXJl`;

const callWith = (...authorizations: string[]): Call => ({
  url: '/v1.0/users?$top=1',
  raw: { rawHeaders: ['Host', 'here', ...authorizations.flatMap((value) => ['Authorization', value])] },
});

function refusalOf(call: Call): DomainError {
  try {
    presentedToken(call);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('The call was not refused.');
}

describe('a bearer token', () => {
  it('is read from the one Authorization header, its scheme in any case', () => {
    const raw = tokenWith();
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      expect(presentedToken(callWith(`${scheme} ${raw}`))).toEqual({ raw, kid: 'k1', claims: { sub: 'somebody' } });
    }
    expect(presentedToken({ url: '/', raw: { rawHeaders: ['AUTHORIZATION', `Bearer  ${raw}`] } }).raw).toBe(raw);
    expect(presentedToken(callWith(`Bearer ${tokenWith({ x5t: 'k1' })}`)).kid).toBe('k1');
  });

  it.each<[string, Call]>([
    ['no header', callWith()],
    ['an empty header', callWith('')],
    ['two headers', callWith(`Bearer ${tokenWith()}`, `Bearer ${tokenWith()}`)],
    ['another scheme', callWith('Basic dXNlcjpwYXNz')],
    ['no scheme', callWith(tokenWith())],
    ['a scheme alone', callWith('Bearer')],
    ['two tokens', callWith(`Bearer ${tokenWith()} ${tokenWith()}`)],
    ['a comma and another token', callWith(`Bearer ${tokenWith()},${tokenWith()}`)],
    ['more than 12 KiB', callWith(`Bearer ${tokenWith({}, { padding: 'x'.repeat(12 * 1024) })}`)],
    ['two parts', callWith(`Bearer ${tokenWith().split('.').slice(0, 2).join('.')}`)],
    ['four parts', callWith(`Bearer ${tokenWith()}.more`)],
    ['no signature', callWith(`Bearer ${tokenWith().replace(/[^.]*$/, '')}`)],
    ['no claims', callWith(`Bearer ${encoded({ typ: 'JWT', alg: 'RS256', kid: 'k1' })}..c2ln`)],
    ['padding', callWith(`Bearer ${tokenWith()}==`)],
    ['characters outside base64url', callWith('Bearer a+b.c/d.e')],
    ['a header that is no JSON', callWith(`Bearer ${Buffer.from('{').toString('base64url')}.e30.c2ln`)],
    [
      'claims that are no JSON',
      callWith(`Bearer ${tokenWith().split('.')[0]}.${Buffer.from('no').toString('base64url')}.c2ln`),
    ],
    ['claims that are a list', callWith(`Bearer ${tokenWith({}, ['claims'])}`)],
    ['claims that are null', callWith(`Bearer ${tokenWith({}, null)}`)],
    ['alg none', callWith(`Bearer ${tokenWith({ alg: 'none' })}`)],
    ['alg HS256', callWith(`Bearer ${tokenWith({ alg: 'HS256' })}`)],
    ['alg PS256', callWith(`Bearer ${tokenWith({ alg: 'PS256' })}`)],
    ['alg in another case', callWith(`Bearer ${tokenWith({ alg: 'rs256' })}`)],
    ['alg as a list', callWith(`Bearer ${tokenWith({ alg: ['RS256'] })}`)],
    ['typ at+jwt', callWith(`Bearer ${tokenWith({ typ: 'at+jwt' })}`)],
    ['typ in another case', callWith(`Bearer ${tokenWith({ typ: 'jwt' })}`)],
    ['no typ', callWith(`Bearer ${tokenWith({ typ: undefined })}`)],
    ['no kid', callWith(`Bearer ${tokenWith({ kid: undefined })}`)],
    ['an empty kid', callWith(`Bearer ${tokenWith({ kid: '' })}`)],
    ['a kid that is a number', callWith(`Bearer ${tokenWith({ kid: 1 })}`)],
    ['a kid of 129 characters', callWith(`Bearer ${tokenWith({ kid: 'k'.repeat(129) })}`)],
    ['an x5t that is not the kid', callWith(`Bearer ${tokenWith({ x5t: 'k2' })}`)],
    ...['crit', 'b64', 'jku', 'x5u', 'x5c', 'jwk'].map((member): [string, Call] => [
      `the header member ${member}`,
      callWith(`Bearer ${tokenWith({ [member]: false })}`),
    ]),
  ])('is refused with %s', (_, call) => {
    const refusal = refusalOf(call);
    expect(refusal.code).toBe('InvalidAuthenticationToken');
    expect(refusal.headers?.['www-authenticate']).toMatch(
      /^Bearer realm="[^"]+", error="invalid_token", error_description="[^"]+"$/,
    );
    expect(refusal.message).not.toContain('c2ln');
  });

  it.each<[string, Partial<Call>]>([
    ['the query', { url: '/users?access_token=abc' }],
    ['the query, encoded', { url: '/users?$top=1&access%5Ftoken=abc' }],
    ['the body', { body: { access_token: 'abc' } }],
  ])('is refused in %s, even beside a good header', (_, where) => {
    expect(refusalOf({ ...callWith(`Bearer ${tokenWith()}`), ...where }).code).toBe('BadRequest');
    expect(refusalOf({ ...callWith(), ...where }).code).toBe('BadRequest');
  });

  it('says what is wrong in words that hold nothing of the token', () => {
    expect(refusalOf(callWith(`Bearer ${tokenWith({ jwk: { kty: 'RSA' } })}`)).message).toBe(
      "The token's header must not have 'jwk'.",
    );
  });
});
