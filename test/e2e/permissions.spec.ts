import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { directoryRoles, permissions } from '../../src/graph/index.js';
import { type Operation, Permitted, Public } from '../../src/platform/auth/permissions.js';
import type { DevTokenBody } from '../../src/platform/development/dev-token.body.js';
import { guardedApp } from '../support/guarded-app.js';
import { personId, tokenFor } from '../support/tokens.js';

const everyOperation = Object.keys(permissions) as Operation[];

const readsDirectory: Operation[] = ['users.read', 'groups.read', 'servicePrincipals.read', 'directoryObjects.read'];

const readsRoles: Operation[] = ['roleDefinitions.read', 'roleAssignments.read'];
/** What administrators write everywhere, and others where they hold a role for it. */
const writesFor: Operation[] = [
  ...([
    'catalogs.create',
    'catalogs.write',
    'resources.write',
    'accessPackages.write',
    'assignmentPolicies.write',
  ] as const),
  ...(['assignments.write', 'roleAssignments.write'] as const),
];

/** What each permission opens, written down here a second time: for people (who may need a role, too) and for applications. */
const opens: Record<string, { user: Operation[]; app: Operation[] }> = {
  'EntitlementManagement.Read.All': {
    user: ['entitlements.read', 'ownAccess.read', 'additionalAccess.read', 'approvals.read', ...readsRoles],
    app: ['entitlements.read', ...readsRoles],
  },
  'EntitlementManagement.ReadWrite.All': {
    user: [
      ...(['entitlements.read', 'entitlements.write', 'ownAccess.read', 'additionalAccess.read'] as const),
      ...(['assignmentRequests.create', 'assignmentRequests.cancel', 'approvals.read', 'approvals.decide'] as const),
      ...[...readsRoles, ...writesFor],
    ],
    app: ['entitlements.read', 'entitlements.write', 'assignmentRequests.create', ...readsRoles, ...writesFor],
  },
  'EntitlementMgmt-SubjectAccess.ReadWrite': {
    user: ['assignmentRequests.create', 'assignmentRequests.cancel', 'ownAccess.read'],
    app: [],
  },
  'User.Read.All': {
    user: ['users.read', 'me.read', 'directoryObjects.read'],
    app: ['users.read', 'directoryObjects.read'],
  },
  'User.ReadWrite.All': {
    user: ['users.read', 'users.write', 'me.read', 'directoryObjects.read'],
    app: ['users.read', 'users.write', 'directoryObjects.read'],
  },
  'Group.Read.All': { user: ['groups.read', 'directoryObjects.read'], app: ['groups.read', 'directoryObjects.read'] },
  'Group.ReadWrite.All': {
    user: ['groups.read', 'groups.write', 'groups.change', 'directoryObjects.read'],
    app: ['groups.read', 'groups.write', 'groups.change', 'directoryObjects.read'],
  },
  'Application.Read.All': {
    user: ['servicePrincipals.read', 'directoryObjects.read'],
    app: ['servicePrincipals.read', 'directoryObjects.read'],
  },
  'Application.ReadWrite.All': {
    user: ['servicePrincipals.read', 'servicePrincipals.write', 'directoryObjects.read'],
    app: ['servicePrincipals.read', 'servicePrincipals.write', 'directoryObjects.read'],
  },
  'Directory.Read.All': {
    user: [...readsDirectory, 'me.read'],
    app: readsDirectory,
  },
  'Directory.ReadWrite.All': {
    user: [...readsDirectory, 'me.read', 'users.write', 'groups.write', 'groups.change', 'servicePrincipals.write'],
    app: [...readsDirectory, 'users.write', 'groups.write', 'groups.change', 'servicePrincipals.write'],
  },
  'RoleManagement.Read.All': { user: ['roleDefinitions.read'], app: ['roleDefinitions.read'] },
  'RoleManagement.Read.Directory': { user: ['roleAssignments.read'], app: ['roleAssignments.read'] },
  'RoleManagement.ReadWrite.Directory': {
    user: ['roleAssignments.read', 'roleAssignments.write'],
    app: ['roleAssignments.read', 'roleAssignments.write'],
  },
  'User.Read': { user: ['me.read'], app: [] },
  'User.ReadWrite': { user: ['me.read'], app: [] },
  'entitlementmanagement.readwrite.all': { user: [], app: [] },
  'EntitlementManagement.ReadWrite.All.More': { user: [], app: [] },
};

