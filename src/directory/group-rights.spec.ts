import { describe, expect, it } from '@jest/globals';
import { directoryRoles, type RoleName, roles } from '../graph/index.js';
import type { Caller } from '../platform/auth/caller.js';
import { type GroupRights, refusalToGive } from './group-rights.js';

const [here, there] = ['0a000000-0000-4000-8000-00000000000a', '0a000000-0000-4000-8000-00000000000b'];
const nothing: GroupRights = { roles: [], approvals: [], isCut: false };
const roleIn = (name: RoleName, catalogId: string | null): GroupRights => ({
  ...nothing,
  roles: [{ roleId: roles[name].id, catalogId }],
});
const approver: GroupRights = { ...nothing, approvals: [{ policyId: 'p', catalogId: here }] };

const person = (members: Partial<Caller> = {}): Caller => ({
  ...{ kind: 'user', tenantId: 't', objectId: 'o', applicationId: 'a' },
  permissions: ['Group.ReadWrite.All', 'EntitlementManagement.ReadWrite.All'],
  directoryRoles: [directoryRoles.GroupsAdministrator],
  ...members,
});
const holding = (name: RoleName, scopeId: string | null = here, members: Partial<Caller> = {}): Caller =>
  person({ heldRoles: [{ roleId: roles[name].id, scopeId }], ...members });
const application = (members: Partial<Caller>): Caller =>
  person({ kind: 'application', directoryRoles: [], ...members });

const nobody = person();
const owner = holding('Catalog owner');
const packageManager = holding('Access package manager');
const administrator = person({ directoryRoles: [directoryRoles.IdentityGovernanceAdministrator] });
const withoutScope = { permissions: ['Group.ReadWrite.All'] };

/** Who may put somebody into a group, by what the group gives. */
const table: readonly (readonly [string, GroupRights, Caller, boolean])[] = [
  ['nothing', nothing, nobody, true],
  ['a role, to nobody in particular', roleIn('Catalog reader', here), nobody, false],
  ['a role, to an owner of the catalog', roleIn('Catalog reader', here), owner, true],
  ['the role of an owner, to one', roleIn('Catalog owner', here), owner, true],
  ['a role, to an owner of another catalog', roleIn('Catalog reader', there), owner, false],
  ['a role, to who has that very role', roleIn('Catalog reader', here), holding('Catalog reader'), false],
  ['a role, to who manages packages there', roleIn('Access package manager', here), packageManager, false],
  ['a role everywhere, to an owner', roleIn('Catalog creator', null), owner, false],
  ['a role everywhere, to who has it', roleIn('Catalog creator', null), holding('Catalog creator', null), false],
  ['a role everywhere, to an administrator', roleIn('Catalog creator', null), administrator, true],
  ['decisions, to nobody in particular', approver, nobody, false],
  ['decisions, to who manages packages there', approver, packageManager, true],
  ['decisions, to who manages assignments there', approver, holding('Access package assignment manager'), false],
  ['decisions, to who manages packages elsewhere', approver, holding('Access package manager', there), false],
  [
    'decisions and a role, to who could give the one',
    { ...roleIn('Catalog reader', here), ...{ approvals: approver.approvals } },
    packageManager,
    false,
  ],
  ['more than is looked at, to an owner', { ...nothing, isCut: true }, owner, false],
  ['more than is looked at, to an administrator', { ...nothing, isCut: true }, administrator, true],
  [
    'a role, to an owner without the permission',
    roleIn('Catalog reader', here),
    holding('Catalog owner', here, withoutScope),
    false,
  ],
  [
    'a role, to an administrator without the permission',
    roleIn('Catalog reader', here),
    { ...administrator, ...withoutScope },
    false,
  ],
  ['a role, to an application', roleIn('Catalog reader', here), application(withoutScope), false],
  [
    'a role, to an application that owns the catalog',
    roleIn('Catalog reader', here),
    application({ ...withoutScope, heldRoles: owner.heldRoles ?? [] }),
    true,
  ],
  ['a role, to an application with the permission', roleIn('Catalog reader', here), application({}), true],
  [
    'a role that nobody knows, to an owner of the catalog',
    { ...nothing, roles: [{ roleId: 'x', catalogId: here }] },
    owner,
    true,
  ],
];

describe('to put somebody into a group', () => {
  it.each(table)('that gives %s', (_, rights, caller, mayGive) => {
    expect(refusalToGive(caller, 'g', rights)?.code).toBe(mayGive ? undefined : 'UnAuthorized');
  });

  it.each([
    ['a stranger', nobody, false, false],
    ['a reader of the catalog', holding('Catalog reader'), true, false],
    [
      'a manager of its packages',
      holding('Access package manager', here, { permissions: ['EntitlementManagement.Read.All'] }),
      true,
      false,
    ],
    [
      'its owner, whose token only reads',
      holding('Catalog owner', here, { permissions: ['EntitlementManagement.Read.All'] }),
      true,
      true,
    ],
    ['a reader of another one', holding('Catalog reader', there), false, false],
    ['a reader of everything', person({ directoryRoles: [directoryRoles.GlobalReader] }), true, true],
    [
      'one whose token reads nothing here',
      person({ ...withoutScope, directoryRoles: [directoryRoles.GlobalReader] }),
      false,
      false,
    ],
  ])('is refused with names or without to %s', (_, caller, isToldOfPolicies, isToldOfRoles) => {
    for (const [rights, isTold] of [
      [approver, isToldOfPolicies],
      [roleIn('Catalog owner', here), isToldOfRoles],
    ] as const) {
      const message = refusalToGive(caller, 'g', rights)?.message ?? '';
      expect([message.includes(here), message.includes('that you may not give')]).toEqual([isTold, !isTold]);
    }
  });
});
