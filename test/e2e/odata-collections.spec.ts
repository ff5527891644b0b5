import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { entitlements, given, selfService } from '../support/given.js';
import { resourcesOf } from '../support/resources.js';
import { anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

interface Described {
  readonly paths: Record<string, { readonly get?: { readonly parameters?: readonly { readonly name: string }[] } }>;
}

let server: TestServer;
/** The collections that the server says it serves, each at an address where it has members, or could. */
let collections: string[];

const get = (path: string, headers = {}) => server.as(anAdministrator).get(path, headers);

beforeAll(async () => {
  server = await startServer();
  const there = given(server);
  const manager = await there.aPerson();
  const [person, second] = [1, 2].map(() =>
    there.aPerson({ 'manager@odata.bind': `${server.url}/v1.0/users/${manager.id}` }),
  );
  const personId = (await person)?.id ?? '';
  await second;
  const group = await there.aGroup({ 'members@odata.bind': [`${server.url}/v1.0/users/${personId}`] });
  const organization = await there.aConnectedOrganization();
  const catalog = await there.aCatalog();
  const other = await there.aPackage({ catalog });
  const approver = { '@odata.type': '#microsoft.graph.singleUser', userId: manager.id };
  const { names } = await there.aPolicy({
    ...selfService,
    accessPackage: { id: (await there.aPackage({ catalog })).id },
    requestApprovalSettings: { isApprovalRequiredForAdd: true, stages: [{ primaryApprovers: [approver] }] },
  });
  const asking = { requestType: 'userAdd', assignment: names };
  const request = await server.as(aPerson(personId)).post(`${entitlements}/assignmentRequests`, asking);
  await server.drain();
  const resource = await resourcesOf(server).aGroup(catalog.id, group.id);
  await resourcesOf(server).gives(names.accessPackageId, resource);

  const owners: Record<string, string> = {
    ...{ users: manager.id, groups: group.id, catalogs: catalog.id, connectedOrganizations: organization.id },
    ...{ availableAccessPackages: names.accessPackageId, resources: resource.id },
    resourceEnvironments: '0e000000-0000-4000-8000-000000000001',
    ...{ accessPackages: names.accessPackageId, accessPackageAssignmentApprovals: request.body.id },
  };
  const words: Record<string, string> = { accessPackages: 'allowedRequestor', assignments: 'target' };
  const filled = (path: string): string =>
    path
      .replace(/(\w+)\/\{(?:id|key)\}/, (_, set: string) => `${set}/${owners[set]}`)
      .replace(
        /(\w+)\/(filterByCurrentUser\(on=')\{on\}/,
        (_, set: string, call: string) =>
          `${set}/${call}${words[set] ?? (set.startsWith('role') ? 'principal' : 'approver')}`,
      )
      .replace('{accessPackageId}', names.accessPackageId)
      .replace('{incompatibleAccessPackageId}', other.id);
  const { paths } = (await get('/openapi.json')).body as Described;
  collections = Object.entries(paths)
    .filter(([, path]) => path.get?.parameters?.some(({ name }) => name === '$filter'))
    .map(([path]) => `/v1.0${filled(path)}`);
});
afterAll(() => server.close());

describe('every collection', () => {
  it('takes every option, counts, and says so with the headers of OData', async () => {
    expect(collections.length).toBeGreaterThan(20);
    for (const path of collections) {
      const query = `$filter=id%20ne%20null&$orderby=id%20desc&$top=1&$skip=0&$count=true&$select=id&$expand=*`;
      const sent = { prefer: 'odata.maxpagesize=7' };
      const { status, body, headers, text } = await get(`${path}?${query}`, sent);
      expect([path, status, text.slice(0, status === 200 ? 0 : 300)]).toEqual([path, 200, '']);
      const { '@odata.context': context, '@odata.count': count, value } = body;
      expect(context).toContain('/v1.0/$metadata#');
      expect(value).toHaveLength(Math.min(count, 1));
      expect('@odata.nextLink' in body).toBe(count > 1);
      expect([headers.get('odata-version'), headers.get('preference-applied')]).toEqual(['4.0', sent.prefer]);
      const plain = await get(`${path}/$count?$filter=not%20(id%20eq%20null)`);
      expect([path, plain.status, plain.text]).toEqual([path, 200, String(count)]);
      const beta = await get(`${path.replace('/v1.0', '/beta')}?$top=1&$count=true&$filter=id%20ne%20null`);
      expect([path, beta.status, beta.body['@odata.count']]).toEqual([path, 200, count]);
    }
  });

  it('goes on where a page ended, until everything was shown once', async () => {
    for (const path of collections) {
      const whole = await get(`${path}?$select=id&$orderby=id%20desc`);
      const ids: string[] = [];
      for (let next = `${path}?$select=id&$orderby=id%20desc&$top=1`; next;) {
        const { body } = await get(next);
        ids.push(...body.value.map(({ id }: { id: string }) => id));
        next = (body['@odata.nextLink'] ?? '').slice(server.url.length);
      }
      expect([path, ids]).toEqual([path, whole.body.value.map(({ id }: { id: string }) => id)]);
    }
  });

  it('refuses what it does not know by name', async () => {
    for (const path of collections) {
      for (const query of [
        '$apply=x',
        '$filter=nothing%20eq%201',
        '$orderby=nothing',
        '$select=nothing',
        '$expand=nothing',
      ]) {
        const { status, body } = await get(`${path}?${query}`);
        expect([path, query, status, body.error.code]).toEqual([path, query, 400, 'InvalidFilter']);
        expect(body.error.message).toMatch(/\$apply|'nothing'/);
      }
    }
  });
});
