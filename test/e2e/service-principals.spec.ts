import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { given } from '../support/given.js';
import { anApplication, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const collection = '/v1.0/servicePrincipals';
const both = ['v1.0', 'beta'] as const;

describe.each(databases)('Service principals on the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  const app = () => server.as(anApplication);
  const someone = () => ({ appId: randomUUID(), displayName: `Payroll ${randomUUID()}` });

  it.each(both)('are made, read and deleted in %s, and what nobody keeps is dropped', async (dialect) => {
    const path = `/${dialect}/servicePrincipals`;
    const [id, { appId, displayName }] = [randomUUID(), someone()];
    const { status, body, headers } = await app().post(path, {
      ...{ id: id.toUpperCase(), appId: appId.toUpperCase(), displayName },
      ...{ accountEnabled: true, tags: ['WindowsAzureActiveDirectoryIntegratedApp'], keyCredentials: [], owners: [] },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      '@odata.context': expect.stringContaining('$metadata#servicePrincipals/$entity'),
      ...{ id, appId, displayName },
    });
    expect(headers.get('location')).toBe(`${server.url}${path}/${id}`);
    expect((await app().get(`${path}/${id}`)).body).toEqual(body);
    expect((await app().delete(`${path}/${id}`)).status).toBe(204);
    const gone = await app().get(`${path}/${id}`);
    expect([gone.status, gone.body.error.code]).toEqual([404, 'ResourceNotFound']);
    expect((await app().delete(`${path}/${id}`)).status).toBe(404);
    expect((await app().post(path, { id, appId, displayName })).status).toBe(201);
  });

  it.each<[string, object, string]>([
    ['no application', { appId: undefined }, 'appId'],
    ['null for the application', { appId: null }, 'appId'],
    ['an application that is no GUID', { appId: 'payroll' }, 'appId'],
    ['no name', { displayName: undefined }, 'displayName'],
    ['an empty name', { displayName: '' }, 'displayName'],
    ['a name that is too long', { displayName: 'x'.repeat(257) }, 'displayName'],
    ['a NUL', { displayName: 'a\0' }, 'displayName'],
    ['an id that is no GUID', { id: 'payroll' }, 'id'],
    ['a misspelt member', { displayNam: 'x' }, 'displayNam'],
    ['an account that is not enabled', { accountEnabled: false }, 'accountEnabled'],
    ['a stop by Entra', { isDisabled: true }, 'isDisabled'],
    ['a secret', { passwordCredentials: [{ secretText: 'x' }] }, 'passwordCredentials'],
    ['a key', { keyCredentials: [{ key: 'x' }] }, 'keyCredentials'],
    ['owners', { 'owners@odata.bind': [`users/${randomUUID()}`] }, 'owners@odata.bind'],
    ['roles of other applications', { appRoleAssignments: [{ id: 'x' }] }, 'appRoleAssignments'],
    ['a member that only the server writes', { createdDateTime: '2026-01-01T00:00:00Z' }, 'createdDateTime'],
  ])('answer 400 to %s', async (_, sent, member) => {
    const { status, body } = await app().post(collection, { ...someone(), ...sent });
    const error = { code: 'InvalidModel', message: expect.stringContaining(`'${member}'`) };
    expect([status, body.error]).toEqual([400, expect.objectContaining(error)]);
  });

  it('answer 409 to an id or an application that is taken, in the same words, and leave what is there', async () => {
    const there = await given(server).aServicePrincipal();
    for (const taken of [{ id: there.id }, { appId: String(there['appId']).toUpperCase() }]) {
      const { status, body } = await app().post(collection, { ...someone(), ...taken });
      expect([status, body.error]).toMatchObject([
        409,
        { code: 'DuplicateKey', message: expect.stringMatching(/^Another service principal has this id, or/) },
      ]);
    }
    expect((await app().get(`${collection}/${there.id}`)).body).toMatchObject({ displayName: there['displayName'] });
  });

  it('are made once for an application, however many ask at once', async () => {
    const body = someone();
    const answers = await Promise.all(Array.from({ length: 5 }, () => app().post(collection, body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    const codes = answers.flatMap(({ status, body: answered }) => (status === 409 ? [answered.error.code] : []));
    expect(new Set(codes)).toEqual(new Set(['DuplicateKey']));
    expect((await app().get(`${collection}?$filter=appId eq '${body.appId}'`)).body.value).toHaveLength(1);
  });

  it.each(both)('are found in %s by their application and by their name, in any case of letters', async (dialect) => {
    const { appId, displayName } = someone();
    const { id } = await given(server).aServicePrincipal({ appId, displayName });
    const upper = displayName.toUpperCase();
    for (const filter of [
      ...[`appId eq '${appId}'`, `displayName eq '${upper}'`, `startswith(displayName,'${upper}')`],
      `id eq '${id}' and appId eq '${appId}'`,
    ]) {
      const path = `/${dialect}/servicePrincipals?$count=true&$filter=${encodeURIComponent(filter)}`;
      const { status, body } = await app().get(path);
      expect([filter, status, body['@odata.count'], body.value]).toEqual([
        filter,
        200,
        1,
        [{ id, appId, displayName }],
      ]);
    }
    const none = await app().get(`/${dialect}/servicePrincipals/$count?$filter=appId eq '${randomUUID()}'`);
    expect([none.status, none.text]).toEqual([200, '0']);
  });

  it('are directory objects, for those who may read them', async () => {
    const { id } = await given(server).aServicePrincipal();
    const reader = server.as(aPerson(randomUUID(), 'Application.Read.All'));
    const { body } = await reader.get(`/v1.0/directoryObjects/${id}`);
    expect(body).toMatchObject({ '@odata.type': '#microsoft.graph.servicePrincipal', id });
    const byIds = (scp: string, more: object = {}) =>
      server.as(aPerson(randomUUID(), scp)).post('/v1.0/directoryObjects/getByIds', { ids: [id], ...more });
    expect((await byIds('Application.Read.All')).body.value).toHaveLength(1);
    expect((await byIds('Application.Read.All', { types: ['servicePrincipal'] })).body.value).toHaveLength(1);
    expect((await byIds('User.Read.All')).body.value).toEqual([]);
    expect((await byIds('User.Read.All', { types: ['servicePrincipal'] })).status).toBe(403);
  });

  it('answer 401 without a token, 403 without a permission or a role, and 400 to an id that is no GUID', async () => {
    const as = (scp: string) => server.as(aPerson(randomUUID(), scp));
    expect((await server.anonymous.get(collection)).status).toBe(401);
    expect((await as('User.Read.All Group.Read.All').get(collection)).status).toBe(403);
    expect((await as('Application.ReadWrite.All').post(collection, someone())).status).toBe(403);
    const { id } = await given(server).aServicePrincipal();
    expect((await as('Application.ReadWrite.All').delete(`${collection}/${id}`)).status).toBe(403);
    const writer = (roles: string[]) =>
      server.as({ as: 'user', oid: randomUUID(), scp: 'Application.ReadWrite.All', roles });
    expect((await writer(['GroupsAdministrator']).post(collection, someone())).status).toBe(403);
    expect((await writer(['CloudApplicationAdministrator']).post(collection, someone())).status).toBe(201);
    expect((await app().get(`${collection}/payroll`)).status).toBe(400);
    expect((await app().delete(`${collection}/payroll`)).status).toBe(400);
  });

  it("are their tenant's own: the same application may be in each", async () => {
    const { id, appId } = await given(server).aServicePrincipal();
    const elsewhere = server.as({ ...anApplication, tid: randomUUID() });
    expect((await elsewhere.get(`${collection}/${id}`)).status).toBe(404);
    expect((await elsewhere.delete(`${collection}/${id}`)).status).toBe(404);
    expect((await elsewhere.post(collection, { appId, displayName: 'Payroll' })).status).toBe(201);
    expect((await app().get(`${collection}/${id}`)).status).toBe(200);
  });
});
