import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { roles } from '../../src/graph/index.js';
import { given } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const root = 'roleManagement/entitlementManagement';
const collection = `/v1.0/${root}/roleAssignments`;
const both = ['v1.0', 'beta'] as const;
const [owner, creator, reader] = [roles['Catalog owner'].id, roles['Catalog creator'].id, roles['Catalog reader'].id];
const scopeOf = (catalogId: string) => `/AccessPackageCatalog/${catalogId}`;

describe.each(databases)('Role assignments on the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  const admin = () => server.as(anAdministrator);
  const aCatalog = async (): Promise<string> => (await given(server).aCatalog()).id;
  const somebody = async (): Promise<string> => (await given(server).aPerson()).id;
  const named = async (principalId: string, roleDefinitionId: string, appScopeId: string): Promise<string> => {
    const { status, body } = await admin().post(collection, { principalId, roleDefinitionId, appScopeId });
    expect([status, body.error]).toEqual([201, undefined]);
    return body.id;
  };

  it.each(both)('are made, read and deleted in %s', async (dialect) => {
    const path = `/${dialect}/${root}/roleAssignments`;
    const [principalId, catalogId] = [await somebody(), await aCatalog()];
    const { status, body, headers } = await admin().post(path, {
      '@odata.type': '#microsoft.graph.unifiedRoleAssignment',
      ...{ principalId: principalId.toUpperCase(), roleDefinitionId: owner.toUpperCase() },
      ...{ appScopeId: scopeOf(catalogId).toUpperCase().replace('ACCESSPACKAGECATALOG', 'accessPackageCatalog') },
      ...{ directoryScopeId: '/', condition: null, id: null },
    });
    expect([status, body.error]).toEqual([201, undefined]);
    expect(body).toEqual({
      '@odata.context': expect.stringContaining(`$metadata#${root}/roleAssignments/$entity`),
      ...{ id: body.id, principalId, roleDefinitionId: owner, appScopeId: scopeOf(catalogId) },
      ...{ directoryScopeId: null, principalOrganizationId: null, condition: null },
    });
    expect(headers.get('location')).toBe(`${server.url}${path}/${body.id}`);
    expect((await admin().get(`${path}/${body.id}`)).body).toEqual(body);
    expect((await admin().delete(`${path}/${body.id}`)).status).toBe(204);
    expect((await admin().get(`${path}/${body.id}`)).status).toBe(404);
    expect((await admin().delete(`${path}/${body.id}`)).status).toBe(404);
  });

  it('have the definitions that are built in, each with what it allows and where it is held', async () => {
    const { body } = await admin().get(`/v1.0/${root}/roleDefinitions?$orderby=displayName&$count=true`);
    expect(body['@odata.count']).toBe(5);
    expect(body.value.map((one: { id: string; displayName: string }) => [one.displayName, one.id])).toEqual(
      Object.entries(roles)
        .map(([name, { id }]) => [name, id])
        .sort(),
    );
    for (const one of body.value) {
      expect(one).toMatchObject({ isBuiltIn: true, isEnabled: true, templateId: one.id, version: null });
      expect(one.resourceScopes).toEqual([one.id === creator ? '/' : '/AccessPackageCatalog']);
      expect(one.rolePermissions[0].allowedResourceActions[0]).toMatch(/^microsoft\.entitlementManagement\/\w+\/\w+$/);
    }
    const alone = await admin().get(`/v1.0/${root}/roleDefinitions/${owner}`);
    expect(alone.body).toMatchObject({ id: owner, displayName: 'Catalog owner' });
    expect((await admin().get(`/v1.0/${root}/roleDefinitions/${randomUUID()}`)).status).toBe(404);
    const filtered = await admin().get(`/v1.0/${root}/roleDefinitions?$filter=displayName eq 'Catalog reader'`);
    expect(filtered.body.value.map(({ id }: { id: string }) => id)).toEqual([reader]);
  });

  it('have the same definitions in another tenant, and none of the other tenant’s assignments', async () => {
    await named(await somebody(), owner, scopeOf(await aCatalog()));
    const other = server.as({ as: 'user', tid: randomUUID() });
    const [definitions, assignments] = await Promise.all(
      ['roleDefinitions', 'roleAssignments'].map((name) => other.get(`/v1.0/${root}/${name}`)),
    );
    expect(definitions?.body.value).toHaveLength(5);
    expect(assignments?.body.value).toEqual([]);
  });

  it.each<[string, object, number, string]>([
    ['no principal', { principalId: undefined }, 400, "'principalId'"],
    ['null for the principal', { principalId: null }, 400, "'principalId'"],
    ['a principal that is no GUID', { principalId: 'ada' }, 400, "'principalId'"],
    ['a principal that does not exist', { principalId: randomUUID() }, 404, 'no user, group or service principal'],
    ['no definition', { roleDefinitionId: undefined }, 400, "'roleDefinitionId'"],
    ['a definition that is no GUID', { roleDefinitionId: 'owner' }, 400, "'roleDefinitionId'"],
    ['a definition that is not built in', { roleDefinitionId: randomUUID() }, 404, 'no role definition'],
    ['no scope', { appScopeId: undefined }, 400, "'appScopeId'"],
    ['null for the scope', { appScopeId: null }, 400, "'appScopeId'"],
    ['an empty scope', { appScopeId: '' }, 400, "'appScopeId'"],
    ['a number for the scope', { appScopeId: 1 }, 400, "'appScopeId'"],
    ['a scope without an id', { appScopeId: '/AccessPackageCatalog' }, 400, "'appScopeId'"],
    ['a scope with a slash behind it', { appScopeId: `/AccessPackageCatalog/${randomUUID()}/` }, 400, "'appScopeId'"],
    ['a scope of another kind', { appScopeId: `/administrativeUnits/${randomUUID()}` }, 400, "'appScopeId'"],
    ['a scope without its slash', { appScopeId: `AccessPackageCatalog/${randomUUID()}` }, 400, "'appScopeId'"],
    ['a catalog’s bare id', { appScopeId: randomUUID() }, 400, "'appScopeId'"],
    ['a scope with two slashes', { appScopeId: '//' }, 400, "'appScopeId'"],
    ['an id that is none', { appScopeId: `/AccessPackageCatalog/${'-'.repeat(36)}` }, 400, "'appScopeId'"],
    ['a catalog that does not exist', { appScopeId: scopeOf(randomUUID()) }, 404, 'no catalog'],
    ['an owner of everything', { appScopeId: '/' }, 400, "'/AccessPackageCatalog/{id}'"],
    ['a creator in one catalog', { roleDefinitionId: creator }, 400, "at '/' only"],
    ['another directory scope', { directoryScopeId: '/administrativeUnits/1' }, 400, "'directoryScopeId'"],
    ['a condition', { condition: '@Resource == 1' }, 400, "'condition'"],
    ['an id', { id: randomUUID() }, 400, "'id'"],
    ['an organization', { principalOrganizationId: randomUUID() }, 400, "'principalOrganizationId'"],
    ['a principal as an object', { principal: { id: randomUUID() } }, 400, "'principal'"],
    ['an address of a principal', { 'principal@odata.bind': `users/${randomUUID()}` }, 400, 'principalId'],
    ['a definition as an object', { roleDefinition: { id: owner } }, 400, "'roleDefinition'"],
    ['a scope as an object', { appScope: { id: '/' } }, 400, "'appScope'"],
    ['a directory scope as an object', { directoryScope: { id: '/' } }, 400, "'directoryScope'"],
    ['a misspelt member', { principleId: randomUUID() }, 400, "'principleId'"],
  ])('answer what is wrong to %s', async (_, sent, status, words) => {
    const right = { principalId: await somebody(), roleDefinitionId: owner, appScopeId: scopeOf(await aCatalog()) };
    const answered = await admin().post(collection, { ...right, ...sent });
    expect([answered.status, answered.body.error.message]).toEqual([status, expect.stringContaining(words)]);
  });

  it('answer 404 to a catalog that is deleted, or is another tenant’s, and go with their catalog', async () => {
    const [principalId, catalogId] = [await somebody(), await aCatalog()];
    const id = await named(principalId, owner, scopeOf(catalogId));
    await server.as(anApplication).delete(`/v1.0/identityGovernance/entitlementManagement/catalogs/${catalogId}`);
    expect((await admin().get(`${collection}/${id}`)).status).toBe(404);
    const wanted = { principalId, roleDefinitionId: owner, appScopeId: scopeOf(catalogId) };
    expect((await admin().post(collection, wanted)).status).toBe(404);
    const abroad = server.as({ as: 'user', tid: randomUUID() });
    const theirs = await abroad.post(collection, { ...wanted, appScopeId: scopeOf(await aCatalog()) });
    expect([theirs.status, theirs.body.error.message]).toEqual([404, expect.stringContaining('no catalog')]);
  });

  it('are made once in one scope, and once everywhere', async () => {
    const [principalId, catalogId] = [await somebody(), await aCatalog()];
    for (const [role, scope] of [
      [reader, scopeOf(catalogId)],
      [creator, '/'],
    ] as const) {
      const body = { principalId, roleDefinitionId: role, appScopeId: scope };
      const answers = await Promise.all([1, 2, 3].map(() => admin().post(collection, body)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect(answers.flatMap(({ body: { error } }) => (error ? [error.code] : []))).toEqual([
        'DuplicateKey',
        'DuplicateKey',
      ]);
    }
    await named(principalId, owner, scopeOf(catalogId));
    await named(principalId, reader, scopeOf(await aCatalog()));
  });

  it('refuse an id that is a person’s and an application’s', async () => {
    const principalId = await somebody();
    await given(server).aServicePrincipal({ id: principalId });
    const answered = await admin().post(collection, {
      ...{ principalId, roleDefinitionId: owner, appScopeId: scopeOf(await aCatalog()) },
    });
    expect([answered.status, answered.body.error.message]).toEqual([
      400,
      expect.stringContaining('a user and a servicePrincipal'),
    ]);
  });

  it.each(both)('are found by their members, and show whom they name and which role, in %s', async (dialect) => {
    const path = `/${dialect}/${root}/roleAssignments`;
    const catalogId = await aCatalog();
    const principals = {
      user: await somebody(),
      group: (await given(server).aGroup()).id,
      servicePrincipal: (await given(server).aServicePrincipal()).id,
    };
    for (const id of Object.values(principals)) await named(id, owner, scopeOf(catalogId));
    const everywhere = await named(principals.user, creator, '/');
    const idsOf = async (filter: string): Promise<string[]> => {
      const { status, body } = await admin().get(`${path}?$filter=${encodeURIComponent(filter)}&$select=id`);
      expect([status, body.error]).toEqual([200, undefined]);
      return body.value.map(({ id }: { id: string }) => id);
    };
    expect(await idsOf(`principalId eq '${principals.user}'`)).toHaveLength(2);
    expect(await idsOf(`principalId eq '${principals.user}' and appScopeId eq '/'`)).toEqual([everywhere]);
    expect(await idsOf(`principalId eq '${principals.user}' and roleDefinitionId eq '${creator}'`)).toEqual([
      everywhere,
    ]);
    expect(await idsOf(`appScopeId eq '${scopeOf(catalogId)}'`)).toHaveLength(3);
    expect(
      await idsOf(`roleDefinition/displayName eq 'Catalog creator' and principalId eq '${principals.user}'`),
    ).toEqual([everywhere]);
    const wanted = `$filter=${encodeURIComponent(`appScopeId eq '${scopeOf(catalogId)}'`)}`;
    const { body } = await admin().get(
      `${path}?${wanted}&$expand=principal($select=id,userPrincipalName),roleDefinition&$count=true&$top=2&$orderby=principalId`,
    );
    expect(body['@odata.count']).toBe(3);
    const next = await admin().get(body['@odata.nextLink'].replace(server.url, ''));
    const all = [...body.value, ...next.body.value];
    expect(all.map(({ principal }) => [principal['@odata.type'], principal.id])).toEqual(
      Object.entries(principals)
        .map(([kind, id]) => [`#microsoft.graph.${kind}`, id])
        .sort(([, one = ''], [, other = '']) => (one < other ? -1 : 1)),
    );
    expect(all.every(({ roleDefinition }) => roleDefinition.displayName === 'Catalog owner')).toBe(true);
    const kinds = all.map(({ principal }) => Object.keys(principal).includes('userPrincipalName'));
    expect(kinds.filter(Boolean)).toHaveLength(1);
    for (const one of all) {
      const linked = await admin().get(`${path}/${one.id}/principal`);
      expect([linked.status, linked.body.id]).toEqual([200, one.principalId]);
      expect((await admin().get(`${path}/${one.id}/roleDefinition`)).body.id).toBe(owner);
    }
  });

  it.each([
    ['$filter=principal/id eq null', 'several kinds'],
    ['$orderby=principal/id', 'several kinds'],
    ['$expand=principal($expand=manager)', 'several kinds'],
    ['$expand=principal($select=nothing)', 'nothing'],
    ['$expand=principal($filter=id eq null)', 'principal'],
    ['$expand=appScope', 'appScope'],
    ['$expand=directoryScope', 'directoryScope'],
    ['$filter=directoryScopeId eq null', 'directoryScopeId'],
  ])('refuse %s, and say why', async (query, words) => {
    const { status, body } = await admin().get(`${collection}?${query}`);
    expect([status, body.error.message]).toEqual([400, expect.stringContaining(words)]);
  });

  it('show whom they name to those only who may read every kind by its own address', async () => {
    await named(await somebody(), owner, scopeOf(await aCatalog()));
    const reads = ['EntitlementManagement', 'User', 'Group', 'Application'].map((kind) => `${kind}.Read.All`);
    for (const missing of reads.slice(1)) {
      const scp = reads.filter((scope) => scope !== missing).join(' ');
      const { status, body } = await server.as({ as: 'user', scp }).get(`${collection}?$expand=principal`);
      expect([status, body.error.message]).toEqual([403, expect.stringContaining(missing)]);
    }
    const all = await server.as({ as: 'user', scp: reads.join(' ') }).get(`${collection}?$expand=principal`);
    expect(all.status).toBe(200);
  });

  describe('as schedules', () => {
    const functionOf = (name: string, on: string, dialect = 'v1.0') =>
      `/${dialect}/${root}/${name}/filterByCurrentUser(on='${on}')`;
    const scp = 'EntitlementMgmt-SubjectAccess.ReadWrite';

    it.each(both)('show the caller what they hold in person, without end, in %s', async (dialect) => {
      const [id, catalogId] = [await somebody(), await aCatalog()];
      const held = await named(id, owner, scopeOf(catalogId));
      await named(await somebody(), owner, scopeOf(catalogId));
      const group = (await given(server).aGroup({ 'members@odata.bind': [`users/${id}`] })).id;
      await named(group, reader, scopeOf(catalogId));
      const me = server.as(aPerson(id, scp));
      const schedules = await me.get(functionOf('roleAssignmentSchedules', 'principal', dialect));
      const common = {
        ...{ id: held, principalId: id, roleDefinitionId: owner, appScopeId: scopeOf(catalogId) },
        ...{ directoryScopeId: null, assignmentType: 'Assigned', memberType: 'Direct' },
      };
      const expiration = { type: 'noExpiration', endDateTime: null, duration: null };
      expect([schedules.status, schedules.body.value]).toEqual([
        200,
        [
          {
            ...common,
            ...{
              createdDateTime: expect.any(String),
              createdUsing: null,
              modifiedDateTime: null,
              status: 'Provisioned',
            },
            scheduleInfo: { startDateTime: schedules.body.value[0].createdDateTime, recurrence: null, expiration },
          },
        ],
      ]);
      const instances = await me.get(functionOf('roleAssignmentScheduleInstances', 'Principal', dialect));
      expect(instances.body.value).toEqual([
        {
          ...{ ...common, endDateTime: null, startDateTime: schedules.body.value[0].createdDateTime },
          ...{ roleAssignmentOriginId: held, roleAssignmentScheduleId: held },
        },
      ]);
      const narrowed = `?$filter=${encodeURIComponent(`appScopeId eq '/'`)}&$count=true`;
      const none = await me.get(`${functionOf('roleAssignmentSchedules', 'principal', dialect)}${narrowed}`);
      expect(none.body).toMatchObject({ '@odata.count': 0, value: [] });
    });

    const onRequests = ['principal', 'createdBy', 'approver'];
    const empty = [
      ...onRequests.map((on) => ['roleAssignmentScheduleRequests', on] as const),
      ...onRequests.map((on) => ['roleEligibilityScheduleRequests', on] as const),
      ...(['roleEligibilitySchedules', 'roleEligibilityScheduleInstances'] as const).map(
        (name) => [name, 'principal'] as const,
      ),
    ];
    it.each(empty)('show none of the %s on %s, as nothing here makes any', async (name, on) => {
      const id = await somebody();
      await named(id, owner, scopeOf(await aCatalog()));
      for (const dialect of both) {
        const { status, body } = await server.as(aPerson(id, scp)).get(`${functionOf(name, on, dialect)}?$count=true`);
        expect([status, body['@odata.count'], body.value]).toEqual([200, 0, []]);
      }
    });

    it.each([
      ['roleAssignmentSchedules', 'target', "'principal'"],
      ['roleAssignmentScheduleInstances', 'createdBy', "'principal'"],
      ['roleAssignmentScheduleRequests', 'manager', "'principal', 'createdBy', 'approver'"],
      ['roleEligibilitySchedules', 'approver', "'principal'"],
      ['roleEligibilityScheduleInstances', '', "'principal'"],
      ['roleEligibilityScheduleRequests', 'unknownFutureValue', "'principal', 'createdBy', 'approver'"],
    ])('of %s refuse %s with the words that there are', async (name, on, words) => {
      const { status, body } = await server.as(aPerson(await somebody(), scp)).get(functionOf(name, on));
      expect([status, body.error.message]).toEqual([400, `'on' must be one of ${words}.`]);
    });

    it('are for people who read what concerns themselves', async () => {
      const path = functionOf('roleAssignmentSchedules', 'principal');
      expect((await server.as(anApplication).get(path)).status).toBe(403);
      expect((await server.as(aPerson(await somebody(), 'User.Read')).get(path)).status).toBe(403);
    });

    it.each(['roleAssignmentScheduleRequests', 'roleEligibilityScheduleRequests'])(
      'cancel none of the %s: there is none',
      async (name) => {
        const id = await somebody();
        const held = await named(id, owner, scopeOf(await aCatalog()));
        for (const wanted of [randomUUID(), held]) {
          const { status, body } = await server.as(aPerson(id)).post(`/v1.0/${root}/${name}/${wanted}/cancel`);
          expect([status, body.error.code]).toEqual([404, 'ResourceNotFound']);
        }
      },
    );
  });

  describe('for a delegate', () => {
    const holder = async (role: string, catalogId: string, scp?: string) => {
      const id = await somebody();
      await named(id, role, scopeOf(catalogId));
      return Object.assign(server.as(aPerson(id, scp)), { id });
    };

    it('are an owner’s to name and remove in their catalogs, and nowhere else', async () => {
      const [mine, other] = [await aCatalog(), await aCatalog()];
      const me = await holder(owner, mine);
      const principalId = await somebody();
      const name = (catalogId: string | null, role: string = reader) =>
        me.post(collection, { principalId, roleDefinitionId: role, appScopeId: catalogId ? scopeOf(catalogId) : '/' });
      const made = await name(mine);
      expect(made.status).toBe(201);
      expect((await me.get(`${collection}/${made.body.id}`)).status).toBe(200);
      const foreign = await named(principalId, reader, scopeOf(other));
      const answers = [await name(null, creator), await name(other), await name(randomUUID())];
      expect(answers.map(({ status }) => status)).toEqual([403, 404, 404]);
      expect(answers[1]?.body.error.message).toBe(answers[2]?.body.error.message);
      expect(answers[0]?.body.error.message).toContain("at '/' is for administrators");
      expect((await me.delete(`${collection}/${foreign}`)).status).toBe(404);
      expect((await me.delete(`${collection}/${made.body.id}`)).status).toBe(204);
      expect((await admin().get(`${collection}/${foreign}`)).status).toBe(200);
    });

    it('are shown to an owner where they are theirs to name, to others where they name themselves', async () => {
      const [mine, other] = [await aCatalog(), await aCatalog()];
      const me = await holder(owner, mine);
      const colleague = await holder(reader, mine);
      const elsewhere = await named(me.id, reader, scopeOf(other));
      await named(await somebody(), reader, scopeOf(other));
      const group = (await given(server).aGroup({ 'members@odata.bind': [`users/${colleague.id}`] })).id;
      const byGroup = await named(group, reader, scopeOf(other));
      const shown = async (client: typeof me): Promise<{ id: string; principalId: string; appScopeId: string }[]> =>
        (await client.get(`${collection}?$count=true`)).body.value;
      const seen = await shown(me);
      expect(seen.map(({ id }) => id)).toContain(elsewhere);
      expect(seen.filter(({ appScopeId }) => appScopeId === scopeOf(mine))).toHaveLength(2);
      expect(seen).toHaveLength(3);
      const theirs = await shown(colleague);
      expect(theirs.map(({ principalId }) => principalId)).toEqual([colleague.id]);
      expect(theirs.map(({ id }) => id)).not.toContain(byGroup);
      const own = await colleague.delete(`${collection}/${theirs[0]?.id ?? ''}`);
      expect(own.status).toBe(403);
    });

    it('need the writing scope and the role, and a scope that only reads refuses', async () => {
      const mine = await aCatalog();
      const me = await holder(owner, mine, 'EntitlementManagement.Read.All');
      const body = { principalId: await somebody(), roleDefinitionId: reader, appScopeId: scopeOf(mine) };
      expect((await me.post(collection, body)).status).toBe(403);
      const nobody = server.as(aPerson(await somebody()));
      const refused = await nobody.post(collection, body);
      expect([refused.status, refused.body.error.message]).toEqual([403, expect.stringContaining('Catalog owner')]);
    });

    it('leave the last owner to administrators', async () => {
      const mine = await aCatalog();
      const me = await holder(owner, mine);
      const [own] = (await me.get(collection)).body.value;
      const refused = await me.delete(`${collection}/${own.id}`);
      expect([refused.status, refused.body.error.message]).toEqual([403, expect.stringContaining('last owner')]);
      await named(await somebody(), owner, scopeOf(mine));
      expect((await me.delete(`${collection}/${own.id}`)).status).toBe(204);
      const last = (await admin().get(`${collection}?$filter=appScopeId eq '${scopeOf(mine)}'`)).body.value;
      expect(last).toHaveLength(1);
      expect((await admin().delete(`${collection}/${last[0].id}`)).status).toBe(204);
    });

    it('can be an application’s, which then needs no permission, and is limited to its catalogs', async () => {
      const [mine, other] = [await aCatalog(), await aCatalog()];
      const { id } = await given(server).aServicePrincipal();
      const app = server.as({ as: 'app', oid: id, roles: [] });
      expect((await app.get(collection)).status).toBe(403);
      await named(id, owner, scopeOf(mine));
      const body = { principalId: await somebody(), roleDefinitionId: reader };
      expect((await app.post(collection, { ...body, appScopeId: scopeOf(mine) })).status).toBe(201);
      expect((await app.post(collection, { ...body, appScopeId: scopeOf(other) })).status).toBe(404);
      expect((await app.get(collection)).body.value).toHaveLength(2);
    });

    it('are named by an application with Graph’s permission for roles alone', async () => {
      const app = server.as({ as: 'app', oid: randomUUID(), roles: ['RoleManagement.ReadWrite.Directory'] });
      const body = { principalId: await somebody(), roleDefinitionId: owner, appScopeId: scopeOf(await aCatalog()) };
      const { status, body: made } = await app.post(collection, body);
      expect([status, made.error]).toEqual([201, undefined]);
      expect((await app.delete(`${collection}/${made.id}`)).status).toBe(204);
    });
  });
});
