import { randomUUID } from 'node:crypto';
import { accessPackages } from '../../src/entitlement-management/access-packages/index.js';
import { Database } from '../../src/platform/database/database.js';
import { entityTag } from '../../src/platform/odata/entity-tag.js';
import { betaEntitlements as beta, entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, startServer, type TestServer } from '../support/server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const admin = () => server.as(anAdministrator);
const packages = `${beta}/accessPackages`;

/** A package that beta made, with what its body says beside its name and catalog. */
async function made(more: object = {}) {
  const catalogId = (await given(server).aCatalog()).id;
  const { status, body, text } = await admin().post(packages, { displayName: randomUUID(), catalogId, ...more });
  if (status !== 201) throw new Error(text);
  return body as { readonly id: string; readonly catalogId: string; readonly isRoleScopesVisible: boolean };
}

const read = async (id: string, at = packages) => (await admin().get(`${at}/${id}`)).body;
const kept = (id: string) => server.app.get(Database).pool.accessPackage.findFirstOrThrow({ where: { id } });
const saying = (name: string) => ({ code: 'InvalidModel', message: expect.stringContaining(`'${name}'`) });

describe('isRoleScopesVisible of a package under /beta', () => {
  it('is false where nobody says it, and is kept and answered where somebody does', async () => {
    expect((await made()).isRoleScopesVisible).toBe(false);
    expect((await made({ isRoleScopesVisible: null })).isRoleScopesVisible).toBe(false);
    const { id, isRoleScopesVisible } = await made({ IsRoleScopesVisible: 'true' });
    expect(isRoleScopesVisible).toBe(true);
    expect((await read(id)).isRoleScopesVisible).toBe(true);
    expect((await kept(id)).isRoleScopesVisible).toBe(true);
  });

  it('is changed by a PATCH, alone, and kept by one that does not name it, in both versions', async () => {
    const { id } = await made({ description: 'One' });
    const before = await read(id);
    expect((await admin().patch(`${packages}/${id}`, { isRoleScopesVisible: true })).status).toBe(204);
    const { modifiedDateTime, ...after } = await read(id);
    expect({ ...after, modifiedDateTime: before.modifiedDateTime }).toEqual({
      ...before,
      ...{ isRoleScopesVisible: true, modifiedBy: after.modifiedBy },
    });
    expect(modifiedDateTime >= before.modifiedDateTime).toBe(true);
    for (const at of [`${beta}/accessPackages`, `${entitlements}/accessPackages`]) {
      expect((await admin().patch(`${at}/${id}`, { description: 'Other' })).status).toBe(204);
      expect((await read(id)).isRoleScopesVisible).toBe(true);
    }
    expect((await admin().patch(`${packages}/${id}`, after)).status).toBe(204);
    const refused = await admin().patch(`${packages}/${id}`, { isRoleScopesVisible: 'yes' });
    expect([refused.status, refused.body.error]).toEqual([400, expect.objectContaining(saying('isRoleScopesVisible'))]);
    expect((await kept(id)).isRoleScopesVisible).toBe(true);
  });

  it('stands in the log with what else was said', async () => {
    const { id } = await made({ isRoleScopesVisible: true });
    await admin().patch(`${packages}/${id}`, { isRoleScopesVisible: false });
    const events = await server.app
      .get(Database)
      .pool.domainEvent.findMany({ where: { aggregateId: id }, orderBy: { aggregateVersion: 'asc' } });
    expect(events.map(({ name, payload }) => [name, payload])).toEqual([
      [
        'accessPackage.created',
        expect.objectContaining({ values: expect.objectContaining({ isRoleScopesVisible: true }) }),
      ],
      ['accessPackage.updated', expect.objectContaining({ changes: { isRoleScopesVisible: false } })],
    ]);
  });

  it.each<[query: string, found: boolean]>([
    ['$filter=isRoleScopesVisible eq true', true],
    ['$filter=isRoleScopesVisible', true],
    ['$filter=not isRoleScopesVisible', false],
    ['$filter=isRoleScopesVisible in (true)', true],
  ])('is asked for by %s', async (query, found) => {
    const { id, catalogId } = await made({ isRoleScopesVisible: true });
    const { status, body } = await admin().get(`${packages}?${query} and catalogId eq '${catalogId}'`);
    expect(status).toBe(200);
    expect(body.value.map((each: { id: string }) => each.id)).toEqual(found ? [id] : []);
  });

  it('is selected, ordered by, and asked for along links', async () => {
    const { id, catalogId } = await made({ isRoleScopesVisible: true });
    const { body } = await admin().get(`${packages}/${id}?$select=isRoleScopesVisible`);
    expect(body).toEqual({ '@odata.context': expect.any(String), isRoleScopesVisible: true });
    const other = await admin().post(packages, { displayName: randomUUID(), catalogId });
    const ordered = await admin().get(
      `${packages}?$filter=catalogId eq '${catalogId}'&$orderby=isRoleScopesVisible desc,displayName`,
    );
    expect(ordered.body.value.map((each: { id: string }) => each.id)).toEqual([id, other.body.id]);
    const policy = await given(server).aPolicy({ ...selfService, accessPackage: { id } });
    const along = await admin().get(
      `${beta}/accessPackageAssignmentPolicies?$filter=accessPackage/isRoleScopesVisible and accessPackage/id eq '${id}'&$expand=accessPackage`,
    );
    expect(along.body.value).toEqual([expect.objectContaining({ id: policy.id })]);
    expect(along.body.value[0].accessPackage.isRoleScopesVisible).toBe(true);
  });

  it('stays on record when the package is deleted', async () => {
    const { id } = await made({ isRoleScopesVisible: true });
    const { names } = await given(server).aPolicy({ ...selfService, accessPackage: { id } });
    const targetId = (await given(server).aPerson()).id;
    const requests = `${entitlements}/assignmentRequests`;
    await admin().post(requests, { requestType: 'adminAdd', assignment: { targetId, ...names } });
    await server.drain();
    const assignments = `${beta}/accessPackageAssignments?$filter=targetId eq '${targetId}'&$expand=accessPackage`;
    const list = await admin().get(
      assignments.replace(`targetId eq '${targetId}'`, `target/objectId eq '${targetId}'`),
    );
    const [held] = list.body.value;
    await admin().post(requests, { requestType: 'adminRemove', assignment: { id: held.id } });
    await server.drain();
    expect((await admin().delete(`${packages}/${id}`)).status).toBe(204);
    const gone = await admin().get(`${beta}/accessPackageAssignments/${held.id}?$expand=accessPackage`);
    expect(gone.body.accessPackage).toMatchObject({ id, isRoleScopesVisible: true });
  });

  it('is part of the tag, which is the same in both versions', async () => {
    const { id } = await made();
    const row = { ...(await kept(id)) };
    expect(entityTag(accessPackages, { ...row, isRoleScopesVisible: true })).not.toBe(entityTag(accessPackages, row));
    const [inBeta, inV1] = [
      await admin().get(`${packages}/${id}`),
      await admin().get(`${entitlements}/accessPackages/${id}`),
    ];
    expect(inV1.headers.get('etag')).toBe(inBeta.headers.get('etag'));
  });

  it('is false for what a process of the version before inserts beside', async () => {
    const catalogId = (await given(server).aCatalog()).id;
    const id = randomUUID();
    const { tenantId } = await server.app.get(Database).pool.catalog.findFirstOrThrow({ where: { id: catalogId } });
    await server.app.get(Database).pool.$executeRaw`
      INSERT INTO access_package (tenant_id, id, catalog_id, display_name, description, is_hidden, created_at, modified_at)
      VALUES (${tenantId}::uuid, ${id}::uuid, ${catalogId}::uuid, ${id}, null, false, now(), now())`;
    expect((await read(id)).isRoleScopesVisible).toBe(false);
  });
});

