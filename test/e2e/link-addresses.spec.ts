import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { roles } from '../../src/graph/index.js';
import type { Dialect } from '../../src/platform/beta/names.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { readCsdl } from '../support/csdl.js';
import { holds } from '../support/delegates.js';
import { entitlements, given, needsApproval } from '../support/given.js';
import { resourcesOf } from '../support/resources.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

const dialects: readonly Dialect[] = ['v1.0', 'beta'];
/** Navigation properties of what is no resource: the way to the collections, and what parts of policies and requests lead to. */
const withoutOwner = [
  ...['accessPackageAnswer.answeredQuestion', 'customExtensionStageSetting.customExtension'],
  ...['identityGovernance.entitlementManagement', 'roleManagement.entitlementManagement'],
];

interface Cell {
  readonly dialect: Dialect;
  readonly path: string;
  readonly name: string;
}

let server: TestServer;
let person: { id: string };
/** One entity of each path whose links lead somewhere, and one whose do not. */
let full: Readonly<Record<string, string>>;

beforeAll(async () => {
  server = await startServer();
  const there = given(server);
  const manager = await there.aPerson();
  person = await there.aPerson({ 'manager@odata.bind': `https://any.example/v1.0/users/${manager.id}` });
  const policy = await there.aPolicy();
  const adminAdd = { requestType: 'adminAdd', assignment: { targetId: person.id, ...policy.names } };
  const { body } = await server.as(anApplication).post(`${entitlements}/assignmentRequests`, adminAdd);
  await server.drain();
  const { body: held } = await server
    .as(anApplication)
    .get(`${entitlements}/assignments?$filter=target/objectId%20eq%20'${person.id}'`);
  const { body: role } = await server
    .as(anApplication)
    .post('/v1.0/roleManagement/entitlementManagement/roleAssignments', {
      ...{ principalId: person.id, roleDefinitionId: roles['Catalog creator'].id, appScopeId: '/' },
    });
  const resource = await resourcesOf(server).aGroup();
  await holds(server, person, 'Catalog reader', resource.catalogId);
  const { body: added } = await server.as(anApplication).get(`${entitlements}/resourceRequests`);
  full = {
    users: person.id,
    roleAssignments: role.id,
    assignmentRequests: body.id,
    assignments: held.value[0].id,
    accessPackages: policy.accessPackageId,
    assignmentPolicies: policy.id,
    resources: resource.id,
    resourceRequests: added.value[0].id,
  };
});
afterAll(() => server.close());

/** Every navigation property to one entity that `$metadata` declares, with what declares it. */
async function declaredIn(dialect: Dialect): Promise<{ cells: Cell[]; ownerless: string[] }> {
  const { text } = await server.anonymous.get(`/${dialect}/$metadata`);
  const resources = server.app.get(ResourceRegistry).in(dialect).all;
  const found = [...readCsdl(text).types].flatMap(([type, { members }]) =>
    [...members]
      .filter(([, kind]) => /^NavigationProperty (?!Collection)/.test(kind))
      .map(([name]) => ({ type, name })),
  );
  const ownersOf = (type: string) => resources.filter(({ entityType }) => entityType === type);
  return {
    cells: found.flatMap(({ type, name }) =>
      ownersOf(type).flatMap(({ path, isUnaddressed }) => (isUnaddressed ? [] : [{ dialect, path, name }])),
    ),
    ownerless: found.filter(({ type }) => ownersOf(type).length === 0).map(({ type, name }) => `${type}.${name}`),
  };
}

const idOf = ({ path }: Cell): string => {
  const set = path.split('/').at(-1) ?? '';
  const plain = set.replace(/^accessPackage(?=[A-Z])(?!s)/, '').replace(/^./, (letter) => letter.toLowerCase());
  const id = full[set] ?? full[plain];
  if (id === undefined) throw new Error(`Nothing stands for '${path}'.`);
  return id;
};
const addressOf = (cell: Cell, id = idOf(cell)) => `/${cell.dialect}/${cell.path}/${id}/${cell.name}`;
/** What its owner and what it leads to need, and what is not enough. */
function permissionsFor({ path, name }: Cell): readonly [needed: string, other: string] {
  const [people, entitlements] = ['User.Read.All', 'EntitlementManagement.Read.All'] as const;
  if (path === 'users') return [people, entitlements];
  // Whom a role is given to may be of any kind.
  return name === 'principal' ? [`${entitlements} Directory.Read.All`, entitlements] : [entitlements, people];
}
const plain = ({ '@odata.context': _, ...members }: Record<string, unknown>) => members;

