import type { RoleInGroup } from '../../directory/index.js';

/** A grant of a role in the directory itself, as it is wanted now. */
export interface DirectoryGrant {
  readonly id: string;
  readonly targetId: string;
  readonly originSystem: string;
  readonly resourceOriginId: string;
  readonly roleOriginId: string;
  readonly isWanted: boolean;
  /** Tries that failed. */
  readonly attempts: number;
}

/** Graph's names of a group's roles, by what stands before its id. */
const rolesOfGroups: readonly (readonly [string, RoleInGroup])[] = [
  ['Member_', 'member'],
  ['Owner_', 'owner'],
];

/** Which role in a group a grant is of; undefined where the directory has nothing to write for it, as for an application's default access. */
export function roleInGroup({ originSystem, roleOriginId }: DirectoryGrant): RoleInGroup | undefined {
  if (originSystem !== 'AadGroup') return undefined;
  return rolesOfGroups.find(([before]) => roleOriginId.startsWith(before))?.[1];
}

const longestBackOffMillis = 3_600_000;

/** How long a try that failed is waited after (exponential back-off): 1, 2, 4 s and so on, up to an hour. */
export const backOffMillis = (failedTries: number): number =>
  Math.min(longestBackOffMillis, 1_000 * 2 ** Math.min(failedTries - 1, 12));

/** A role that an assignment gives, and how far it has come. */
export interface LateRole {
  readonly isThere: boolean;
  readonly lastError: string | null;
  /** Null where the package gives it no more. */
  readonly role: string | null;
  readonly resource: string | null;
}

/** What there is of access that is late, and why the rest is not. */
export interface Lateness {
  readonly isPartly: boolean;
  readonly reason: string;
}

const mostTold = 5;

/** Says role by role what is missing and why, the first few of many. */
export function latenessOf(roles: readonly LateRole[]): Lateness {
  const missing = roles.filter(({ isThere }) => !isThere);
  const told = missing.slice(0, mostTold).map(({ role, resource, lastError }) => {
    const what = role === null ? 'a role' : `${role} of ${resource}`;
    return `${what} is not given yet: ${lastError ?? 'its turn has not come'}`;
  });
  const more = missing.length > mostTold ? [`${missing.length - mostTold} more are not given yet`] : [];
  return { isPartly: missing.length < roles.length, reason: [...told, ...more].join('; ') };
}
