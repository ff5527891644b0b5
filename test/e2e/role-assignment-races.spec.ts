import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { roles } from '../../src/graph/index.js';
import { given } from '../support/given.js';
import { anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

const collection = '/v1.0/roleManagement/entitlementManagement/roleAssignments';
const rounds = 25;
const owner = roles['Catalog owner'].id;

describe('Owners of a catalog who act at once on Postgres', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const admin = () => server.as(anAdministrator);
  const scopeOf = (catalogId: string) => `/AccessPackageCatalog/${catalogId}`;
  const anOwnerOf = async (catalogId: string) => {
    const { id } = await given(server).aPerson();
    const body = { principalId: id, roleDefinitionId: owner, appScopeId: scopeOf(catalogId) };
    const { body: role } = await admin().post(collection, body);
    return { id, role: String(role.id), as: server.as(aPerson(id)) };
  };
  const ownersOf = async (catalogId: string): Promise<{ id: string; principalId: string }[]> => {
    const filter = `appScopeId eq '${scopeOf(catalogId)}' and roleDefinitionId eq '${owner}'`;
    return (await admin().get(`${collection}?$filter=${encodeURIComponent(filter)}`)).body.value;
  };

  it('leave one of them, when two remove each other', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { id: catalogId } = await given(server).aCatalog();
      for (const { id } of await ownersOf(catalogId)) await admin().delete(`${collection}/${id}`);
      const [one, other] = [await anOwnerOf(catalogId), await anOwnerOf(catalogId)];
      // What they hold is known before they act, so that both come as far as the transaction.
      await Promise.all([one.as.get(collection), other.as.get(collection)]);
      const answers = await Promise.all([
        one.as.delete(`${collection}/${other.role}`),
        other.as.delete(`${collection}/${one.role}`),
      ]);
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses[0]).toBe(204);
      expect([403, 404]).toContain(statuses[1]);
      expect(await ownersOf(catalogId)).toHaveLength(1);
    }
  }, 120_000);

  it('leave one of them, when both leave', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { id: catalogId } = await given(server).aCatalog();
      for (const { id } of await ownersOf(catalogId)) await admin().delete(`${collection}/${id}`);
      const owners = [await anOwnerOf(catalogId), await anOwnerOf(catalogId)];
      await Promise.all(owners.map(({ as }) => as.get(collection)));
      const answers = await Promise.all(owners.map(({ as, role }) => as.delete(`${collection}/${role}`)));
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 403]);
      expect(await ownersOf(catalogId)).toHaveLength(1);
    }
  }, 120_000);
});
