import { DomainError } from '../errors/domain-error.js';

/** A `WWW-Authenticate: Bearer` value (RFC 6750, section 3). */
function bearer(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const parts = Object.entries({ realm: 'open-entitlements', ...attributes }).map(
    ([name, value]) => `${name}="${value.replace(/["\\]|[^\x20-\x7e]/g, '')}"`,
  );
  return { 'www-authenticate': `Bearer ${parts.join(', ')}` };
}

/** 401: nobody we know is asking; the message says what is wrong with the token and never holds any of it. */
export const unauthenticated = (message: string): DomainError =>
  new DomainError(
    'InvalidAuthenticationToken',
    message,
    bearer({ error: 'invalid_token', error_description: message }),
  );

/** 403: the caller is known and lacks a permission or a role. */
export const insufficientScope = (message: string, scopes: readonly string[]): DomainError =>
  new DomainError('UnAuthorized', message, bearer({ error: 'insufficient_scope', scope: scopes.join(' ') }));

/** 401 with a claims challenge: a client that understands it comes back with a token issued after this moment. */
export function freshTokenWanted(message: string, now: Date): DomainError {
  const after = Math.floor(now.getTime() / 1000);
  const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: String(after) } } });
  const challenge = { error: 'insufficient_claims', claims: Buffer.from(claims).toString('base64') };
  return new DomainError('InvalidAuthenticationToken', message, bearer(challenge));
}
