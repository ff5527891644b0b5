import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { betaEntitlements, entitlements, given } from '../support/given.js';
import { adding, resourcesOf } from '../support/resources.js';
import { anAdministrator, anApplication, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const requests = `${entitlements}/resourceRequests`;
const groupsEnvironment = '0e000000-0000-4000-8000-000000000001';

describe.each(databases)('Resources of catalogs on the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  const admin = () => server.as(anAdministrator);
  const app = () => server.as(anApplication);
  const there = () => resourcesOf(server);
  const refusal = async (call: Promise<{ status: number; body: { error?: { code: string } } }>) => {
    const { status, body } = await call;
    return [status, body.error?.code];
  };

  it('are added as groups, with both roles, one scope and the environment of the directory', async () => {
    const { id: catalogId } = await given(server).aCatalog();
    const group = await given(server).aGroup({ displayName: 'Sales', description: 'Who sells' });
    const { status, body, headers } = await admin().post(requests, {
      '@odata.type': '#microsoft.graph.accessPackageResourceRequest',
      ...adding(catalogId.toUpperCase(), group.id.toUpperCase()),
    });
    expect([status, body.error]).toEqual([201, undefined]);
    expect(body).toEqual({
      '@odata.context': expect.stringContaining('/resourceRequests/$entity'),
      ...{ id: expect.any(String), requestType: 'adminAdd', state: 'delivered', createdDateTime: expect.any(String) },
    });
    expect(headers.get('location')).toBe(`${server.url}${requests}/${body.id}`);
    const options = '$expand=roles($expand=resource),scopes,environment';
    const list = await admin().get(`${entitlements}/catalogs/${catalogId}/resources?${options}`);
    const origin = { originId: group.id, originSystem: 'AadGroup' };
    expect(list.body.value).toHaveLength(1);
    const [found] = list.body.value;
    expect(found).toMatchObject({
      ...{ displayName: 'Sales', description: 'Who sells', attributes: [], ...origin },
      environment: { id: groupsEnvironment, originSystem: 'AadGroup', isDefaultEnvironment: true, originId: '' },
      scopes: [{ displayName: 'Root', isRootScope: true, ...origin, description: null }],
    });
    expect(
      found.roles
        .map((role: Record<string, unknown>) => [role['displayName'], role['originId'], role['originSystem']])
        .sort(),
    ).toEqual([
      ['Member', `Member_${group.id}`, 'AadGroup'],
      ['Owner', `Owner_${group.id}`, 'AadGroup'],
    ]);
    expect(found.roles[0].resource.id).toBe(found.id);
    const { '@odata.context': _, ...alone } = (await admin().get(`${entitlements}/resources/${found.id}`)).body;
    expect(found).toMatchObject(alone);
    expect((await admin().get(`${entitlements}/catalogs/${catalogId}/resources/${found.id}`)).body).toMatchObject(
      alone,
    );
  });

  it('are added as applications, with one role', async () => {
    const { id: catalogId } = await given(server).aCatalog();
    const application = await given(server).aServicePrincipal({ displayName: 'Payroll' });
    const body = adding(catalogId, application.id, { originSystem: 'aadapplication', displayName: 'Pay' });
    expect((await admin().post(requests, body)).status).toBe(201);
    const list = await admin().get(`${entitlements}/catalogs/${catalogId}/resources?$expand=roles`);
    expect(list.body.value).toMatchObject([
      {
        ...{ displayName: 'Pay', originSystem: 'AadApplication', originId: application.id },
        roles: [{ displayName: 'Default Access', originId: '00000000-0000-0000-0000-000000000000' }],
      },
    ]);
  });

  it('are added and removed in beta’s names, as Terraform sends them', async () => {
    const { id: catalogId } = await given(server).aCatalog();
    const group = await given(server).aGroup();
    const path = `${betaEntitlements}/accessPackageResourceRequests`;
    const accessPackageResource = { originId: group.id, originSystem: 'AadGroup' };
    const added = await admin().post(path, {
      ...{ catalogId, requestType: 'AdminAdd', executeImmediately: true, justification: 'Needed' },
      accessPackageResource,
    });
    expect([added.status, added.body.error]).toEqual([201, undefined]);
    expect(added.body).toMatchObject({
      ...{ catalogId, requestType: 'AdminAdd', requestState: 'Delivered', requestStatus: 'Fulfilled' },
      ...{ isValidationOnly: false, justification: null },
    });
    const list = `${betaEntitlements}/accessPackageCatalogs/${catalogId}/accessPackageResources`;
    const filtered = `${list}?$filter=startswith(originId, '${group.id}')&$expand=accessPackageResourceRoles,accessPackageResourceScopes`;
    const [found] = (await admin().get(filtered)).body.value;
    expect(found).toMatchObject({ ...accessPackageResource, isPendingOnboarding: false });
    expect(found.accessPackageResourceRoles).toHaveLength(2);
    expect(found.accessPackageResourceScopes).toHaveLength(1);
    const removed = await admin().post(path, { catalogId, requestType: 'AdminRemove', accessPackageResource });
    expect([removed.status, removed.body.requestType]).toEqual([201, 'AdminRemove']);
    expect((await admin().get(list)).body.value).toEqual([]);
  });

  it('are once in a catalog, and may be in several', async () => {
    const { groupId, catalogId } = await there().aGroup();
    expect(await refusal(admin().post(requests, adding(catalogId, groupId)))).toEqual([
      400,
      'ResourceAlreadyOnboarded',
    ]);
    expect((await there().aGroup(undefined, groupId)).groupId).toBe(groupId);
    const both = await admin().get(`${entitlements}/resources?$filter=originId eq '${groupId}'&$count=true`);
    expect(both.body['@odata.count']).toBe(2);
    const raced = await given(server).aCatalog();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => admin().post(requests, adding(raced.id, groupId))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400]);
  });

  it('are found by what they give, with the filter that clients send', async () => {
    const { catalogId, id, memberId, ownerId } = await there().aGroup();
    await there().aGroup(catalogId);
    const filter = `(originSystem eq 'AadGroup' and resource/id eq '${id}')`;
    const path = `${entitlements}/catalogs/${catalogId}/resourceRoles?$filter=${filter}&$expand=resource`;
    const roles = (await admin().get(path)).body.value;
    expect(roles.map((role: { id: string }) => role.id).sort()).toEqual([memberId, ownerId].sort());
    expect(roles[0].resource.id).toBe(id);
    const scopes = await admin().get(`${entitlements}/catalogs/${catalogId}/resourceScopes`);
    expect(scopes.body.value).toHaveLength(2);
    for (const [part, count] of [
      ['roles', 2],
      ['scopes', 1],
    ] as const)
      expect((await admin().get(`${entitlements}/resources/${id}/${part}`)).body.value).toHaveLength(count);
    const whole = await admin().get(
      `${entitlements}/catalogs?$filter=id eq '${catalogId}'&$expand=resources,accessPackages`,
    );
    expect(whole.body.value[0].resources).toHaveLength(2);
  });

  it('are renamed and removed, by their id or by where they are, and the requests stay', async () => {
    const { catalogId, groupId, id } = await there().aGroup();
    const rename = { requestType: 'adminUpdate', resource: { id, displayName: 'Sellers', attributes: [] } };
    expect((await admin().post(requests, rename)).body.requestType).toBe('adminUpdate');
    expect((await admin().get(`${entitlements}/resources/${id}`)).body.displayName).toBe('Sellers');
    const removal = { ...adding(catalogId, groupId, { id }), requestType: 'adminRemove' };
    expect((await admin().post(requests, removal)).status).toBe(201);
    expect((await admin().get(`${entitlements}/resources/${id}`)).status).toBe(404);
    const filter = `$filter=catalog/id eq '${catalogId}'&$expand=resource,catalog&$orderby=createdDateTime`;
    const { value } = (await admin().get(`${requests}?${filter}`)).body;
    expect(value.map((one: { requestType: string }) => one.requestType).sort()).toEqual(
      ['adminAdd', 'adminRemove', 'adminUpdate'].sort(),
    );
    expect(value.at(-1)).toMatchObject({ resource: { id, originId: groupId }, catalog: { id: catalogId } });
    expect((await admin().get(`${requests}/${value[0].id}`)).body.resource).toBeUndefined();
  });

  it('are read anew from the directory', async () => {
    const { catalogId, groupId, id } = await there().aGroup();
    await app().patch(`/v1.0/groups/${groupId}`, { displayName: 'Renamed', description: 'Now' });
    const path = `${entitlements}/catalogs/${catalogId}/resources/${id}`;
    const { status, text } = await admin().post(`${path}/refresh`);
    expect([status, text]).toEqual([200, '']);
    expect((await admin().get(path)).body).toMatchObject({ displayName: 'Renamed', description: 'Now' });
    expect((await admin().get(`${path}?$expand=roles`)).body.roles).toHaveLength(2);
    await app().delete(`/v1.0/groups/${groupId}`);
    expect(await refusal(admin().post(`${entitlements}/resources/${id}/refresh`))).toEqual([
      400,
      'ResourceNotFoundInOriginSystem',
    ]);
    const other = (await given(server).aCatalog()).id;
    const elsewhere = admin().post(`${entitlements}/catalogs/${other}/resources/${id}/refresh`);
    expect(await refusal(elsewhere)).toEqual([404, 'ResourceNotFound']);
  });

  it('have environments, of which a filter names the system', async () => {
    const list = `${entitlements}/resourceEnvironments`;
    expect((await admin().get(list)).body.value).toHaveLength(2);
    const { body } = await admin().get(`${list}?$filter=originSystem eq 'AadGroup'`);
    expect(body.value).toMatchObject([{ id: groupsEnvironment, isDefaultEnvironment: true, connectionInfo: null }]);
    expect((await admin().get(`${list}?$filter=originSystem eq 'SharePointOnline'`)).body.value).toEqual([]);
    const { id } = await there().aGroup();
    const within = await admin().get(`${list}/${groupsEnvironment}/resources?$filter=id eq '${id}'`);
    expect(within.body.value).toHaveLength(1);
    expect((await admin().get(`${entitlements}/resources/${id}/environment`)).body.id).toBe(groupsEnvironment);
  });

  it('are kept by their catalog, which is not deleted with one', async () => {
    const { catalogId, id } = await there().aGroup();
    const { status, body } = await admin().delete(`${entitlements}/catalogs/${catalogId}`);
    expect([status, body.error.code]).toEqual([409, 'ResourceInUse']);
    expect((await admin().post(requests, { requestType: 'adminRemove', resource: { id } })).status).toBe(201);
    expect((await admin().delete(`${entitlements}/catalogs/${catalogId}`)).status).toBe(204);
  });

  it('are one tenant’s', async () => {
    const { catalogId, groupId, id } = await there().aGroup();
    const other = server.as({ as: 'user', tid: randomUUID() });
    for (const path of ['resources', 'resourceRequests']) {
      expect((await other.get(`${entitlements}/${path}`)).body.value).toEqual([]);
    }
    expect((await other.get(`${entitlements}/resources/${id}`)).status).toBe(404);
    expect(await refusal(other.post(requests, adding(catalogId, groupId)))).toEqual([404, 'ResourceNotFound']);
    const removal = { requestType: 'adminRemove', resource: { id } };
    expect(await refusal(other.post(requests, removal))).toEqual([404, 'ResourceNotFound']);
  });

  describe('refuse', () => {
    let world: Awaited<ReturnType<ReturnType<typeof resourcesOf>['aGroup']>>;
    let fresh: string;
    beforeAll(async () => {
      world = await there().aGroup();
      fresh = (await given(server).aGroup()).id;
    });
    type Change = (sent: { catalogId: string; group: string; resource: string }) => object;
    const zero = '00000000-0000-4000-8000-000000000000';

    it.each<[string, Change, number, string, string]>([
      [
        'no type',
        ({ catalogId, group }) => ({ ...adding(catalogId, group), requestType: null }),
        400,
        'InvalidModel',
        'requestType',
      ],
      [
        'a type of people',
        ({ catalogId, group }) => ({ ...adding(catalogId, group), requestType: 'userAdd' }),
        400,
        'InvalidModel',
        'requestType',
      ],
      [
        'no catalog',
        ({ catalogId, group }) => ({ ...adding(catalogId, group), catalog: null }),
        400,
        'InvalidModel',
        'catalog',
      ],
      ['a catalog that is nowhere', ({ group }) => adding(zero, group), 404, 'ResourceNotFound', zero],
      ['a catalog that is no GUID', ({ group }) => adding('x', group), 400, 'InvalidModel', 'catalog.id'],
      [
        'no resource',
        ({ catalogId, group }) => ({ ...adding(catalogId, group), resource: null }),
        400,
        'InvalidModel',
        'resource',
      ],
      [
        'no system',
        ({ catalogId, group }) => adding(catalogId, group, { originSystem: null }),
        400,
        'InvalidModel',
        'originSystem',
      ],
      ['no place', ({ catalogId }) => adding(catalogId, ''), 400, 'InvalidModel', 'originId'],
      [
        'a system that nobody knows',
        ({ catalogId, group }) => adding(catalogId, group, { originSystem: 'SharePointOnline' }),
        400,
        'InvalidModel',
        'AadGroup, AadApplication',
      ],
      [
        'a group that is nowhere',
        ({ catalogId }) => adding(catalogId, zero),
        400,
        'ResourceNotFoundInOriginSystem',
        zero,
      ],
      [
        'a group by its name',
        ({ catalogId }) => adding(catalogId, 'Sales'),
        400,
        'ResourceNotFoundInOriginSystem',
        'Sales',
      ],
      ['a NUL', ({ catalogId, group }) => adding(catalogId, `${group}\0`), 400, 'InvalidModel', 'originId'],
      [
        'an id of its own',
        ({ catalogId, group }) => adding(catalogId, group, { id: zero }),
        400,
        'InvalidModel',
        'resource.id',
      ],
      [
        'attributes',
        ({ catalogId, group }) => adding(catalogId, group, { attributes: [{ name: 'jobTitle' }] }),
        400,
        'InvalidModel',
        'resource.attributes',
      ],
      [
        'roles that it would not have',
        ({ catalogId, group }) => adding(catalogId, group, { rolls: [] }),
        400,
        'InvalidModel',
        'rolls',
      ],
      [
        'the environment of applications',
        ({ catalogId, group }) =>
          adding(catalogId, group, { environment: { id: '0e000000-0000-4000-8000-000000000002' } }),
        400,
        'InvalidModel',
        'environment',
      ],
      [
        'an environment that nobody declared',
        ({ catalogId, group }) => adding(catalogId, group, { environment: { originId: 'badges' } }),
        400,
        'InvalidModel',
        'environment',
      ],
      [
        'two environments',
        ({ catalogId, group }) =>
          adding(catalogId, group, {
            environment: { id: zero },
            'environment@odata.bind': `resourceEnvironments/${groupsEnvironment}`,
          }),
        400,
        'InvalidModel',
        'environment',
      ],
      [
        'a state',
        ({ catalogId, group }) => ({ ...adding(catalogId, group), state: 'delivered' }),
        400,
        'InvalidModel',
        'state',
      ],
      [
        'a dry run',
        ({ catalogId, group }) => ({ ...adding(catalogId, group), isValidationOnly: true }),
        400,
        'InvalidModel',
        'isValidationOnly',
      ],
      [
        'a delay',
        ({ catalogId, group }) => ({ ...adding(catalogId, group), executeImmediately: false }),
        400,
        'InvalidModel',
        'executeImmediately',
      ],
      [
        'a blank name',
        ({ catalogId, group }) => adding(catalogId, group, { displayName: ' ' }),
        400,
        'InvalidModel',
        'displayName',
      ],
      [
        'a removal of nothing',
        () => ({ requestType: 'adminRemove', resource: {} }),
        400,
        'InvalidModel',
        'resource.id',
      ],
      [
        'a removal of what is nowhere',
        () => ({ requestType: 'adminRemove', resource: { id: zero } }),
        404,
        'ResourceNotFound',
        zero,
      ],
      [
        'a removal of what the catalog has not',
        ({ catalogId, group }) => ({ ...adding(catalogId, group), requestType: 'adminRemove' }),
        404,
        'ResourceNotFound',
        'has no resource',
      ],
      [
        'a removal that says another origin',
        ({ resource }) => ({ requestType: 'adminRemove', resource: { id: resource, originId: zero } }),
        400,
        'InvalidModel',
        'resource.originId',
      ],
      [
        'a removal that says another system',
        ({ resource }) => ({ requestType: 'adminRemove', resource: { id: resource, originSystem: 'AadApplication' } }),
        400,
        'InvalidModel',
        'resource.originSystem',
      ],
      [
        'a removal that says another catalog',
        ({ resource }) => ({ requestType: 'adminRemove', catalog: { id: zero }, resource: { id: resource } }),
        400,
        'InvalidModel',
        'catalog.id',
      ],
    ])('%s', async (_, change, expected, code, words) => {
      const sent = change({ catalogId: world.catalogId, group: fresh, resource: world.id });
      const { status, body } = await admin().post(requests, sent);
      expect([status, body.error?.code]).toEqual([expected, code]);
      expect(body.error.message).toContain(words);
      const after = await admin().get(`${entitlements}/catalogs/${world.catalogId}/resources?$select=id`);
      expect(after.body.value).toEqual([{ id: world.id }]);
    });
  });
});
