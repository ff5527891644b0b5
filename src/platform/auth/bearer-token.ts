import { firstRefusal, type Rule } from '../domain/rules.js';
import { DomainError } from '../errors/domain-error.js';
import { valuesOf } from '../calls/raw-headers.js';
import { unauthenticated } from './challenges.js';

/** What a token says; nothing of it is true before its signature was verified. */
export type Claims = Readonly<Record<string, unknown>>;

/** A token as a call presents it: well formed, not yet believed. */
export interface PresentedToken {
  readonly raw: string;
  readonly kid: string;
  readonly claims: Claims;
}

/** The parts of a call in which tokens come, as Fastify has them. */
export interface Call {
  readonly url: string;
  readonly body?: unknown;
  readonly raw: { readonly rawHeaders: string[] };
}

const longest = 12 * 1024;
const segment = /^[A-Za-z0-9_-]+$/;

/** Finds the one bearer token of a call. */
export function tokenIn(call: Call): string {
  refuseTokensElsewhere(call);
  return tokenOf(authorizationOf(call.raw));
}

/** Finds the one bearer token of a call and reads it, without any cryptography. */
export function presentedToken(call: Call): PresentedToken {
  const raw = tokenIn(call);
  if (raw.length > longest) throw unauthenticated('The token is longer than 12 KiB.');
  const segments = raw.split('.');
  if (segments.length !== 3 || !segments.every((part) => segment.test(part))) {
    throw unauthenticated('The token is not a signed JSON Web Token of three base64url parts.');
  }
  const [header, claims] = segments.map(asObject);
  if (!header || !claims) throw unauthenticated('The token does not hold JSON objects.');
  const fault = firstRefusal(headerRules, header);
  if (fault !== undefined) throw unauthenticated(fault);
  return { raw, kid: String(header.kid), claims };
}

function refuseTokensElsewhere({ url, body }: Call): void {
  const mark = url.indexOf('?');
  const inQuery = mark >= 0 && new URLSearchParams(url.slice(mark)).has('access_token');
  const inBody = typeof body === 'object' && body !== null && Object.hasOwn(body, 'access_token');
  if (inQuery || inBody) {
    throw new DomainError(
      'BadRequest',
      'Send the access token in the Authorization header, never in the address or body.',
    );
  }
}

function authorizationOf(raw: Call['raw']): string {
  const found = valuesOf(raw, 'authorization');
  if (found.length > 1) throw unauthenticated('The request has more than one Authorization header.');
  if (!found[0]) throw unauthenticated("The request needs a token in an 'Authorization: Bearer' header.");
  return found[0];
}

function tokenOf(authorization: string): string {
  const [scheme = '', token, ...rest] = authorization.split(' ').filter(Boolean);
  if (scheme.toLowerCase() !== 'bearer')
    throw unauthenticated("The scheme of the Authorization header must be 'Bearer'.");
  if (!token || rest.length > 0) throw unauthenticated("The Authorization header must be 'Bearer' and one token.");
  return token;
}

function asObject(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

type HeaderRule = Rule<Claims, string>;

const signedWithRs256: HeaderRule = ({ alg }) => (alg === 'RS256' ? undefined : "The token's 'alg' must be RS256.");

const typedAsJwt: HeaderRule = ({ typ }) => (typ === 'JWT' ? undefined : "The token's 'typ' must be JWT.");

const namesItsKey: HeaderRule = ({ kid }) =>
  typeof kid === 'string' && kid.length > 0 && kid.length <= 128
    ? undefined
    : "The token's 'kid' must be a text of at most 128 characters.";

// The library prefers 'x5t' over 'kid' when both are there.
const namesOneKey: HeaderRule = ({ kid, x5t }) =>
  x5t === undefined || x5t === kid ? undefined : "The token's 'x5t' and 'kid' must be the same.";

const bringsNoKeyOrRule: HeaderRule = (header) => {
  const found = ['crit', 'b64', 'jku', 'x5u', 'x5c', 'jwk'].find((name) => Object.hasOwn(header, name));
  return found && `The token's header must not have '${found}'.`;
};

/** What a token's header must be; the order is that of the refusals. */
export const headerRules: readonly HeaderRule[] = [
  signedWithRs256,
  typedAsJwt,
  bringsNoKeyOrRule,
  namesItsKey,
  namesOneKey,
];
