import { z } from 'zod';
import { firstRefusal, type Rule } from '../domain/rules.js';
import type { Claims } from './bearer-token.js';
import type { Caller } from './caller.js';
import { unauthenticated } from './challenges.js';

/** For whom tokens must be issued, and by which tenants. */
export interface TokenExpectations {
  readonly clientId: string;
  /** App ID URIs, which v1.0 tokens may name instead of the client id. */
  readonly appIdUris: readonly string[];
  /** Undefined: every tenant, in development. */
  readonly tenantIds: readonly string[] | undefined;
  /** Whether guests may have signed in with a Microsoft account. */
  readonly allowPersonalIdp: boolean;
}

/** A caller with what was said about the token: until when it counts, and what the client can do about a refusal. */
export interface Admission {
  readonly caller: Caller;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** True when the client announced that it understands claims challenges (`cp1`). */
  readonly takesChallenges: boolean;
}

const seconds = z.int('must be a whole number of seconds').nonnegative('must not be negative');
const guid = z.guid('must be a GUID').transform((id) => id.toLowerCase());
const texts = z.array(z.string('must be an array of texts'), 'must be an array of texts');

const shape = z.object({
  ver: z.enum(['1.0', '2.0'], "must be '1.0' or '2.0'"),
  tid: guid,
  iss: z.string('must be a text'),
  aud: z.string('must be one text'),
  oid: guid,
  sub: z.string('must be a text').regex(/\S/, 'must not be blank'),
  exp: seconds,
  nbf: seconds,
  iat: seconds,
  azp: guid.optional(),
  appid: guid.optional(),
  idtyp: z.enum(['app', 'user'], "must be 'app' or 'user'").optional(),
  scp: z.string('must be a text').regex(/\S/, 'must name a permission').optional(),
  roles: texts.optional(),
  wids: texts.optional(),
  idp: z.string('must be a text').optional(),
  xms_cc: z.union([z.string(), texts], 'must be a text or an array of texts').optional(),
  nonce: z.unknown().optional(),
});

interface Facts {
  readonly token: z.infer<typeof shape>;
  readonly expected: TokenExpectations;
  /** In seconds, as tokens count. */
  readonly now: number;
}

type TokenRule = Rule<Facts, string>;

const skew = 60;
const longestLifetime = 29 * 3600; // continuous access evaluation issues tokens for up to 28 hours
const personalAccounts = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** `live.com`, also as the host of an address, or the tenant of personal accounts anywhere in it. */
const isPersonal = (idp: string): boolean =>
  /(?:^|[/.@\s])live\.com(?:$|[/:.\s])/.test(idp) || idp.includes(personalAccounts);

const alike = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const refusedWhen = (refused: boolean, message: string): string | undefined => (refused ? message : undefined);

const comesFromAnOrganization: TokenRule = ({ token }) =>
  refusedWhen(token.tid === personalAccounts, 'Personal Microsoft accounts are not supported.');

const comesFromAnAcceptedTenant: TokenRule = ({ token, expected }) =>
  refusedWhen(expected.tenantIds?.includes(token.tid) === false, "The token's tenant ('tid') is not accepted here.");

const issuerNamesTheTenant: TokenRule = ({ token }) => {
  const path = /^https:\/\/[^/?#]+(\/.*)$/.exec(token.iss)?.[1];
  const expected = token.ver === '1.0' ? `/${token.tid}/` : `/${token.tid}/v2.0`;
  return refusedWhen(path !== expected, "The token's issuer ('iss') does not fit its 'tid' and 'ver'.");
};

const isMeantForThisServer: TokenRule = ({ token, expected }) => {
  const accepted = token.ver === '2.0' ? [expected.clientId] : [expected.clientId, ...expected.appIdUris];
  return refusedWhen(!accepted.includes(token.aud), "The token's audience ('aud') is not this server.");
};

const livesForwards: TokenRule = ({ token }) =>
  refusedWhen(token.exp <= token.iat || token.exp < token.nbf, "The token's 'exp' must be after its 'iat' and 'nbf'.");

const livesShortly: TokenRule = ({ token }) =>
  refusedWhen(token.exp - token.iat > longestLifetime, 'The token is valid for more than 29 hours.');

const isNotExpired: TokenRule = ({ token, now }) => refusedWhen(token.exp + skew <= now, 'The token has expired.');

const isValidAlready: TokenRule = ({ token, now }) =>
  refusedWhen(token.nbf - skew > now || token.iat - skew > now, 'The token is not valid yet.');

const isNoIdToken: TokenRule = ({ token }) =>
  refusedWhen(token.nonce !== undefined, "The token is an id token (it has a 'nonce'); send an access token.");

/** An application is who has no `scp` and is its own subject; what `idtyp` and `roles` say makes nobody one. */
const isForAPersonOrAnApplication: TokenRule = ({ token: { idtyp, scp, sub, oid } }) => {
  if (idtyp === 'app' && scp !== undefined) return "The token says both 'idtyp: app' and 'scp'.";
  if (idtyp === 'user' && scp === undefined) return "The token of a user has no 'scp'.";
  return refusedWhen(
    scp === undefined && !alike(sub, oid),
    "The token has no 'scp' and is no application's: its 'sub' is not its 'oid'.",
  );
};

const namesItsClient: TokenRule = ({ token }) =>
  refusedWhen(!clientOf(token), "The token does not name its client ('azp', or 'appid' in version 1.0).");

const signedInAtWork: TokenRule = ({ token: { idp = '' }, expected }) =>
  refusedWhen(
    !expected.allowPersonalIdp && isPersonal(idp.toLowerCase()),
    'Guests who sign in with a personal Microsoft account are not accepted here.',
  );

/** What an access token must be; the order is that of the refusals. */
export const tokenRules: readonly TokenRule[] = [
  comesFromAnOrganization,
  comesFromAnAcceptedTenant,
  issuerNamesTheTenant,
  isMeantForThisServer,
  livesForwards,
  livesShortly,
  isNotExpired,
  isValidAlready,
  isNoIdToken,
  isForAPersonOrAnApplication,
  namesItsClient,
  signedInAtWork,
];

/** Who asks, by what a token says; refuses the tokens that break a rule. Group claims are never read. */
export function admit(claims: Claims, expected: TokenExpectations, now: Date): Admission {
  const read = shape.safeParse(claims);
  if (!read.success) throw unauthenticated(`The token's claim ${faultOf(read.error)}.`);
  const facts: Facts = { token: read.data, expected, now: Math.floor(now.getTime() / 1000) };
  const fault = firstRefusal(tokenRules, facts);
  if (fault !== undefined) throw unauthenticated(fault);
  return {
    caller: callerOf(read.data),
    issuedAt: new Date(read.data.iat * 1000),
    expiresAt: new Date(read.data.exp * 1000),
    takesChallenges: [read.data.xms_cc ?? []].flat().some((capability) => alike(capability, 'cp1')),
  };
}

const faultOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 1)
    .map(({ path: [claim], message }) => `'${String(claim)}' ${message}`)
    .join('');

const clientOf = ({ ver, azp, appid }: Facts['token']): string => (ver === '2.0' ? azp : appid) ?? '';

function callerOf(token: Facts['token']): Caller {
  const { scp } = token;
  return {
    kind: scp ? 'user' : 'application',
    tenantId: token.tid,
    objectId: token.oid,
    applicationId: clientOf(token),
    permissions: scp ? scp.split(' ').filter(Boolean) : (token.roles ?? []),
    directoryRoles: scp ? (token.wids ?? []).map((id) => id.toLowerCase()) : [],
  };
}
