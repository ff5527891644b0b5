import { SetMetadata } from '@nestjs/common';
import { HandedIn } from '../handed-in.js';
import type { Caller } from './caller.js';

/**
 * What a caller needs for an operation: one of the permissions of its kind and, when delegated, one of the roles.
 *
 * A role that is held in this server, wherever that is, stands in for a directory role, and for an application's permission: what it reaches is for
 * the operation itself to see.
 */
export interface Permission {
  readonly delegated: readonly string[];
  readonly application: readonly string[];
  readonly roles?: readonly string[];
  /** The roles of this server that let somebody do it somewhere, by their names. */
  readonly heldRoles?: readonly string[];
}

/** The product's operations, by name: it adds them to this interface (declaration merging), and hands in what they need. */
export interface Operations {}

export type Operation = keyof Operations;

/** Who may do what. */
export interface Authority {
  readonly permissions: Readonly<Record<Operation, Permission>>;
  /** Directory roles: their template ids by their names. */
  readonly roles: Readonly<Record<string, string>>;
  /** Roles of this server: their ids by their names. */
  readonly heldRoles: Readonly<Record<string, string>>;
  /** The role of whoever signs in first in development mode. */
  readonly ownRole: string;
}

export const authority = new HandedIn<Authority>('who may do what');

/** What the operation needs. */
export const permissionOf = (operation: Operation): Permission => authority.get().permissions[operation];

/** Whether an operation of this name is known. */
export const isOperation = (name: unknown): name is Operation =>
  typeof name === 'string' && Object.hasOwn(authority.get().permissions, name);

export const operationOf = 'operation';

/** Names the operation of a route; the guard looks up who may do it. A route without one is closed. */
export const Permitted = (operation: Operation) => SetMetadata(operationOf, operation);

export const forAnyCaller = 'anyCaller';

/** Opens a route to everybody with a good token; what it leads to asks for permissions itself. */
export const AnyCaller = () => SetMetadata(forAnyCaller, true);

export const isPublic = 'public';

/** Opens a route to callers without a token. */
export const Public = () => SetMetadata(isPublic, true);

/** Whether the caller has one of these directory roles. */
export function holds(caller: Caller, names: readonly string[]): boolean {
  const { roles } = authority.get();
  const ids = names.flatMap((name) => roles[name] ?? []);
  return ids.some((id) => caller.directoryRoles.includes(id));
}

/** True when the caller has what the operation needs. */
export function isPermitted(caller: Caller, operation: Operation): boolean {
  const needed = permissionOf(operation);
  const accepted = caller.kind === 'user' ? needed.delegated : needed.application;
  const permitted = caller.permissions.some((permission) => accepted.includes(permission));
  if (caller.kind === 'application') return permitted || isHeld(caller, needed);
  return permitted && (!needed.roles || holds(caller, needed.roles) || isHeld(caller, needed));
}

function isHeld({ heldRoles: held = [] }: Caller, { heldRoles = [] }: Permission): boolean {
  if (held.length === 0 || heldRoles.length === 0) return false;
  const { heldRoles: ids } = authority.get();
  return heldRoles.some((name) => held.some(({ roleId }) => roleId === ids[name]));
}