describe('isRoleScopesVisible under /v1.0', () => {
  it('is refused by name as it was sent, and nothing is made or changed', async () => {
    const { id, catalogId } = await made({ isRoleScopesVisible: true });
    const v1 = `${entitlements}/accessPackages`;
    const count = () => server.app.get(Database).pool.accessPackage.count({ where: { catalogId } });
    const before = await count();
    for (const name of ['isRoleScopesVisible', 'ISROLESCOPESVISIBLE']) {
      for (const value of [true, false, 'x', {}]) {
        const posted = await admin().post(v1, { displayName: randomUUID(), catalog: { id: catalogId }, [name]: value });
        const patched = await admin().patch(`${v1}/${id}`, { description: 'Changed', [name]: value });
        for (const { status, body } of [posted, patched])
          expect([status, body.error]).toEqual([400, expect.objectContaining(saying(name))]);
      }
    }
    expect(await count()).toBe(before);
    expect(await kept(id)).toMatchObject({ description: null, isRoleScopesVisible: true });
    const silent = { displayName: randomUUID(), catalog: { id: catalogId }, isRoleScopesVisible: null };
    expect((await admin().post(v1, silent)).status).toBe(201);
  });

  it('is told nothing of to who may not write', async () => {
    const { status } = await server.anonymous.post(`${entitlements}/accessPackages`, { isRoleScopesVisible: true });
    expect(status).toBe(401);
  });

  it('is neither answered nor asked for, and no part of the description', async () => {
    const { id } = await made({ isRoleScopesVisible: true });
    const v1 = `${entitlements}/accessPackages`;
    expect(await read(id, v1)).not.toHaveProperty('isRoleScopesVisible');
    for (const query of ['$filter=isRoleScopesVisible', '$select=isRoleScopesVisible', '$orderby=isRoleScopesVisible'])
      expect((await admin().get(`${v1}?${query}`)).status).toBe(400);
    expect((await server.anonymous.get('/openapi.json')).text).not.toContain('isRoleScopesVisible');
    expect((await server.anonymous.get('/v1.0/$metadata')).text).not.toContain('isRoleScopesVisible');
    expect((await server.anonymous.get('/beta/$metadata')).text).toContain('Name="isRoleScopesVisible"');
  });
});
