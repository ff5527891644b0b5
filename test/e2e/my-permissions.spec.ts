import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { permissions, roles, type RoleName } from '../../src/graph/index.js';
import { Database } from '../../src/platform/database/database.js';
import type { DevTokenBody } from '../../src/platform/development/dev-token.body.js';
import { entitlements, given } from '../support/given.js';
import {
  anAdministrator,
  anApplication,
  aPerson,
  developmentTenantId as tenantId,
  startServer,
  type TestServer,
} from '../support/server.js';

interface Reach {
  readonly operation: string;
  readonly everywhere: boolean;
  readonly catalogs: readonly string[];
}

describe('what a caller may do', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const told = async (who: Partial<DevTokenBody>, version = 'v1.0'): Promise<Map<string, Reach>> => {
    const { status, body } = await server.as(who).get(`/${version}/me/permissions`);
    expect([status, body['@odata.context']]).toEqual([200, `${server.url}/${version}/$metadata#me/permissions`]);
    return new Map((body.value as Reach[]).map((one) => [one.operation, one]));
  };
  const give = async (role: RoleName, principalId: string, catalogId: string | null, kind = 'userId') =>
    server.app.get(Database).pool.roleAssignment.create({
      data: {
        ...{ tenantId, id: randomUUID(), roleDefinitionId: roles[role].id },
        principalId,
        [kind]: principalId,
        catalogId,
      },
    });
  const everywhere = (operation: string) => ({ operation, everywhere: true, catalogs: [] });
  const own = (operation: string) => ({ operation, everywhere: false, catalogs: [] });
  const there = (operation: string, ...catalogs: string[]) => ({ operation, everywhere: false, catalogs });

  it('is everything for an administrator, and for an application that has every permission, but what is for people alone', async () => {
    const administrator = await told(anAdministrator);
    expect([...administrator.keys()]).toEqual(Object.keys(permissions));
    const themselves = ['approvals.decide', 'ownAccess.read', 'me.read'];
    expect([...administrator.values()]).toEqual(
      Object.keys(permissions).map((name) => (themselves.includes(name) ? own(name) : everywhere(name))),
    );
    const application = await told(anApplication);
    expect([...application.values()].filter(({ everywhere: all }) => !all)).toEqual([]);
    expect(application.has('catalogs.create')).toBe(true);
    expect(application.has('approvals.read')).toBe(false);
  });

  it('is to read everything for a reader, and to read what is theirs for somebody without a role', async () => {
    const scp = 'EntitlementManagement.Read.All';
    const reader = await told({ as: 'user', oid: randomUUID(), scp, roles: ['GlobalReader'] });
    expect(reader.get('entitlements.read')).toEqual(everywhere('entitlements.read'));
    const nobody = await told(aPerson(randomUUID(), scp));
    expect(nobody.get('entitlements.read')).toEqual(own('entitlements.read'));
    expect([...nobody.keys()]).toEqual([...reader.keys()]);
    expect([...nobody.keys()].filter((name) => name.endsWith('.write') || name.endsWith('.create'))).toEqual([]);
    expect(await told(aPerson(randomUUID(), 'Mail.Read'))).toEqual(new Map());
  });

  it.each(['v1.0', 'beta'])('is what its roles reach, in the catalogs where they are held, in %s', async (version) => {
    const here = given(server);
    const [{ id }, mine, managed] = [await here.aPerson(), await here.aCatalog(), await here.aCatalog()];
    await give('Catalog owner', id, mine.id);
    await give('Access package assignment manager', id, managed.id);
    await give('Catalog creator', id, null);
    const may = await told(aPerson(id), version);
    expect(may.get('catalogs.create')).toEqual(everywhere('catalogs.create'));
    for (const name of [
      'catalogs.write',
      'accessPackages.write',
      'assignmentPolicies.write',
      'roleAssignments.write',
    ]) {
      expect(may.get(name)).toEqual(there(name, mine.id));
    }
    for (const name of ['entitlements.read', 'assignments.write', 'assignmentRequests.create']) {
      expect([...(may.get(name)?.catalogs ?? [])].sort()).toEqual([mine.id, managed.id].sort());
    }
    expect(may.has('entitlements.write')).toBe(false);
    const onlyReading = await told(aPerson(id, 'EntitlementManagement.Read.All'), version);
    expect(onlyReading.has('catalogs.write')).toBe(false);
    // What is told works, and what is not told does not.
    const rename = async (catalogId: string) =>
      (await server.as(aPerson(id)).patch(`${entitlements}/catalogs/${catalogId}`, { description: 'Ours' })).status;
    expect([await rename(mine.id), await rename(managed.id)]).toEqual([204, 403]);
  });

  it('is told to an application that holds a role by that role, and to one that holds none as nothing', async () => {
    const here = given(server);
    const [principal, catalog] = [await here.aServicePrincipal(), await here.aCatalog()];
    await give('Access package manager', principal.id, catalog.id, 'servicePrincipalId');
    const may = await told({ as: 'app', oid: principal.id, roles: [] });
    expect(may.get('accessPackages.write')).toEqual(there('accessPackages.write', catalog.id));
    expect(may.has('catalogs.write')).toBe(false);
    expect(await told({ as: 'app', oid: randomUUID(), roles: [] })).toEqual(new Map());
  });

  it('is told to nobody without a token or with a disabled account, and takes no options', async () => {
    expect((await server.anonymous.get('/v1.0/me/permissions')).status).toBe(401);
    const { id } = await given(server).aPerson({ accountEnabled: false });
    expect((await server.as(aPerson(id)).get('/v1.0/me/permissions')).status).toBe(403);
    const { status, body } = await server.as(anAdministrator).get('/v1.0/me/permissions?$filter=everywhere');
    expect([status, body.error.message]).toEqual([400, "'$filter' is not taken here: leave it out."]);
  });
});
