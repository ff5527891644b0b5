import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { betaEntitlements, entitlements, given, selfService } from '../support/given.js';
import { type GroupResource, membershipOf, resourcesOf } from '../support/resources.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

type Json = Record<string, unknown>;
const requests = `${entitlements}/resourceRequests`;
const noId = '00000000-0000-0000-0000-000000000000';

describe.each(databases)('What access packages give on the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  const admin = () => server.as(anAdministrator);
  const there = () => resourcesOf(server);
  const at = (packageId: string, id?: string) =>
    `${entitlements}/accessPackages/${packageId}/resourceRoleScopes${id === undefined ? '' : `/${id}`}`;
  const aPackageWith = async (members: Json = {}): Promise<GroupResource & { packageId: string }> => {
    const group = await there().aGroup();
    const catalog = { id: group.catalogId };
    return { ...group, packageId: (await given(server).aPackage({ ...members, catalog })).id };
  };

  it('is added by origin, as PowerShell sends it, and read with roles and scopes', async () => {
    const { packageId, groupId, id: resourceId, memberId, scopeId } = await aPackageWith();
    const { status, body, headers } = await admin().post(at(packageId), {
      role: {
        ...{ id: noId, displayName: 'Member', description: '', originSystem: 'AadGroup' },
        originId: `Member_${groupId.toUpperCase()}`,
        resource: { id: resourceId, originId: groupId, originSystem: 'AadGroup' },
      },
      scope: { id: noId, originId: groupId, originSystem: 'AadGroup', displayName: 'Root', isRootScope: true },
    });
    expect([status, body.error]).toEqual([201, undefined]);
    const id = `${memberId}_${scopeId}`;
    expect(body).toEqual({
      '@odata.context': expect.any(String),
      ...{ id, createdDateTime: expect.stringMatching(/Z$/) },
    });
    expect(headers.get('location')).toBe(`${server.url}${at(packageId, id)}`);
    const list = await admin().get(`${at(packageId)}?$expand=role($expand=resource),scope&$count=true`);
    expect(list.body['@odata.count']).toBe(1);
    expect(list.body.value).toMatchObject([
      { id, role: { id: memberId, resource: { id: resourceId } }, scope: { id: scopeId, isRootScope: true } },
    ]);
    expect((await admin().get(at(packageId, id))).body.id).toBe(id);
    const shown = `${entitlements}/accessPackages/${packageId}?$expand=resourceRoleScopes($expand=role,scope)`;
    expect((await admin().get(shown)).body.resourceRoleScopes).toMatchObject([{ id, role: { displayName: 'Member' } }]);
    expect((await admin().delete(at(packageId, id.toUpperCase()))).status).toBe(204);
    expect((await admin().get(at(packageId))).body.value).toEqual([]);
    expect((await admin().delete(at(packageId, id))).status).toBe(404);
  });

  it('is added and removed in beta’s names, as Terraform sends it', async () => {
    const { packageId, groupId, id: resourceId, memberId, scopeId } = await aPackageWith();
    const path = `${betaEntitlements}/accessPackages/${packageId}/accessPackageResourceRoleScopes`;
    const { status, body } = await admin().post(path, {
      accessPackageResourceRole: {
        ...{ displayName: 'Owner', originId: `Owner_${groupId}`, originSystem: 'AadGroup' },
        accessPackageResource: { id: resourceId, resourceType: 'Security Group', originId: groupId },
      },
      accessPackageResourceScope: { originSystem: 'AadGroup', originId: groupId },
    });
    expect([status, body.error]).toEqual([201, undefined]);
    expect(body.id).not.toContain(memberId);
    const expand = 'accessPackageResourceRoleScopes($expand=accessPackageResourceRole,accessPackageResourceScope)';
    const whole = await admin().get(`${betaEntitlements}/accessPackages/${packageId}?$expand=${expand}`);
    expect(whole.body.accessPackageResourceRoleScopes).toMatchObject([
      {
        id: body.id,
        accessPackageResourceRole: { displayName: 'Owner' },
        accessPackageResourceScope: { id: scopeId },
      },
    ]);
    expect((await admin().delete(`${path}/${body.id}`)).status).toBe(204);
  });

  it('is walked page by page, though its ids are no GUIDs', async () => {
    const { catalogId, packageId } = await aPackageWith();
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      ids.push(await there().gives(packageId, await there().aGroup(catalogId)));
    }
    const found: string[] = [];
    for (let next: string | undefined = `${at(packageId)}?$top=1`; next;) {
      const { body } = await admin().get(next.replace(server.url, ''));
      found.push(...body.value.map(({ id }: { id: string }) => id));
      next = body['@odata.nextLink'];
    }
    expect(found).toEqual([...ids].sort());
    const ordered = await admin().get(`${at(packageId)}?$orderby=id desc&$filter=id gt '${found[0]}'`);
    expect(ordered.body.value.map(({ id }: { id: string }) => id)).toEqual(found.slice(1).reverse());
  });

  it('is given once by a package, also when two ask at once, and by several packages', async () => {
    const { packageId, catalogId, groupId, memberId, scopeId } = await aPackageWith();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => admin().post(at(packageId), membershipOf(groupId))),
    );
    expect(answers.map(({ status, body }) => [status, body.error?.code]).sort()).toEqual([
      [201, undefined],
      ...Array(3).fill([409, 'DuplicateKey']),
    ]);
    const other = await given(server).aPackage({ catalog: { id: catalogId } });
    expect(await there().gives(other.id, { groupId })).toBe(`${memberId}_${scopeId}`);
    expect((await admin().delete(at(packageId, `${memberId}_${scopeId}`))).status).toBe(204);
    expect((await admin().get(at(other.id))).body.value).toHaveLength(1);
  });

  it('keeps its resource in the catalog, until the package gives it no more or is deleted', async () => {
    const { packageId, groupId, id } = await aPackageWith();
    const given = await there().gives(packageId, { groupId });
    const removal = { requestType: 'adminRemove', resource: { id } };
    const kept = await admin().post(requests, removal);
    expect([kept.status, kept.body.error.code]).toEqual([400, 'InvalidDeleteResourceHasEntitlements']);
    expect((await admin().delete(at(packageId, given))).status).toBe(204);
    await there().gives(packageId, { groupId });
    expect((await admin().delete(`${entitlements}/accessPackages/${packageId}`)).status).toBe(204);
    expect((await admin().post(requests, removal)).status).toBe(201);
  });

  it('is not removed with its resource while another adds it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { packageId, groupId, id } = await aPackageWith();
      const [removed, added] = await Promise.all([
        admin().post(requests, { requestType: 'adminRemove', resource: { id } }),
        admin().post(at(packageId), membershipOf(groupId)),
      ]);
      const outcome = [removed.body.error?.code ?? removed.status, added.body.error?.code ?? added.status];
      expect([
        [201, 'RoleNotFound'],
        ['InvalidDeleteResourceHasEntitlements', 201],
      ]).toContainEqual(outcome);
    }
  });

  it('reaches those who have the package already, and leaves them', async () => {
    const { packageId, groupId } = await aPackageWith();
    const person = await given(server).aPerson();
    const { names } = await given(server).aPolicy({ accessPackage: { id: packageId } });
    const assignment = { targetId: person.id, ...names };
    await admin().post(`${entitlements}/assignmentRequests`, { requestType: 'adminAdd', assignment });
    await server.drain();
    const members = async () => (await admin().get(`/v1.0/groups/${groupId}/members?$select=id`)).body.value;
    expect(await members()).toEqual([]);
    const id = await there().gives(packageId, { groupId });
    await server.drain();
    expect(await members()).toMatchObject([{ id: person.id }]);
    expect((await admin().delete(at(packageId, id))).status).toBe(204);
    await server.drain();
    expect(await members()).toEqual([]);
  });

  it('is shown to who may ask for the package, where it says so', async () => {
    const visible = await aPackageWith();
    const path = `${betaEntitlements}/accessPackages/${visible.packageId}`;
    await there().gives(visible.packageId, visible);
    await given(server).aPolicy({ ...selfService, accessPackage: { id: visible.packageId } });
    const somebody = await given(server).aPerson();
    const person = server.as(aPerson(somebody.id, 'EntitlementMgmt-SubjectAccess.ReadWrite'));
    const offered = `${entitlements}/availableAccessPackages`;
    const expand = '$expand=resourceRoleScopes($expand=role($expand=resource),scope)';
    const shown = async () => (await person.get(`${offered}/${visible.packageId}?${expand}`)).body.resourceRoleScopes;
    expect(await shown()).toEqual([]);
    expect((await admin().patch(path, { isRoleScopesVisible: true })).status).toBe(204);
    expect(await shown()).toMatchObject([
      { role: { displayName: 'Member', resource: { originId: visible.groupId } }, scope: { displayName: 'Root' } },
    ]);
    const list = await person.get(`${offered}/${visible.packageId}/resourceRoleScopes?$expand=role`);
    expect(list.body.value).toMatchObject([{ role: { displayName: 'Member' } }]);
    expect((await person.get(`${offered}?$filter=id eq '${visible.packageId}'`)).body.value).toMatchObject([
      { id: visible.packageId, description: null },
    ]);
    await admin().patch(path, { isHidden: true });
    expect((await person.get(`${offered}?$filter=id eq '${visible.packageId}'`)).body.value).toEqual([]);
    expect((await person.get(`${offered}/${visible.packageId}`)).status).toBe(200);
    const nobody = server.as(aPerson(randomUUID(), 'EntitlementMgmt-SubjectAccess.ReadWrite'));
    expect((await nobody.get(`${offered}/${visible.packageId}`)).status).toBe(404);
    expect((await nobody.get(`${offered}/${visible.packageId}/resourceRoleScopes`)).status).toBe(404);
    expect((await server.as(anApplication).get(offered)).status).toBe(403);
  });

  describe('is refused', () => {
    let one: GroupResource & { packageId: string };
    let sibling: GroupResource;
    let foreign: GroupResource;
    beforeAll(async () => {
      one = await aPackageWith();
      sibling = await there().aGroup(one.catalogId);
      foreign = await there().aGroup();
    });
    interface Cast {
      readonly own: GroupResource;
      readonly sibling: GroupResource;
      readonly foreign: GroupResource;
    }
    const role = (more: Json) => ({ role: more });
    const scope = (more: Json | null) => ({ scope: more });

    it.each<[string, (cast: Cast) => Json, number, string]>([
      ['without a role', () => ({ role: null }), 400, 'InvalidModel'],
      ['with a role that says nothing', () => role({ displayName: 'Member' }), 400, 'InvalidModel'],
      ['with a role that is nowhere', () => role({ id: randomUUID() }), 404, 'RoleNotFound'],
      ['with a name that no role has', ({ own }) => role({ originId: `Guest_${own.groupId}` }), 404, 'RoleNotFound'],
      ['with a role of another catalog', ({ foreign }) => role({ id: foreign.memberId }), 404, 'RoleNotFound'],
      ['with its origin', ({ foreign }) => role({ originId: `Member_${foreign.groupId}` }), 404, 'RoleNotFound'],
      ['with a sibling’s role and the own scope', ({ sibling }) => role({ id: sibling.memberId }), 400, 'InvalidModel'],
      ['with the own role and a sibling’s scope', ({ sibling }) => scope({ id: sibling.scopeId }), 400, 'InvalidModel'],
      ['with its origin', ({ sibling }) => scope({ originId: sibling.groupId }), 400, 'InvalidModel'],
      [
        'with an id and an origin that differ',
        ({ own }) => role({ id: own.memberId, originId: `Owner_${own.groupId}` }),
        400,
        'InvalidModel',
      ],
      [
        'with a role and a resource that differ',
        ({ own, sibling }) => role({ id: own.memberId, resource: { id: sibling.id } }),
        400,
        'InvalidModel',
      ],
      [
        'with a role and another resource’s origin',
        ({ own, sibling }) => role({ originId: `Member_${own.groupId}`, resource: { originId: sibling.groupId } }),
        400,
        'InvalidModel',
      ],
      [
        'with another system',
        ({ own }) => role({ id: own.memberId, originSystem: 'AadApplication' }),
        400,
        'InvalidModel',
      ],
      ['without a scope', () => scope(null), 400, 'InvalidModel'],
      ['with a scope that says nothing', () => scope({ displayName: 'Root' }), 400, 'InvalidModel'],
      [
        'with a scope that is no root',
        ({ own }) => scope({ originId: own.groupId, isRootScope: false }),
        400,
        'InvalidModel',
      ],
      [
        'with a scope of another resource',
        ({ own, sibling }) => scope({ id: own.scopeId, resource: { id: sibling.id } }),
        400,
        'InvalidModel',
      ],
      ['with an id', () => ({ id: `${randomUUID()}_${randomUUID()}` }), 400, 'InvalidModel'],
      ['with a member that nobody knows', () => ({ roles: [] }), 400, 'InvalidModel'],
      ['with a kind of role', ({ own }) => role({ id: own.memberId, type: 'eligible' }), 400, 'InvalidModel'],
    ])('%s', async (_, change, status, code) => {
      const sent = { ...membershipOf(one.groupId), ...change({ own: one, sibling, foreign }) };
      const answer = await admin().post(at(one.packageId), sent);
      expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
      expect((await admin().get(at(one.packageId))).body.value).toEqual([]);
    });

    it('where the role is that of every application, and nothing says of which', async () => {
      const applications = [await given(server).aServicePrincipal(), await given(server).aServicePrincipal()];
      for (const { id } of applications) {
        const resource = { originId: id, originSystem: 'AadApplication' };
        await admin().post(requests, { requestType: 'adminAdd', catalog: { id: one.catalogId }, resource });
      }
      const said = (resource?: Json) => ({
        role: { originId: noId, resource },
        scope: { originId: applications[0]?.id },
      });
      const several = await admin().post(at(one.packageId), said());
      expect([several.status, several.body.error.code]).toEqual([400, 'InvalidModel']);
      const { status } = await admin().post(at(one.packageId), said({ originId: applications[0]?.id }));
      expect(status).toBe(201);
    });

    it('at addresses that are no ids, and of packages that are nowhere', async () => {
      const nowhere = randomUUID();
      expect((await admin().get(at(one.packageId, nowhere))).status).toBe(400);
      expect((await admin().delete(at(one.packageId, `${nowhere}_x`))).status).toBe(400);
      expect((await admin().delete(at(one.packageId, `${nowhere}_${nowhere}`))).status).toBe(404);
      expect((await admin().post(at(nowhere), membershipOf(one.groupId))).status).toBe(404);
      expect((await admin().get(at(nowhere))).status).toBe(404);
      const other = server.as({ as: 'user', tid: randomUUID() });
      expect((await other.post(at(one.packageId), membershipOf(one.groupId))).status).toBe(404);
    });
  });
});
