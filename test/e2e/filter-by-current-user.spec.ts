import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectCollection } from '../support/contract.js';
import { directOnly, entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const scope = 'EntitlementMgmt-SubjectAccess.ReadWrite';
const pathOf = (set: string, on: string, query = '') =>
  `${entitlements}/${set}/filterByCurrentUser(on='${on}')${query}`;
const as = (personId: string) => server.as(aPerson(personId, scope));
const idsOf = async (personId: string, set: string, on: string): Promise<string[]> => {
  const { status, body, text } = await as(personId).get(pathOf(set, on));
  if (status !== 200) throw new Error(`Expected 200, got ${status}: ${text}`);
  return body.value.map(({ id }: { id: string }) => id);
};
const post = async (who: object, body: object) => {
  const answer = await server.as(who).post(`${entitlements}/assignmentRequests`, body);
  if (answer.status !== 201) throw new Error(`Expected 201, got ${answer.status}: ${answer.text}`);
  return answer.body.id as string;
};
const adminAdd = (personId: string, { names }: { names: object }, who: object = anAdministrator) =>
  post(who, { requestType: 'adminAdd', assignment: { targetId: personId, ...names } });
const userAdd = (personId: string, { names }: { names: object }) =>
  post(aPerson(personId, scope), { requestType: 'userAdd', assignment: names });
const aReportOf = async (managerId: string) => {
  const manager = `https://any.example/v1.0/users/${managerId}`;
  return given(server).aPerson({ 'manager@odata.bind': manager });
};
const assignmentsOf = async (personId: string): Promise<{ id: string }[]> => {
  const filter = encodeURIComponent(`target/objectId eq '${personId}'`);
  return (await server.as(anAdministrator).get(`${entitlements}/assignments?$filter=${filter}&$select=id`)).body.value;
};

describe('a function whose argument is a parameter alias', () => {
  it.each([
    ['v1.0', 'accessPackages', 'allowedRequestor'],
    ['beta', 'accessPackages', 'allowedRequestor'],
    ['v1.0', 'assignments', 'target'],
    ['beta', 'accessPackageAssignments', 'target'],
    ['v1.0', 'assignmentRequests', 'createdBy'],
    ['beta', 'accessPackageAssignmentRequests', 'createdBy'],
  ])('answers on %s as with the word itself: %s', async (version, set, on) => {
    const there = given(server);
    const person = await there.aPerson();
    await userAdd(person.id, await there.aPolicy(selfService));
    await server.drain();
    const path = `${entitlements.replace('v1.0', version)}/${set}/filterByCurrentUser`;
    const [plain, aliased] = [
      await as(person.id).get(`${path}(on='${on}')?$top=1`),
      await as(person.id).get(`${path}(on=@on)?@on='${on}'&$top=1`),
    ];
    expect(plain.body.value).toHaveLength(1);
    expect(aliased.body).toEqual({ ...plain.body, '@odata.nextLink': aliased.body['@odata.nextLink'] });
    const unknown = await as(person.id).get(`${path}(on=@on)?@on='nobody'`);
    expect([unknown.status, unknown.body.error.message]).toEqual([400, expect.stringContaining(on)]);
  });

  it('goes on with the next page, and compares with aliases', async () => {
    const there = given(server);
    const person = await there.aPerson();
    for (const policy of [await there.aPolicy(selfService), await there.aPolicy(selfService)])
      await userAdd(person.id, policy);
    const path = `${entitlements}/assignmentRequests/filterByCurrentUser(on=@on)?@on='target'&@t='userAdd'`;
    const first = await as(person.id).get(`${path}&$filter=requestType eq @t&$top=1`.replaceAll(' ', '%20'));
    const next = await as(person.id).get(first.body['@odata.nextLink'].replace(server.url, ''));
    expect([first.body.value.length, next.body.value.length]).toEqual([1, 1]);
    expect(next.body.value[0].id).not.toBe(first.body.value[0].id);
    const none = await as(person.id).get(`${path}&$filter=requestType ne @t`.replaceAll(' ', '%20'));
    expect([none.status, none.body.value]).toEqual([200, []]);
  });
});

describe('accessPackages/filterByCurrentUser', () => {
  it('lists what the caller may ask for, hidden or not, asked for already or not', async () => {
    const there = given(server);
    const [person, other] = [await there.aPerson(), await there.aPerson()];
    const group = await there.aGroup({ 'members@odata.bind': [`https://any.example/v1.0/users/${person.id}`] });
    const packageWith = async (policy: object, members = {}) => {
      const { id } = await there.aPackage(members);
      await there.aPolicy({ ...policy, accessPackage: { id } });
      return id;
    };
    const toGroup = [{ '@odata.type': '#microsoft.graph.groupMembers', groupId: group.id }];
    const forEverybody = await packageWith(selfService, { isHidden: true });
    const forTheGroup = await packageWith({
      ...selfService,
      allowedTargetScope: 'specificDirectoryUsers',
      specificAllowedTargets: toGroup,
    });
    const direct = await packageWith(directOnly);
    const silent = await packageWith({ allowedTargetScope: 'allDirectoryUsers' });
    const catalog = { id: (await there.aCatalog({ state: 'unpublished' })).id };
    const unpublished = await packageWith(selfService, { catalog });
    const withoutPolicy = (await there.aPackage()).id;
    const ours = [forEverybody, forTheGroup, direct, silent, unpublished, withoutPolicy];
    const seen = async (id: string) =>
      (await idsOf(id, 'accessPackages', 'allowedRequestor')).filter((found) => ours.includes(found)).sort();
    expect(await seen(person.id)).toEqual([forEverybody, forTheGroup].sort());
    expect(await seen(other.id)).toEqual([forEverybody]);
    expect(await seen(randomUUID())).toEqual([]);
    await post(aPerson(person.id, scope), {
      requestType: 'userAdd',
      assignment: { accessPackageId: forEverybody },
    });
    expect(await seen(person.id)).toHaveLength(2);
  });

  it('takes the options of the list, and nextLinks lead on', async () => {
    const there = given(server);
    const person = await there.aPerson();
    const unique = randomUUID();
    const catalog = { id: (await there.aCatalog({ displayName: unique })).id };
    for (const letter of ['C', 'A', 'B']) {
      const { id } = await there.aPackage({ displayName: letter, catalog });
      await there.aPolicy({ ...selfService, accessPackage: { id } });
    }
    const filter = encodeURIComponent(`catalog/id eq '${catalog.id}'`);
    const query = `?$filter=${filter}&$orderby=displayName&$select=displayName&$expand=catalog($select=displayName)&$top=2`;
    const first = await as(person.id).get(pathOf('accessPackages', 'allowedRequestor', query));
    expectCollection('accessPackage', first.body);
    expect(first.body.value).toEqual(
      ['A', 'B'].map((displayName) => ({ displayName, catalog: { displayName: unique } })),
    );
    const next = String(first.body['@odata.nextLink']).slice(server.url.length);
    const second = await as(person.id).get(next);
    expect(second.body.value).toEqual([{ displayName: 'C', catalog: { displayName: unique } }]);
  });
});

describe('assignmentRequests/filterByCurrentUser', () => {
  it('lists the requests for the caller, those they sent, and those for their reports', async () => {
    const there = given(server);
    const [manager, stranger] = [await there.aPerson(), await there.aPerson()];
    const report = await aReportOf(manager.id);
    const [policy, second] = [await there.aPolicy(selfService), await there.aPolicy(selfService)];
    const boss = {
      as: 'user',
      oid: manager.id,
      scp: 'EntitlementManagement.ReadWrite.All',
      roles: ['IdentityGovernanceAdministrator'],
    } as const;
    const own = await userAdd(report.id, policy);
    const fromAbove = await adminAdd(report.id, second, boss);
    const forStranger = await adminAdd(stranger.id, second);
    await server.drain();
    const list = (personId: string, on: string) => idsOf(personId, 'assignmentRequests', on);
    expect((await list(report.id, 'target')).sort()).toEqual([own, fromAbove].sort());
    expect(await list(report.id, 'createdBy')).toEqual([own]);
    expect((await list(report.id, 'targetOrRequestor')).sort()).toEqual([own, fromAbove].sort());
    expect(await list(manager.id, 'target')).toEqual([]);
    expect(await list(manager.id, 'createdBy')).toEqual([fromAbove]);
    expect((await list(manager.id, 'targetManager')).sort()).toEqual([own, fromAbove].sort());
    expect(await list(manager.id, 'targetOrRequestor')).toEqual([]);
    expect(await list(stranger.id, 'targetManager')).toEqual([]);
    expect(await list(stranger.id, 'target')).toEqual([forStranger]);
    const { body } = await as(manager.id).get(
      pathOf('assignmentRequests', 'targetManager', '?$expand=accessPackage,requestor,assignment'),
    );
    expectCollection('accessPackageAssignmentRequest', body);
  });

  it('lists for an approver the requests that wait for them, and no others', async () => {
    const there = given(server);
    const [approver, person] = [await there.aPerson(), await there.aPerson()];
    const stage = {
      durationBeforeAutomaticDenial: 'P14D',
      primaryApprovers: [{ '@odata.type': '#microsoft.graph.singleUser', userId: approver.id }],
    };
    const requestApprovalSettings = { isApprovalRequiredForAdd: true, stages: [stage] };
    const policy = await there.aPolicy({ ...selfService, requestApprovalSettings });
    const waiting = await userAdd(person.id, policy);
    await server.drain();
    expect(await idsOf(approver.id, 'assignmentRequests', 'approver')).toEqual([waiting]);
    expect(await idsOf(person.id, 'assignmentRequests', 'approver')).toEqual([]);
    const canceled = await as(person.id).post(`${entitlements}/assignmentRequests/${waiting}/cancel`);
    expect(canceled.status).toBeLessThan(300);
    await server.drain();
    expect(await idsOf(approver.id, 'assignmentRequests', 'approver')).toEqual([]);
  });
});

describe('assignments/filterByCurrentUser', () => {
  it('lists the assignments of the caller, ended or not, those they asked for, and those of their reports', async () => {
    const there = given(server);
    const manager = await there.aPerson();
    const report = await aReportOf(manager.id);
    const [policy, second] = [await there.aPolicy(selfService), await there.aPolicy(selfService)];
    await userAdd(report.id, policy);
    await server.drain();
    const [own] = await assignmentsOf(report.id);
    await adminAdd(report.id, second);
    await server.drain();
    const both = (await assignmentsOf(report.id)).map(({ id }) => id).sort();
    expect(both).toHaveLength(2);
    await post(anAdministrator, { requestType: 'adminRemove', assignment: { id: own?.id } });
    await server.drain();
    const list = async (personId: string, on: string) => (await idsOf(personId, 'assignments', on)).sort();
    expect(await list(report.id, 'target')).toEqual(both);
    expect(await list(report.id, 'CreatedBy')).toEqual([own?.id]);
    expect(await list(manager.id, 'targetManager')).toEqual(both);
    expect(await list(manager.id, 'target')).toEqual([]);
    expect(await list(report.id, 'targetManager')).toEqual([]);
    const query = "?$filter=state eq 'expired'&$expand=target".replaceAll(' ', '%20');
    const path = `${entitlements}/assignments/microsoft.graph.filterByCurrentUser(on='target')${query}`;
    const { body } = await as(report.id).get(path);
    expectCollection('accessPackageAssignment', body);
    expect(body.value).toEqual([expect.objectContaining({ id: own?.id, state: 'expired' })]);
  });
});

describe.each([
  ['accessPackages', "'allowedRequestor'"],
  ['assignmentRequests', "'target', 'createdBy', 'targetOrRequestor', 'targetManager', 'approver'"],
  ['assignments', "'target', 'createdBy', 'targetManager'"],
])('filterByCurrentUser on %s', (set, words) => {
  const [word = ''] = words.replaceAll("'", '').split(',');

  it('answers 400 to another word, with those that there are', async () => {
    for (const on of ['everything', '', 'toString']) {
      const { status, body } = await as(randomUUID()).get(pathOf(set, on));
      expect([status, body.error.code, body.error.message]).toEqual([
        ...[400, 'InvalidFilter', `'on' must be one of ${words}.`],
      ]);
    }
    expect((await as(randomUUID()).get(pathOf(set, word, '?$apply=x'))).status).toBe(400);
  });

  it('is for people with any of three scopes, and for no application', async () => {
    for (const permission of [scope, 'EntitlementManagement.Read.All', 'EntitlementManagement.ReadWrite.All']) {
      expect((await server.as(aPerson(randomUUID(), permission)).get(pathOf(set, word))).status).toBe(200);
    }
    expect((await server.as(aPerson(randomUUID(), 'User.Read.All')).get(pathOf(set, word))).status).toBe(403);
    expect((await server.as(anApplication).get(pathOf(set, word))).status).toBe(403);
    expect((await server.anonymous.get(pathOf(set, word))).status).toBe(401);
  });
});