const rolesFor: Partial<Record<Operation, string[]>> = {
  ...Object.fromEntries(writesFor.map((name) => [name, ['IdentityGovernanceAdministrator', 'GlobalAdministrator']])),
  'entitlements.write': ['IdentityGovernanceAdministrator', 'GlobalAdministrator'],
  'users.write': ['IdentityGovernanceAdministrator', 'GlobalAdministrator', 'UserAdministrator'],
  'groups.write': ['IdentityGovernanceAdministrator', 'GlobalAdministrator', 'GroupsAdministrator'],
  'servicePrincipals.write': [
    ...['IdentityGovernanceAdministrator', 'GlobalAdministrator'],
    ...['ApplicationAdministrator', 'CloudApplicationAdministrator'],
  ],
};

const everyRole = [...Object.keys(directoryRoles), personId, 'none'];

function routeFor(operation: Operation): Type {
  @Controller('operations')
  class RouteController {
    @Get(operation)
    @Permitted(operation)
    call(): object {
      return {};
    }
  }
  return RouteController;
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  nobody(): object {
    return {};
  }

  @Public()
  @Get('open')
  everybody(): object {
    return {};
  }
}

describe('permissions', () => {
  let app: NestFastifyApplication;
  let url: string;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ app, url, close } = await guardedApp({
      controllers: everyOperation.map(routeFor),
      env: { CALLS_PER_10_SECONDS: 'off' },
    }));
  });

  afterAll(() => close());

  async function statusesFor(asked: DevTokenBody): Promise<Record<string, number>> {
    const headers = { authorization: `Bearer ${await tokenFor(app, asked)}` };
    const calls = everyOperation.map(
      async (name) => [name, (await fetch(`${url}/operations/${name}`, { headers })).status] as const,
    );
    return Object.fromEntries(await Promise.all(calls));
  }

  const expected = (open: (operation: Operation) => boolean) =>
    Object.fromEntries(everyOperation.map((name) => [name, open(name) ? 200 : 403]));

  it.each(Object.keys(opens))('of a person with %s open what they should, role by role', async (scp) => {
    for (const role of everyRole) {
      const roles = role === 'none' ? [] : [role];
      const open = (name: Operation) =>
        opens[scp]?.user.includes(name) === true && rolesFor[name]?.includes(role) !== false;
      expect([role, await statusesFor({ as: 'user', oid: personId, scp, roles })]).toEqual([role, expected(open)]);
    }
  });

  it.each(Object.keys(opens))('of an application with %s open what they should', async (role) => {
    expect(await statusesFor({ as: 'app', roles: [role] })).toEqual(
      expected((name) => opens[role]?.app.includes(name) === true),
    );
  });

  it('of an application with none open nothing', async () => {
    expect(await statusesFor({ as: 'app' })).toEqual(expected(() => false));
  });

  it('of several scopes add up', async () => {
    const scp = 'User.ReadWrite.All EntitlementManagement.Read.All';
    const open = (name: Operation) =>
      [
        ...['users.read', 'users.write', 'me.read', 'directoryObjects.read', 'entitlements.read'],
        ...['ownAccess.read', 'additionalAccess.read', 'approvals.read'],
        ...readsRoles,
      ].includes(name);
    expect(await statusesFor({ as: 'user', oid: personId, scp, roles: ['UserAdministrator'] })).toEqual(expected(open));
  });
});

describe('a route that names no operation', () => {
  it('stops the start, with its name', async () => {
    await expect(guardedApp({ controllers: [ForgottenController] })).rejects.toThrow(
      'These routes need @Permitted(...) or @Public(): ForgottenController.nobody',
    );
  });

  it('is closed to everybody', async () => {
    const { app, url, close } = await guardedApp({ controllers: [ForgottenController], checkRoutes: false });
    try {
      const headers = { authorization: `Bearer ${await tokenFor(app, { as: 'user' })}` };
      expect((await fetch(`${url}/forgotten`, { headers })).status).toBe(403);
      expect((await fetch(`${url}/forgotten`)).status).toBe(401);
      expect((await fetch(`${url}/forgotten/open`)).status).toBe(200);
    } finally {
      await close();
    }
  });
});
