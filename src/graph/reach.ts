import type { Caller } from '../platform/auth/caller.js';
import { isPermitted, type Operation, type Permission } from '../platform/auth/permissions.js';
import { mayActSomewhere } from './delegation.js';
import { mayAdminister, mayReadAll, mayReadRoles, permissions } from './permissions.js';
import { catalogsOf, roles } from './roles.js';

/** What somebody may do, and where: everywhere, in some catalogs, or, where neither is said, to what concerns themselves. */
export interface Reach {
  readonly operation: Operation;
  readonly everywhere: boolean;
  /** By their ids; none where it is everywhere. */
  readonly catalogs: readonly string[];
}

type Table = typeof permissions;

/** The operations that a permission is enough for, whatever role somebody has. */
type WithoutRole = { [K in keyof Table]: Table[K] extends { readonly roles: object } ? never : K }[keyof Table];

const always = (): boolean => true;
/** What is theirs alone: a permission reaches nothing of others. */
const never = (): boolean => false;

/** Who does to everything what a permission alone lets people do to what concerns themselves. */
const beyondOneself: Readonly<Record<WithoutRole, (caller: Caller) => boolean>> = {
  'entitlements.read': mayReadAll,
  'assignmentRequests.create': mayAdminister,
  'assignmentRequests.cancel': mayAdminister,
  'roleDefinitions.read': always,
  'roleAssignments.read': mayReadRoles,
  'approvals.read': mayReadAll,
  'approvals.decide': never,
  'ownAccess.read': never,
  'additionalAccess.read': mayReadAll,
  'me.read': never,
  'directoryObjects.read': always,
  'users.read': always,
  'groups.read': always,
  'groups.change': (caller) => isPermitted(caller, 'groups.write'),
  'servicePrincipals.read': always,
};

type Catalogs = (caller: Caller) => readonly string[];

/** The catalogs whose requests somebody sends, and cancels, for others. */
const managedByWriting: Catalogs = (caller) =>
  mayActSomewhere(caller, 'assignments.manage') ? catalogsOf(caller, 'assignments.manage') : [];

/** Where the roles that open an operation reach less than where they are held, or others reach something too. */
const elsewhere: Readonly<Partial<Record<Operation, Catalogs>>> = {
  'assignmentRequests.create': managedByWriting,
  'assignmentRequests.cancel': managedByWriting,
  'roleAssignments.read': (caller) => catalogsOf(caller, 'catalogs.manage'),
  'approvals.read': (caller) => catalogsOf(caller, 'assignments.manage'),
  'additionalAccess.read': (caller) => catalogsOf(caller, 'assignments.manage'),
};

/** Everything that somebody may do, in the order of the table; what they hold is as it was a second ago at most. */
export const reachOf = (caller: Caller): Reach[] =>
  (Object.keys(permissions) as Operation[])
    .filter((operation) => isPermitted(caller, operation))
    .map((operation) => {
      const everywhere = isEverywhere(caller, operation);
      return { operation, everywhere, catalogs: everywhere ? [] : catalogsFor(caller, operation) };
    });

/** By a permission and a directory role, or by a role that is held in no catalog. */
function isEverywhere(caller: Caller, operation: Operation): boolean {
  if (isWithoutRole(operation)) return beyondOneself[operation](caller);
  const heldRoles = (caller.heldRoles ?? []).filter(({ scopeId }) => scopeId === null);
  return isPermitted({ ...caller, heldRoles }, operation);
}

const isWithoutRole = (operation: Operation): operation is WithoutRole => Object.hasOwn(beyondOneself, operation);

function catalogsFor(caller: Caller, operation: Operation): readonly string[] {
  const narrower = elsewhere[operation];
  if (narrower) return narrower(caller);
  const { heldRoles: names = [] }: Permission = permissions[operation];
  const ids = names.map((name) => roles[name as keyof typeof roles].id as string);
  const held = (caller.heldRoles ?? []).filter(({ roleId }) => ids.includes(roleId));
  return [...new Set(held.flatMap(({ scopeId }) => scopeId ?? []))];
}
