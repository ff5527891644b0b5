import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectContract } from '../support/contract.js';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

const collection = `${entitlements}/catalogs`;
let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const administrator = () => server.as(anAdministrator);
const invalid = (member: string) =>
  expect.objectContaining({ code: 'InvalidModel', message: expect.stringContaining(member) });

describe('POST /catalogs', () => {
  it('answers 201 with the catalog and where it is', async () => {
    const displayName = `Sales ${randomUUID()}`;
    const { status, body, headers } = await administrator().post(collection, {
      '@odata.type': '#microsoft.graph.accessPackageCatalog',
      displayName,
      description: 'For those who sell',
      state: 'Published',
      isExternallyVisible: 'true',
    });
    expect(status).toBe(201);
    expectContract('accessPackageCatalog', body);
    expect(body).toEqual({
      '@odata.context': expect.stringContaining('$metadata#identityGovernance/entitlementManagement/catalogs/$entity'),
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      displayName,
      description: 'For those who sell',
      catalogType: 'userManaged',
      state: 'published',
      isExternallyVisible: true,
      createdDateTime: expect.stringMatching(/Z$/),
      modifiedDateTime: body.createdDateTime,
    });
    expect(headers.get('location')).toBe(`${server.url}${collection}/${body.id}`);
    const { body: read } = await administrator().get(`${collection}/${body.id.toUpperCase()}`);
    expect(read).toEqual(body);
  });

  it('gives defaults to what is left out', async () => {
    const { body } = await administrator().post(collection, { displayName: `Plain ${randomUUID()}` });
    expect(body).toMatchObject({ description: null, state: 'published', isExternallyVisible: false });
  });

  it.each([
    ['a misspelt member', { displayNam: 'x' }, 'displayNam'],
    ['no name', { description: 'x' }, 'displayName'],
    ['a blank name', { displayName: '  ' }, 'displayName'],
    ['a name that is too long', { displayName: 'x'.repeat(257) }, 'displayName'],
    ['a NUL', { displayName: 'a\0b' }, 'displayName'],
    ['a lone surrogate', '{"displayName":"a\\ud800"}', 'displayName'],
    ['a number for a name', { displayName: 7 }, 'displayName'],
    ['a state there is not', { displayName: 'x', state: 'open' }, 'state'],
    ['a member that only the server writes', { displayName: 'x', id: randomUUID() }, 'id'],
    [
      'another member that only the server writes',
      { displayName: 'x', createdDateTime: '2026-01-01T00:00:00Z' },
      'createdDateTime',
    ],
  ])('answers 400 to %s', async (_, sent, member) => {
    const { status, body } = await administrator().post(collection, sent);
    expect([status, body.error]).toEqual([400, invalid(`'${member}'`)]);
  });

  it('answers 409 to a name that another catalog has', async () => {
    const { displayName } = await given(server).aCatalog();
    const { status, body } = await administrator().post(collection, { displayName });
    expect([status, body.error.code]).toEqual([409, 'DuplicateKey']);
  });

  it('answers 401 without a token, and 403 to somebody without a role', async () => {
    expect((await server.anonymous.post(collection, { displayName: 'x' })).status).toBe(401);
    const { status, body } = await server.as(aPerson(randomUUID())).post(collection, { displayName: 'x' });
    expect([status, body.error.code]).toEqual([403, 'UnAuthorized']);
  });
});

describe('PATCH /catalogs/{id}', () => {
  it('answers 204 and changes only what it was given', async () => {
    const catalog = await given(server).aCatalog({ description: 'before', isExternallyVisible: true });
    const { status, text } = await administrator().patch(`${collection}/${catalog.id}`, {
      description: null,
      state: 'unpublished',
    });
    expect([status, text]).toEqual([204, '']);
    const { body } = await administrator().get(`${collection}/${catalog.id}`);
    expect(body).toEqual({
      ...catalog,
      description: null,
      state: 'unpublished',
      modifiedDateTime: body.modifiedDateTime,
    });
    expect(body.modifiedDateTime >= String(catalog['modifiedDateTime'])).toBe(true);
  });

  it('takes back what a GET answered', async () => {
    const catalog = await given(server).aCatalog();
    const sent = { ...catalog, displayName: `Renamed ${randomUUID()}` };
    expect((await administrator().patch(`${collection}/${catalog.id}`, sent)).status).toBe(204);
  });

  it('answers 400 to the id of another catalog, to no name at all and to a misspelt member', async () => {
    const { id } = await given(server).aCatalog();
    const patch = async (body: object) => (await administrator().patch(`${collection}/${id}`, body)).body.error;
    expect(await patch({ id: randomUUID() })).toEqual(invalid("'id'"));
    expect(await patch({ displayName: null })).toEqual(invalid("'displayName'"));
    expect(await patch({ displayNam: 'x' })).toEqual(invalid("'displayNam'"));
  });

  it.each([
    [randomUUID(), 404, 'ResourceNotFound'],
    ['sales', 400, 'BadRequest'],
  ])('answers an id that names nothing, %s, with %i', async (id, expected, code) => {
    const { status, body } = await administrator().patch(`${collection}/${id}`, { description: 'x' });
    expect([status, body.error.code]).toEqual([expected, code]);
  });
});

describe('DELETE /catalogs/{id}', () => {
  it('answers 204, and the catalog is gone', async () => {
    const { id } = await given(server).aCatalog();
    expect((await administrator().delete(`${collection}/${id}`)).status).toBe(204);
    expect((await administrator().get(`${collection}/${id}`)).status).toBe(404);
    expect((await administrator().delete(`${collection}/${id}`)).status).toBe(404);
  });

  it('answers 409 while it holds an access package', async () => {
    const catalog = await given(server).aCatalog();
    const accessPackage = await given(server).aPackage({ catalog: { id: catalog.id } });
    const { status, body } = await administrator().delete(`${collection}/${catalog.id}`);
    expect([status, body.error.code]).toEqual([409, 'ResourceInUse']);
    await administrator().delete(`${entitlements}/accessPackages/${accessPackage.id}`);
    expect((await administrator().delete(`${collection}/${catalog.id}`)).status).toBe(204);
  });
});

describe('GET /catalogs', () => {
  it('filters, and expands the packages', async () => {
    const catalog = await given(server).aCatalog();
    const { id } = await given(server).aPackage({ catalog: { id: catalog.id } });
    const { body } = await administrator().get(
      `${collection}?$filter=displayName eq '${String(catalog['displayName'])}'&$expand=accessPackages`,
    );
    expect(body.value).toEqual([
      expect.objectContaining({ id: catalog.id, accessPackages: [expect.objectContaining({ id })] }),
    ]);
  });

  it('shows nothing to a person whom no access concerns', async () => {
    const { id } = await given(server).aCatalog();
    const nobody = server.as(aPerson(randomUUID(), 'EntitlementManagement.Read.All'));
    const { status, body } = await nobody.get(collection);
    expect([status, body.value]).toEqual([200, []]);
    expect((await nobody.get(`${collection}/${id}`)).status).toBe(404);
  });

  it('lists the packages of one catalog', async () => {
    const catalog = await given(server).aCatalog();
    const { id } = await given(server).aPackage({ catalog: { id: catalog.id } });
    await given(server).aPackage();
    const { body } = await administrator().get(`${collection}/${catalog.id}/accessPackages?$select=id`);
    expect(body.value).toEqual([{ id }]);
    expect((await administrator().get(`${collection}/${randomUUID()}/accessPackages`)).status).toBe(404);
  });
});
