import { createHash, randomBytes } from 'node:crypto';
import type { Claims } from '../auth/bearer-token.js';
import { developmentClientId, developmentIssuer } from '../auth/keys/development-keys.js';
import { authority, type Permission } from '../auth/permissions.js';
import { DomainError } from '../errors/domain-error.js';
import { isGuid } from '../edm/members.js';
import type { DevTokenBody } from './dev-token.body.js';
import { administrator, developmentTenantId } from './personas.js';

/** The application that people use to call the server, and the one that calls it on its own. */
export const developmentClients = {
  user: '5e1f0000-0000-4000-8000-00000000000b',
  app: '5e1f0000-0000-4000-8000-00000000000c',
};
const developmentServicePrincipalId = '5e1f0000-0000-4000-8000-00000000000d';
const defaultLifetimeSeconds = 3_600;

/** Every delegated scope that some operation accepts. */
export const everyScope = (): string =>
  [...new Set(Object.values<Permission>(authority.get().permissions).flatMap(({ delegated }) => delegated))].join(' ');

/** The claims of a v2.0 access token as Entra writes them. */
export function claimsFor(asked: DevTokenBody, now: Date): Claims {
  const tenantId = asked.tid ?? developmentTenantId;
  const issued = Math.floor(now.getTime() / 1000);
  return {
    aud: developmentClientId,
    iss: developmentIssuer(tenantId),
    iat: issued,
    nbf: issued,
    exp: issued + lifetimeOf(asked),
    azp: developmentClients[asked.as],
    azpacr: asked.as === 'user' ? '0' : '1',
    tid: tenantId,
    uti: randomBytes(16).toString('base64url'),
    ver: '2.0',
    ...(asked.as === 'user' ? userClaims(asked) : appClaims(asked)),
  };
}

export const lifetimeOf = ({ expiresIn }: DevTokenBody): number => expiresIn ?? defaultLifetimeSeconds;

function userClaims({ oid, scp, roles }: DevTokenBody): Claims {
  if (scp?.trim() === '') throw new DomainError('InvalidModel', "The model is invalid: 'scp' must name a permission.");
  const objectId = oid ?? administrator.id;
  const ownRoles = objectId === administrator.id ? [authority.get().ownRole] : [];
  return {
    oid: objectId,
    sub: pairwise(objectId),
    scp: scp ?? everyScope(),
    wids: (roles ?? ownRoles).map((role) => (isGuid(role) ? role.toLowerCase() : roleIdOf(role))),
  };
}

function appClaims({ oid, scp, roles }: DevTokenBody): Claims {
  if (typeof scp === 'string')
    throw new DomainError('InvalidModel', "The model is invalid: 'scp' is for users only; an app has 'roles'.");
  const objectId = oid ?? developmentServicePrincipalId;
  return { oid: objectId, sub: objectId, idtyp: 'app', roles: roles ?? [] };
}

function roleIdOf(role: string): string {
  const { roles } = authority.get();
  const known = Object.entries(roles).find(([name]) => name === role);
  if (known) return known[1];
  const names = Object.keys(roles).join(', ');
  throw new DomainError(
    'InvalidModel',
    `The model is invalid: 'roles' names '${role}', which is none of ${names} and no GUID.`,
  );
}

// Entra's 'sub' is a different text for each person and application.
const pairwise = (objectId: string): string =>
  createHash('sha256').update(`${developmentClientId} ${objectId}`).digest('base64url');
