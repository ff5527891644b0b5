import type { Caller } from '../platform/auth/caller.js';
import { type Authority, authority, holds, type Permission } from '../platform/auth/permissions.js';
import { type RoleName, roles, rolesFor, type Task } from './roles.js';

/** Directory roles by their template ids, as Entra lists them. */
export const directoryRoles = {
  GlobalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  IdentityGovernanceAdministrator: '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e',
  SecurityAdministrator: '194ae4cb-b126-40b2-bd5b-6091b380977d',
  GlobalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  SecurityReader: '5d6b6bb7-de71-4623-b4af-96380a352509',
  UserAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  GroupsAdministrator: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  ApplicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  CloudApplicationAdministrator: '158c047a-c907-4556-b7ef-446551a6b5f7',
} as const;

type DirectoryRole = keyof typeof directoryRoles;

const administrators: readonly DirectoryRole[] = ['IdentityGovernanceAdministrator', 'GlobalAdministrator'];
const readers: readonly DirectoryRole[] = [
  ...administrators,
  'SecurityAdministrator',
  'GlobalReader',
  'SecurityReader',
];

const readEntitlements = ['EntitlementManagement.Read.All', 'EntitlementManagement.ReadWrite.All'];
const writeEntitlements = ['EntitlementManagement.ReadWrite.All'];
const readOf = (kind: string) => [
  `${kind}.Read.All`,
  `${kind}.ReadWrite.All`,
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
/** What lets people read themselves, beside what lets them read everybody. */
const readSelf = ['User.Read', 'User.ReadWrite', ...readOf('User')];
/** Of people, groups and applications those that the caller may read are looked for: see `directory-objects.controller.ts`. */
const readObjects = [...new Set([...readOf('User'), ...readOf('Group'), ...readOf('Application')])];
const writeOf = (kind: string) => [`${kind}.ReadWrite.All`, 'Directory.ReadWrite.All'];

/** Role assignments are read and written by permissions of Graph's role management, too. */
const readAssignedRoles = [...readEntitlements, 'RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory'];
const writeAssignedRoles = [...writeEntitlements, 'RoleManagement.ReadWrite.Directory'];
const readRoles = [...readEntitlements, 'RoleManagement.Read.All'];
const anyRole = Object.keys(roles) as readonly RoleName[];

/** What administrators do everywhere, and who holds a role for it in the catalogs where they hold it: see `delegation.ts`. */
function writingFor(task: Task) {
  return {
    ...{ delegated: writeEntitlements, application: writeEntitlements, roles: administrators },
    heldRoles: rolesFor(task),
  };
}

/** Who may do what (Graph's permissions reference). Request types add their own condition: see `assignment-requests/`. */
export const permissions = {
  'entitlements.read': {
    delegated: readEntitlements,
    application: readEntitlements,
    heldRoles: rolesFor('catalogs.read'),
  },
  'entitlements.write': { delegated: writeEntitlements, application: writeEntitlements, roles: administrators },
  'catalogs.create': writingFor('catalogs.create'),
  'catalogs.write': writingFor('catalogs.manage'),
  'resources.write': writingFor('catalogs.manage'),
  'accessPackages.write': writingFor('packages.manage'),
  'assignmentPolicies.write': writingFor('packages.manage'),
  'assignments.write': writingFor('assignments.manage'),
  'assignmentRequests.create': {
    delegated: ['EntitlementMgmt-SubjectAccess.ReadWrite', ...writeEntitlements],
    application: writeEntitlements,
    heldRoles: rolesFor('assignments.manage'),
  },
  'assignmentRequests.cancel': {
    delegated: ['EntitlementMgmt-SubjectAccess.ReadWrite', ...writeEntitlements],
    application: [],
  },
  'roleDefinitions.read': { delegated: readRoles, application: readRoles, heldRoles: anyRole },
  'roleAssignments.read': { delegated: readAssignedRoles, application: readAssignedRoles, heldRoles: anyRole },
  'roleAssignments.write': {
    ...{ delegated: writeAssignedRoles, application: writeAssignedRoles, roles: administrators },
    heldRoles: rolesFor('catalogs.manage'),
  },
  'approvals.read': { delegated: readEntitlements, application: [] },
  'approvals.decide': { delegated: writeEntitlements, application: [] },
  'ownAccess.read': { delegated: ['EntitlementMgmt-SubjectAccess.ReadWrite', ...readEntitlements], application: [] },
  'additionalAccess.read': { delegated: readEntitlements, application: [] },
  'me.read': { delegated: readSelf, application: [] },
  'directoryObjects.read': { delegated: readObjects, application: readObjects },
  'users.read': { delegated: readOf('User'), application: readOf('User') },
  'users.write': {
    delegated: writeOf('User'),
    application: writeOf('User'),
    roles: [...administrators, 'UserAdministrator'],
  },
  'groups.read': { delegated: readOf('Group'), application: readOf('Group') },
  'groups.write': {
    delegated: writeOf('Group'),
    application: writeOf('Group'),
    roles: [...administrators, 'GroupsAdministrator'],
  },
  /** Owners may without a role what they own: see `directory/group-authority.ts`. */
  'groups.change': { delegated: writeOf('Group'), application: writeOf('Group') },
  'servicePrincipals.read': { delegated: readOf('Application'), application: readOf('Application') },
  'servicePrincipals.write': {
    delegated: writeOf('Application'),
    application: writeOf('Application'),
    roles: [...administrators, 'ApplicationAdministrator', 'CloudApplicationAdministrator'],
  },
} as const satisfies Record<string, Permission & { readonly roles?: readonly DirectoryRole[] }>;

declare module '../platform/auth/permissions.js' {
  interface Operations extends Record<keyof typeof permissions, Permission> {}
}

authority.handIn({
  permissions,
  roles: directoryRoles,
  heldRoles: Object.fromEntries(Object.entries(roles).map(([name, { id }]) => [name, id])),
  ownRole: 'IdentityGovernanceAdministrator',
} satisfies Authority);

const hasOne = ({ permissions: held }: Caller, accepted: readonly string[]): boolean =>
  held.some((permission) => accepted.includes(permission));

/** True for people whose directory role reads everything, and for applications with a permission to; others see what concerns themselves. */
export const mayReadAll = (caller: Caller): boolean =>
  caller.kind === 'application' ? hasOne(caller, readEntitlements) : holds(caller, readers);

/** True for who may act on other people's access everywhere: an administrator with the writing scope, or an application with it. */
export const mayAdminister = (caller: Caller): boolean =>
  hasOne(caller, writeEntitlements) && (caller.kind === 'application' || holds(caller, administrators));

/** True for who reads everybody's roles: people whose directory role reads everything, and applications with a permission to. */
export const mayReadRoles = (caller: Caller): boolean =>
  caller.kind === 'application' ? hasOne(caller, readAssignedRoles) : holds(caller, readers);

/** True for who names and removes roles everywhere: an administrator with a permission to, or an application with it. */
export const mayNameRoles = (caller: Caller): boolean =>
  hasOne(caller, writeAssignedRoles) && (caller.kind === 'application' || holds(caller, administrators));

/** True for who may have packages give any group, or any application: people by a directory role that writes them, and applications by a permission to. */
export const mayHaveAnyGiven = (caller: Caller, operation: 'groups.write' | 'servicePrincipals.write'): boolean =>
  caller.kind === 'application'
    ? hasOne(caller, permissions[operation].application)
    : holds(caller, permissions[operation].roles);
