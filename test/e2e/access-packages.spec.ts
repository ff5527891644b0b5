import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectContract } from '../support/contract.js';
import { entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

const collection = `${entitlements}/accessPackages`;
let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const administrator = () => server.as(anAdministrator);
const invalid = (member: string) =>
  expect.objectContaining({ code: 'InvalidModel', message: expect.stringContaining(member) });
const assigned = async () => {
  const person = await given(server).aPerson();
  const policy = await given(server).aPolicy(selfService);
  const assignment = { targetId: person.id, ...policy.names };
  await administrator().post(`${entitlements}/assignmentRequests`, { requestType: 'adminAdd', assignment });
  await server.drain();
  return { person, policy };
};

describe('POST /accessPackages', () => {
  it('answers 201 with the package and where it is', async () => {
    const catalog = await given(server).aCatalog();
    const displayName = `Sales ${randomUUID()}`;
    const sent = { displayName, description: 'Sells', isHidden: false, catalog: { id: catalog.id } };
    const { status, body, headers } = await administrator().post(collection, sent);
    expect(status).toBe(201);
    expectContract('accessPackage', body);
    expect(body).toEqual({
      '@odata.context': expect.stringContaining(
        '$metadata#identityGovernance/entitlementManagement/accessPackages/$entity',
      ),
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      displayName,
      description: 'Sells',
      isHidden: false,
      createdDateTime: expect.stringMatching(/Z$/),
      modifiedDateTime: body.createdDateTime,
    });
    expect(headers.get('location')).toBe(`${server.url}${collection}/${body.id}`);
    expect((await administrator().get(`${collection}/${body.id}`)).body).toEqual(body);
  });

  it.each([
    ['a misspelt member', { displayName: 'x', isHiden: true }, 'isHiden'],
    ['no name', {}, 'displayName'],
    ['no catalog', { catalog: undefined, displayName: 'x' }, 'catalog'],
    ['a catalog without its id', { displayName: 'x', catalog: {} }, 'catalog.id'],
    ['a catalog id that is no GUID', { displayName: 'x', catalog: { id: { not: '' } } }, 'catalog.id'],
    ['a flag that is none', { displayName: 'x', isHidden: 'no' }, 'isHidden'],
    ['a description that is too long', { displayName: 'x', description: 'x'.repeat(4_001) }, 'description'],
    ['a NUL', { displayName: 'x', description: 'a\0b' }, 'description'],
    [
      'a member that only the server writes',
      { displayName: 'x', modifiedDateTime: '2026-01-01T00:00:00Z' },
      'modifiedDateTime',
    ],
  ])('answers 400 to %s', async (_, sent, member) => {
    const { status, body } = await administrator().post(collection, { catalog: { id: randomUUID() }, ...sent });
    expect([status, body.error]).toEqual([400, invalid(`'${member}'`)]);
  });

  it('answers 404 to a catalog that is not there, and says which', async () => {
    const id = randomUUID();
    const { status, body } = await administrator().post(collection, { displayName: 'x', catalog: { id } });
    expect([status, body.error.code]).toEqual([404, 'ResourceNotFound']);
    expect(body.error.message).toContain(id);
  });

  it('answers 409 to a name that another package of the catalog has', async () => {
    const catalog = { id: (await given(server).aCatalog()).id };
    const { displayName } = await given(server).aPackage({ catalog });
    const { status, body } = await administrator().post(collection, { displayName, catalog });
    expect([status, body.error.code]).toEqual([409, 'DuplicateKey']);
    await given(server).aPackage({ displayName });
  });

  it('answers 401 without a token, and 403 to somebody without a role', async () => {
    expect((await server.anonymous.post(collection, {})).status).toBe(401);
    expect((await server.as(aPerson(randomUUID())).post(collection, {})).status).toBe(403);
  });
});

describe('PATCH /accessPackages/{id}', () => {
  it('answers 204 and changes only what it was given', async () => {
    const accessPackage = await given(server).aPackage({ description: 'before' });
    const sent = { isHidden: true, catalog: null };
    const { status, text } = await administrator().patch(`${collection}/${accessPackage.id}`, sent);
    expect([status, text]).toEqual([204, '']);
    const { body } = await administrator().get(`${collection}/${accessPackage.id}`);
    expect(body).toEqual({ ...accessPackage, isHidden: true, modifiedDateTime: body.modifiedDateTime });
  });

  it('takes back what a GET answered, and keeps the package in its catalog', async () => {
    const { id } = await given(server).aPackage();
    const { body } = await administrator().get(`${collection}/${id}?$expand=catalog,assignmentPolicies`);
    expect((await administrator().patch(`${collection}/${id}`, { ...body, displayName: 'Moved' })).status).toBe(204);
    const other = await given(server).aCatalog();
    const refused = await administrator().patch(`${collection}/${id}`, { catalog: { id: other.id } });
    expect([refused.status, refused.body.error]).toEqual([400, invalid("'catalog'")]);
  });

  it('answers 404 to an id that names nothing', async () => {
    const { status, body } = await administrator().patch(`${collection}/${randomUUID()}`, { isHidden: true });
    expect([status, body.error.code]).toEqual([404, 'ResourceNotFound']);
  });
});

describe('DELETE /accessPackages/{id}', () => {
  it('answers 204, and the package is gone', async () => {
    const { id } = await given(server).aPackage();
    expect((await administrator().delete(`${collection}/${id}`)).status).toBe(204);
    expect((await administrator().get(`${collection}/${id}`)).status).toBe(404);
  });

  it('answers 204, and its policies are gone with it', async () => {
    const { accessPackageId, id } = await given(server).aPolicy();
    expect((await administrator().delete(`${collection}/${accessPackageId}`)).status).toBe(204);
    expect((await administrator().get(`${entitlements}/assignmentPolicies/${id}`)).status).toBe(404);
  });

  it('answers 409 while somebody has it', async () => {
    const { policy } = await assigned();
    const { status, body } = await administrator().delete(`${collection}/${policy.accessPackageId}`);
    expect([status, body.error.code]).toEqual([409, 'ResourceInUse']);
    expect(body.error.message).toContain('assigned to somebody (1)');
  });
});

describe('GET /accessPackages', () => {
  it('expands catalog and policies', async () => {
    const policy = await given(server).aPolicy();
    const { body } = await administrator().get(
      `${collection}/${policy.accessPackageId}?$select=id&$expand=catalog($select=catalogType),assignmentPolicies($select=id)`,
    );
    expect(body).toMatchObject({
      id: policy.accessPackageId,
      catalog: { catalogType: 'userManaged' },
      assignmentPolicies: [{ id: policy.id }],
    });
  });

  it('lists the policies of one package', async () => {
    const policy = await given(server).aPolicy();
    const { body } = await administrator().get(`${collection}/${policy.accessPackageId}/assignmentPolicies?$select=id`);
    expect(body.value).toEqual([{ id: policy.id }]);
    expect((await administrator().get(`${collection}/${randomUUID()}/assignmentPolicies`)).status).toBe(404);
  });

  it('shows a person the packages, policies and catalogs of their own requests, and no others', async () => {
    const { person, policy } = await assigned();
    await given(server).aPolicy();
    const target = server.as(aPerson(person.id, 'EntitlementManagement.Read.All'));
    const seen = async (path: string) =>
      (await target.get(`${entitlements}/${path}`)).body.value.map(({ id }: { id: string }) => id);
    expect(await seen('accessPackages')).toEqual([policy.accessPackageId]);
    expect(await seen('assignmentPolicies')).toEqual([policy.id]);
    expect(await seen('catalogs')).toHaveLength(1);
    expect((await target.get(`${collection}/${policy.accessPackageId}`)).status).toBe(200);
  });
});

describe('Another tenant', () => {
  it('sees, changes, uses and deletes nothing of this one', async () => {
    const policy = await given(server).aPolicy();
    const { body } = await administrator().get(`${collection}/${policy.accessPackageId}?$expand=catalog($select=id)`);
    const stranger = server.as({ ...anAdministrator, tid: randomUUID() });
    const paths = [`catalogs/${body.catalog.id}`, `accessPackages/${body.id}`, `assignmentPolicies/${policy.id}`];
    for (const path of paths) {
      expect((await stranger.get(`${entitlements}/${path}`)).status).toBe(404);
      expect((await stranger.delete(`${entitlements}/${path}`)).status).toBe(404);
    }
    expect((await stranger.patch(`${collection}/${body.id}`, { isHidden: true })).status).toBe(404);
    const accessPackage = { id: body.id };
    const named = { displayName: 'x', accessPackage, catalog: body.catalog };
    expect((await stranger.put(`${entitlements}/${paths[2]}`, named)).status).toBe(404);
    expect(
      (await stranger.post(`${entitlements}/assignmentPolicies`, { displayName: 'x', accessPackage })).status,
    ).toBe(404);
    expect((await stranger.post(collection, { displayName: 'x', catalog: body.catalog })).status).toBe(404);
    expect((await stranger.get(collection)).body.value).toEqual([]);
    expect((await administrator().get(`${entitlements}/${paths[2]}`)).status).toBe(200);
  });
});
