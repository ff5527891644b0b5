import type { Caller } from '../platform/auth/caller.js';

/** What is done by a role: in the catalogs in which it is held, or everywhere. */
export type Task = 'catalogs.create' | 'catalogs.manage' | 'packages.manage' | 'assignments.manage' | 'catalogs.read';

/** A role that is built in: where it can be held, and what it is for. */
export interface BuiltInRole {
  readonly id: string;
  readonly heldIn: 'everything' | 'catalog';
  readonly tasks: readonly Task[];
}

/** The roles of entitlement management by the names and ids that they have in Graph (Entra's page on delegation and roles). */
export const roles = {
  'Catalog creator': {
    id: 'ba92d953-d8e0-4e39-a797-0cbedb0a89e8',
    heldIn: 'everything',
    tasks: ['catalogs.create'],
  },
  'Catalog owner': {
    id: 'ae79f266-94d4-4dab-b730-feca7e132178',
    heldIn: 'catalog',
    tasks: ['catalogs.manage', 'packages.manage', 'assignments.manage', 'catalogs.read'],
  },
  'Catalog reader': {
    id: '44272f93-9762-48e8-af59-1b5351b1d6b3',
    heldIn: 'catalog',
    tasks: ['catalogs.read'],
  },
  'Access package manager': {
    id: '7f480852-ebdc-47d4-87de-0d8498384a83',
    heldIn: 'catalog',
    tasks: ['packages.manage', 'assignments.manage', 'catalogs.read'],
  },
  'Access package assignment manager': {
    id: 'e2182095-804a-4656-ae11-64734e9b7ae5',
    heldIn: 'catalog',
    tasks: ['assignments.manage', 'catalogs.read'],
  },
} as const satisfies Record<string, BuiltInRole>;

export type RoleName = keyof typeof roles;

/** The name of the role with an id. */
export const roleNamedBy = (id: string): RoleName | undefined =>
  (Object.keys(roles) as RoleName[]).find((name) => roles[name].id === id);

/** The roles by which a task is done, by their names. */
export const rolesFor = (task: Task): readonly RoleName[] =>
  (Object.keys(roles) as RoleName[]).filter((name) => (roles[name].tasks as readonly Task[]).includes(task));

/** The same by their ids. */
export const roleIdsFor = (task: Task): readonly string[] => rolesFor(task).map((name) => roles[name].id);

/** The catalogs in which somebody holds a role for a task. */
export function catalogsOf({ heldRoles = [] }: Caller, task: Task): readonly string[] {
  const wanted = roleIdsFor(task);
  const ids = heldRoles.flatMap(({ roleId, scopeId }) =>
    scopeId !== null && wanted.includes(roleId) ? [scopeId] : [],
  );
  return [...new Set(ids)];
}
