import type { Caller } from '../../../src/platform/auth/caller.js';
import { directoryRoles, mayReadAll } from '../../../src/graph/index.js';
import { isPermitted, type Operation } from '../../../src/platform/auth/permissions.js';
import type { DevTokenBody } from '../../../src/platform/development/dev-token.body.js';
import { everyScope } from '../../../src/platform/development/dev-claims.js';
import { administrator, anApplication, type Answered, developmentTenantId, type TestServer } from '../server.js';
import { tokenFor } from '../tokens.js';
import { delegateNames, heldBy, theirs } from './delegates.js';
import type { World } from './world.js';

/** Whoever calls: nobody at all, people by what ties them to the world, those who are somebody by their token, and those who hold a role. */
export const callers = [
  ...(['nobody', 'other', 'target', 'requestor', 'onBehalf', 'approver', 'manager', 'disabled'] as const),
  ...(['reader', 'administrator', 'application', 'otherTenant', 'colleague', 'groupOwner'] as const),
  ...delegateNames,
] as const;
export type CallerName = (typeof callers)[number];

export const otherTenantId = '0e000000-0000-4000-8000-000000000001';
const ofPeople = 'EntitlementManagement.ReadWrite.All EntitlementMgmt-SubjectAccess.ReadWrite';

/** The token of everybody; `idOf` answers the ids of people in the directory. */
function tokenOf(name: Exclude<CallerName, 'nobody'>, idOf: (person: string) => string): DevTokenBody {
  switch (name) {
    case 'disabled':
      return { as: 'user', oid: idOf(name), scp: everyScope(), roles: ['GlobalAdministrator'] };
    case 'reader':
      return { as: 'user', oid: idOf(name), scp: 'EntitlementManagement.Read.All', roles: ['GlobalReader'] };
    case 'administrator':
      return { as: 'user' };
    case 'application':
      return { ...anApplication, as: 'app' };
    case 'delegate':
      return { as: 'app', oid: idOf(name), roles: [] };
    case 'otherTenant':
      return { as: 'user', tid: otherTenantId };
    case 'colleague':
      return { as: 'user', oid: idOf(name), scp: 'User.Read.All Group.Read.All', roles: [] };
    case 'groupOwner':
      return { as: 'user', oid: idOf(name), scp: 'User.Read Group.ReadWrite.All', roles: [] };
    default:
      return { as: 'user', oid: idOf(name), scp: ofPeople, roles: [] };
  }
}

/** An answer, as everybody gets it. */
export type Answer = Pick<Answered, 'status' | 'text' | 'body'>;

/** Somebody who calls, with a token that is signed once. */
export interface Speaking {
  readonly name: CallerName;
  readonly id: string;
  /** What the one table of permissions says of them. */
  readonly mayDo: (operation: Operation) => boolean;
  readonly readsAll: boolean;
  readonly call: (method: string, path: string, body?: object, headers?: Record<string, string>) => Promise<Answer>;
}

export const tokensOf = (idOf: (person: string) => string): Readonly<Record<CallerName, DevTokenBody | undefined>> =>
  Object.fromEntries(callers.map((name) => [name, name === 'nobody' ? undefined : tokenOf(name, idOf)])) as Record<
    CallerName,
    DevTokenBody | undefined
  >;

/** Everybody, ready to call a server. */
export async function speakingTo(server: TestServer, world: World): Promise<Speaking[]> {
  const tokens = tokensOf((name) => world.id('directoryObjects', name));
  const catalogId = world.id('catalogs', theirs);
  return Promise.all(
    callers.map(async (name) => {
      const asked = tokens[name];
      const token = asked && (await tokenFor(server.app, asked));
      const caller = asked && { ...callerOf(asked), heldRoles: heldBy(name, catalogId) };
      return {
        name,
        id: caller?.objectId ?? '',
        mayDo: (operation: Operation) => caller !== undefined && isPermitted(caller, operation),
        readsAll: caller !== undefined && mayReadAll(caller),
        call: calling(server.url, token),
      };
    }),
  );
}

function callerOf({ as, oid, tid, scp, roles }: DevTokenBody): Caller {
  const kind = as === 'user' ? 'user' : 'application';
  const names = roles ?? (oid === undefined ? ['IdentityGovernanceAdministrator'] : []);
  return {
    kind,
    tenantId: tid ?? developmentTenantId,
    objectId: oid ?? administrator.id,
    applicationId: administrator.id,
    permissions: kind === 'user' ? (scp ?? everyScope()).split(' ') : (roles ?? []),
    directoryRoles: kind === 'user' ? names.map((role) => directoryRoles[role as keyof typeof directoryRoles]) : [],
  };
}

function calling(url: string, token: string | undefined): Speaking['call'] {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : undefined };
  };
}
