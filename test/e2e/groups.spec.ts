import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approvalsOf } from '../support/approvals.js';
import { entitlements, given, selfService } from '../support/given.js';
import { anApplication, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const collection = '/v1.0/groups';

describe.each(databases)('Groups on the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  const app = () => server.as(anApplication);
  const invalid = (member: string) =>
    expect.objectContaining({ code: 'InvalidModel', message: expect.stringContaining(member) });
  const addMember = (group: string, userId: string) =>
    app().post(`${collection}/${group}/members/$ref`, {
      '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${userId}`,
    });
  const membersOf = async (group: string) =>
    (await app().get(`${collection}/${group}/members?$select=id`)).body.value.map(({ id }: { id: string }) => id);

  it('are made with their members, and what nobody keeps is dropped', async () => {
    const [ada, bob] = [await given(server).aPerson(), await given(server).aPerson()];
    const { status, body, headers } = await app().post(collection, {
      ...{
        displayName: 'Sales',
        description: 'Sells',
        groupTypes: ['Unified'],
        mailEnabled: true,
        mailNickname: 'sales',
      },
      securityEnabled: false,
      'members@odata.bind': [ada, bob].map(({ id }) => `https://graph.microsoft.com/v1.0/users/${id}`),
      'owners@odata.bind': [],
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      '@odata.context': expect.stringContaining('$metadata#groups/$entity'),
      ...{
        id: expect.any(String),
        displayName: 'Sales',
        description: 'Sells',
        createdDateTime: expect.stringMatching(/Z$/),
      },
    });
    expect(headers.get('location')).toBe(`${server.url}${collection}/${body.id}`);
    expect((await app().get(`${collection}/${body.id}`)).body).toEqual(body);
    expect((await membersOf(body.id)).sort()).toEqual([ada.id, bob.id].sort());
  });

  it.each<[string, object, string]>([
    ['a misspelt member', { displayNam: 'x' }, 'displayNam'],
    ['a rule for who is in it', { membershipRule: 'user.city -eq "Kyiv"' }, 'membershipRule'],
    ['members by a rule', { groupTypes: ['Unified', 'dynamicMembership'] }, 'groupTypes'],
    ['owners that are no people', { 'owners@odata.bind': [`groups/${randomUUID()}`] }, 'owners@odata.bind'],
    ['no name', { displayName: null }, 'displayName'],
    ['a NUL', { displayName: 'a\0' }, 'displayName'],
    ['members that are no addresses', { 'members@odata.bind': ['ada'] }, 'members@odata.bind'],
    ['members that are no array', { 'members@odata.bind': 'ada' }, 'members@odata.bind'],
  ])('answer 400 to %s', async (_, sent, member) => {
    const { status, body } = await app().post(collection, { displayName: 'x', ...sent });
    expect([status, body.error]).toEqual([400, invalid(`'${member}'`)]);
  });

  it('answer 404 to a member who is not there, and 409 to an id that is taken', async () => {
    const missing = await app().post(collection, {
      displayName: 'x',
      'members@odata.bind': [`/users/${randomUUID()}`],
    });
    expect([missing.status, missing.body.error.code]).toEqual([404, 'ResourceNotFound']);
    const { id } = await given(server).aGroup();
    const taken = await app().post(collection, { id, displayName: 'x' });
    expect([taken.status, taken.body.error.code]).toEqual([409, 'DuplicateKey']);
  });

  it('answer 401 without a token, and 403 without a role', async () => {
    expect((await server.anonymous.get(collection)).status).toBe(401);
    expect((await server.as(aPerson(randomUUID(), 'Group.ReadWrite.All')).post(collection, {})).status).toBe(403);
    expect((await server.as(aPerson(randomUUID(), 'Group.Read.All')).get(collection)).status).toBe(200);
  });

  it('change what they are given, and take more members', async () => {
    const [group, ada] = [await given(server).aGroup({ description: 'before' }), await given(server).aPerson()];
    const sent = { displayName: 'Renamed', 'members@odata.bind': [`/directoryObjects/${ada.id}`] };
    expect((await app().patch(`${collection}/${group.id}`, sent)).status).toBe(204);
    expect((await app().get(`${collection}/${group.id}`)).body).toEqual({ ...group, displayName: 'Renamed' });
    expect(await membersOf(group.id)).toEqual([ada.id]);
    expect((await app().patch(`${collection}/${randomUUID()}`, {})).status).toBe(404);
  });

  it('take a member once, and let them go', async () => {
    const [group, ada] = [await given(server).aGroup(), await given(server).aPerson()];
    expect((await addMember(group.id, ada.id)).status).toBe(204);
    const again = await addMember(group.id, ada.id);
    expect([again.status, again.body.error.code]).toEqual([400, 'InvalidModel']);
    expect((await addMember(group.id, randomUUID())).status).toBe(404);
    expect((await addMember(randomUUID(), ada.id)).status).toBe(404);
    const member = `${collection}/${group.id}/members/${ada.id}/$ref`;
    expect((await app().delete(member)).status).toBe(204);
    expect((await app().delete(member)).status).toBe(404);
    expect(await membersOf(group.id)).toEqual([]);
  });

  it('take two different members at once, and the same one only once', async () => {
    const group = await given(server).aGroup();
    const people = [await given(server).aPerson(), await given(server).aPerson()];
    const answers = await Promise.all([...people, ...people].map(({ id }) => addMember(group.id, id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 204, 400, 400]);
    expect(await membersOf(group.id)).toHaveLength(2);
  });

  it('hold groups, by any of the addresses that Graph has for them, and show them behind the people', async () => {
    const there = given(server);
    const [outer, ada] = [await there.aGroup(), await there.aPerson()];
    const inner = [await there.aGroup(), await there.aGroup(), await there.aGroup()].map(({ id }) => id).sort();
    const [first = '', second = '', third = ''] = inner;
    const add = (id: string, address: string) =>
      app().post(`${collection}/${id}/members/$ref`, { '@odata.id': `https://graph.microsoft.com/v1.0/${address}` });
    expect((await add(outer.id, `groups/${first}`)).status).toBe(204);
    expect((await add(outer.id, `directoryObjects('${second}')`)).status).toBe(204);
    const sent = { 'members@odata.bind': [`groups/${third}`, `users/${ada.id}`] };
    expect((await app().patch(`${collection}/${outer.id}`, sent)).status).toBe(204);
    const all = await app().get(`${collection}/${outer.id}/members?$count=true`);
    expect(all.body['@odata.count']).toBe(4);
    const types = all.body.value.map((one: Record<string, unknown>) => [one['@odata.type'], one['id']]);
    expect(types).toEqual([['#microsoft.graph.user', ada.id], ...inner.map((id) => ['#microsoft.graph.group', id])]);
    expect((await app().get(`${collection}/${outer.id}/members/$count`)).text).toBe('4');
    const cast = await app().get(`${collection}/${outer.id}/members/microsoft.graph.group?$select=id`);
    expect(cast.body.value.map(({ id }: { id: string }) => id)).toEqual(inner);
    const walked: string[] = [];
    for (let path: string | undefined = `${collection}/${outer.id}/members?$top=2&$select=id,mail`; path;) {
      const { body }: { body: { value: { id: string }[]; '@odata.nextLink'?: string } } = await app().get(path);
      walked.push(...body.value.map(({ id }) => id));
      path = body['@odata.nextLink']?.replace(server.url, '');
    }
    expect(walked).toEqual([ada.id, ...inner]);
  });

  it('refuse themselves and what is in them already, take circles, and let groups go', async () => {
    const [one, other] = [await given(server).aGroup(), await given(server).aGroup()];
    const itself = await addMember(one.id, one.id);
    expect([itself.status, itself.body.error.message]).toEqual([400, expect.stringContaining('member of itself')]);
    expect((await addMember(one.id, other.id)).status).toBe(204);
    expect((await addMember(one.id, other.id)).status).toBe(400);
    expect((await addMember(other.id, one.id)).status).toBe(204);
    const asPerson = { '@odata.id': `users/${other.id}` };
    expect((await app().post(`${collection}/${one.id}/members/$ref`, asPerson)).status).toBe(404);
    const member = `${collection}/${one.id}/members/${other.id}/$ref`;
    expect((await app().delete(member)).status).toBe(204);
    expect((await app().delete(member)).status).toBe(404);
    expect((await app().delete(`${collection}/${one.id}`)).status).toBe(204);
    expect(await membersOf(other.id)).toEqual([]);
    const elsewhere = server.as({ ...anApplication, tid: randomUUID() });
    const strange = { displayName: 'x', 'members@odata.bind': [`groups/${other.id}`] };
    expect((await elsewhere.post(collection, strange)).status).toBe(404);
  });

  it('go with their memberships, whatever names them, and policies say that they name nobody by that', async () => {
    const [free, target, approver] = [
      await given(server).aGroup(),
      await given(server).aGroup(),
      await given(server).aGroup(),
    ];
    await addMember(free.id, (await given(server).aPerson()).id);
    const named = (groupId: string) => [{ '@odata.type': '#microsoft.graph.groupMembers', groupId }];
    const [inScope, outsider, fallback] = [
      await given(server).aPerson(),
      await given(server).aPerson(),
      await given(server).aPerson(),
    ];
    await addMember(target.id, inScope.id);
    await addMember(approver.id, outsider.id);
    const stages = [
      {
        durationBeforeAutomaticDenial: 'P1D',
        primaryApprovers: named(approver.id),
        fallbackPrimaryApprovers: [{ '@odata.type': '#microsoft.graph.singleUser', userId: fallback.id }],
      },
    ];
    const policies = [
      await given(server).aPolicy({
        ...{ ...selfService, allowedTargetScope: 'specificDirectoryUsers', specificAllowedTargets: named(target.id) },
      }),
      await given(server).aPolicy({
        ...selfService,
        requestApprovalSettings: { isApprovalRequiredForAdd: true, stages },
      }),
    ];
    for (const group of [free, target, approver]) {
      expect((await app().delete(`${collection}/${group.id}`)).status).toBe(204);
      expect((await app().get(`${collection}/${group.id}`)).status).toBe(404);
    }
    for (const [at, policy] of policies.entries()) {
      const path = `${entitlements}/assignmentPolicies/${policy.id}`;
      const { body } = await app().get(path);
      const gone = [target, approver][at]?.id ?? '';
      expect(body['@openEntitlements.warnings']).toContainEqual(expect.stringMatching(`not in the directory.*${gone}`));
      expect((await app().put(path, { ...body, accessPackage: { id: policy.accessPackageId } })).status).toBe(200);
    }
    const body = { requestType: 'userAdd', assignment: policies[0]?.names };
    const refused = await server.as(aPerson(inScope.id)).post(`${entitlements}/assignmentRequests`, body);
    expect([refused.status, refused.body.error.code]).toEqual([403, 'PolicyRequirementsNotMet']);
    const request = await approvalsOf(server).asked(inScope.id, policies[1]?.names ?? {});
    expect((await approvalsOf(server).decide(outsider.id, request, 'Approve')).status).toBe(404);
    expect((await approvalsOf(server).decide(fallback.id, request, 'Approve')).status).toBe(204);
  });

  it("are their tenant's own, like people", async () => {
    const [group, ada] = [await given(server).aGroup(), await given(server).aPerson()];
    const stranger = server.as({ ...anApplication, tid: randomUUID() });
    expect((await stranger.get(`${collection}/${group.id}`)).status).toBe(404);
    expect((await stranger.get(`/v1.0/users/${ada.id}`)).status).toBe(404);
    expect((await stranger.delete(`/v1.0/users/${ada.id}`)).status).toBe(404);
    expect(
      (await stranger.post(collection, { displayName: 'x', 'members@odata.bind': [`users/${ada.id}`] })).status,
    ).toBe(404);
    const twin = { id: ada.id, displayName: 'Ada', userPrincipalName: String(ada['userPrincipalName']) };
    expect((await stranger.post('/v1.0/users', twin)).status).toBe(201);
  });
});