describe('The address of a link to one entity', () => {
  const everyCell = async () => (await Promise.all(dialects.map(declaredIn))).flatMap(({ cells }) => cells);

  it('is there for all that $metadata declares', async () => {
    for (const dialect of dialects) {
      const { cells, ownerless } = await declaredIn(dialect);
      expect(ownerless.sort()).toEqual(withoutOwner);
      expect(cells.length).toBeGreaterThanOrEqual(9);
    }
  });

  it('answers what $expand shows at its owner, as by its own address', async () => {
    for (const cell of await everyCell()) {
      const { status, body, headers } = await server.as(anApplication).get(addressOf(cell));
      const owner = `/${cell.dialect}/${cell.path}/${idOf(cell)}`;
      const expanded = await server.as(anApplication).get(`${owner}?$expand=${cell.name}`);
      expect([addressOf(cell), status]).toEqual([addressOf(cell), 200]);
      expect(plain(body)).toEqual(expanded.body[cell.name]);
      expect(body['@odata.context']).toMatch(/\/\$metadata#[\w/]+\/\$entity$/);
      const known = await server
        .as(anApplication)
        .get(addressOf(cell), { 'if-none-match': headers.get('etag') ?? '"x"' });
      expect([addressOf(cell), known.status]).toEqual([addressOf(cell), headers.has('etag') ? 304 : 200]);
    }
  });

  it('takes $select and $expand, and no option of collections', async () => {
    for (const cell of await everyCell()) {
      const { body } = await server.as(anApplication).get(`${addressOf(cell)}?$select=id`);
      expect(Object.keys(body).filter((name) => !name.startsWith('@'))).toEqual(['id']);
      expect((await server.as(anApplication).get(`${addressOf(cell)}?$expand=*`)).status).toBe(200);
      expect((await server.as(anApplication).get(`${addressOf(cell)}?$top=1`)).status).toBe(400);
      expect((await server.as(anApplication).get(`${addressOf(cell)}/$count`)).status).toBe(404);
    }
  });

  it('is refused without the permission of what it leads to, and 404 to whom its owner does not concern', async () => {
    const stranger = randomUUID();
    for (const cell of await everyCell()) {
      const [needed, other] = permissionsFor(cell);
      const statusAs = async (who: object, path = addressOf(cell)) => (await server.as(who).get(path)).status;
      expect([addressOf(cell), await statusAs(aPerson(stranger, other))]).toEqual([addressOf(cell), 403]);
      expect(await statusAs(aPerson(stranger, needed))).toBe(cell.path === 'users' ? 200 : 404);
      expect([addressOf(cell), await statusAs(aPerson(person.id, needed))]).toEqual([addressOf(cell), 200]);
      for (const id of [randomUUID(), 'nobody']) {
        const missing = id === 'nobody' && cell.path !== 'users' ? 400 : 404; // people have names, too
        expect([addressOf(cell, id), await statusAs(anAdministrator, addressOf(cell, id))]).toEqual([
          addressOf(cell, id),
          missing,
        ]);
        expect(await statusAs(aPerson(stranger, other), addressOf(cell, id))).toBe(403);
      }
      const { status } = await server.anonymous.get(addressOf(cell));
      expect(status).toBe(401);
    }
  });

  it('is 404 where the link leads nowhere', async () => {
    const there = given(server);
    const [alone, policy] = [await there.aPerson(), await there.aPolicy(needsApproval)];
    const userAdd = { requestType: 'userAdd', assignment: policy.names };
    const { body } = await server.as(aPerson(alone.id)).post(`${entitlements}/assignmentRequests`, userAdd);
    const refused = await server.as(anApplication).get(`${entitlements}/assignmentRequests/${body.id}/assignment`);
    expect([refused.status, refused.body.error]).toMatchObject([
      404,
      {
        code: 'ResourceNotFound',
        message: "This accessPackageAssignmentRequest has no 'assignment', or none that you may see.",
      },
    ]);
    expect((await server.as(anApplication).get(`/v1.0/users/${alone.id}/manager`)).status).toBe(404);
  });
});
