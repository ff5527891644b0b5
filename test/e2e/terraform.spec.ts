import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { roles } from '../../src/graph/index.js';
import { given } from '../support/given.js';
import {
  anAdministrator,
  anApplication,
  aPerson,
  type Client,
  startServer,
  type TestServer,
} from '../support/server.js';
import { databases } from '../support/size.js';
import { headers, inBeta, inV1, kept, packages, provider, roleAssignments } from '../support/terraform.js';

describe.each(databases)('Terraform against the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  const somebody = async (): Promise<string> => (await given(server).aPerson()).id;

  /** Somebody who may open catalogs, and nothing else: in what they open they are the owner. */
  async function aCatalogCreator(): Promise<Client> {
    const principalId = await somebody();
    const body = { principalId, roleDefinitionId: roles['Catalog creator'].id, appScopeId: '/' };
    expect((await server.as(anAdministrator).post(`/v1.0${roleAssignments}`, body)).status).toBe(201);
    return server.as(aPerson(principalId));
  }
  const anOperator = (): Promise<Client> => Promise.resolve(server.as(anApplication));

  it.each([
    ['an application with the permission', 'beta', inBeta, anOperator],
    ['an application with the permission', 'v1.0', inV1, anOperator],
    ['a Catalog creator', 'beta', inBeta, aCatalogCreator],
    ['a Catalog creator', 'v1.0', inV1, aCatalogCreator],
  ] as const)('is applied, changed and destroyed by %s in %s', async (_, __, wanted, signIn) => {
    const principalId = await somebody();
    const people = { approverId: await somebody(), groupId: (await given(server).aGroup()).id };
    const terraform = provider(await signIn(), wanted.version);
    const name = { $filter: "displayName eq 'Access package manager'" };
    const [role] = await terraform.list('/roleManagement/entitlementManagement/roleDefinitions', name);
    expect(role).toMatchObject({
      id: roles['Access package manager'].id,
      templateId: roles['Access package manager'].id,
    });

    const catalog = await terraform.create(wanted.catalogs, wanted.catalog(false));
    const catalogAsRead = () => terraform.read(wanted.catalogs, catalog.id);
    const packageSaid = wanted.accessPackage(await catalogAsRead());
    const accessPackage = await terraform.create(packages, packageSaid);
    const policySaid = wanted.policy(accessPackage.id, 'Members', people);
    const policy = await terraform.create(wanted.policies, policySaid);
    const appScopeId = `/AccessPackageCatalog/${catalog.id}`;
    const assignmentSaid = { directoryScopeId: '/', principalId, roleDefinitionId: role?.['id'], appScopeId };
    const assignment = await terraform.create(roleAssignments, assignmentSaid);

    const state = [
      [wanted.catalogs, catalog, wanted.catalog(false)],
      [packages, accessPackage, packageSaid],
      [wanted.policies, policy, policySaid],
      [roleAssignments, assignment, { ...assignmentSaid, directoryScopeId: null }],
    ] as const;
    for (const [path, found, said] of state) {
      expect(kept(found)).toMatchObject(kept(said) as object);
      expect(await terraform.read(path, found.id)).toEqual(found);
    }

    const published = await terraform.patch(wanted.catalogs, catalog.id, wanted.catalog(true));
    expect(kept(published)).toMatchObject(kept(wanted.catalog(true)) as object);
    const hidden = { ...wanted.accessPackage(await catalogAsRead()), isHidden: true };
    expect(kept(await terraform.patch(packages, accessPackage.id, hidden))).toMatchObject(kept(hidden) as object);
    const renamed = wanted.policy(accessPackage.id, 'All members', people);
    expect(kept(await terraform.replace(wanted.policies, policy.id, renamed))).toMatchObject(kept(renamed) as object);

    for (const [path, { id }] of state.toReversed()) await terraform.destroy(path, id);
  });

  it('is refused with the first call to somebody who holds no role, and leaves nothing', async () => {
    const client = server.as(aPerson(await somebody()));
    const displayName = randomUUID();
    const refused = await client.post(`/beta${inBeta.catalogs}`, { ...inBeta.catalog(true), displayName }, headers);
    expect([refused.status, refused.body.error.message]).toEqual([403, expect.stringContaining('Catalog creator')]);
    const left = await server.as(anAdministrator).get(`/v1.0${inV1.catalogs}?$filter=displayName eq '${displayName}'`);
    expect(left.body.value).toEqual([]);
  });
});
