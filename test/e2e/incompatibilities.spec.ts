import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { expectCollection, expectContract } from '../support/contract.js';
import { entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const administrator = () => server.as(anAdministrator);
const aReader = () => server.as({ oid: randomUUID(), scp: 'EntitlementManagement.Read.All', roles: ['GlobalReader'] });
const packageAt = (id: string) => `${entitlements}/accessPackages/${id}`;
const toPackage = (id: string) => ({ '@odata.id': `https://any.example${packageAt(id)}` });
const toGroup = (id: string) => ({ '@odata.id': `https://any.example/v1.0/groups/${id}` });
const declare = (id: string, other: string) =>
  administrator().post(`${packageAt(id)}/incompatibleAccessPackages/$ref`, toPackage(other));
const join = async (group: string, member: string): Promise<void> => {
  const reference = { '@odata.id': `https://any.example/v1.0/${member}` };
  expect((await administrator().post(`/v1.0/groups/${group}/members/$ref`, reference)).status).toBe(204);
};
const declareGroup = (id: string, group: string) =>
  administrator().post(`${packageAt(id)}/incompatibleGroups/$ref`, toGroup(group));
const idsAt = async (path: string): Promise<string[]> => {
  const { status, body, text } = await aReader().get(path);
  if (status !== 200) throw new Error(`Expected 200, got ${status}: ${text}`);
  return body.value.map(({ id }: { id: string }) => id);
};
const eventsOf = async (aggregateId: string) => {
  const { client } = server.app.get(Database);
  const rows = await client.domainEvent.findMany({ where: { aggregateId }, orderBy: { aggregateVersion: 'asc' } });
  return rows.map(({ name }) => name);
};
const adminAdd = (personId: string, { names }: { names: object }) =>
  administrator().post(`${entitlements}/assignmentRequests`, {
    requestType: 'adminAdd',
    assignment: { targetId: personId, ...names },
  });
const userAdd = (personId: string, { names }: { names: object }) =>
  server.as(aPerson(personId, 'EntitlementMgmt-SubjectAccess.ReadWrite')).post(`${entitlements}/assignmentRequests`, {
    requestType: 'userAdd',
    assignment: names,
  });

describe('incompatible access packages', () => {
  it('are declared in one direction, listed from both sides, and withdrawn', async () => {
    const there = given(server);
    const [one, other] = [await there.aPackage(), await there.aPackage()];
    expect((await declare(one.id, other.id)).status).toBe(204);
    expect(await idsAt(`${packageAt(one.id)}/incompatibleAccessPackages`)).toEqual([other.id]);
    expect(await idsAt(`${packageAt(other.id)}/incompatibleAccessPackages`)).toEqual([]);
    expect(await idsAt(`${packageAt(other.id)}/accessPackagesIncompatibleWith`)).toEqual([one.id]);
    expect(await idsAt(`${packageAt(one.id)}/accessPackagesIncompatibleWith`)).toEqual([]);
    const filter = encodeURIComponent(`displayName eq '${String(other['displayName'])}'`);
    expect(await idsAt(`${packageAt(one.id)}/incompatibleAccessPackages?$filter=${filter}&$top=1`)).toHaveLength(1);
    const { body } = await aReader().get(`${packageAt(one.id)}/incompatibleAccessPackages`);
    expectCollection('accessPackage', body);
    const path = `${packageAt(one.id)}/incompatibleAccessPackages/${other.id}/$ref`;
    expect((await administrator().delete(path)).status).toBe(204);
    expect(await idsAt(`${packageAt(one.id)}/incompatibleAccessPackages`)).toEqual([]);
    expect((await administrator().delete(path)).status).toBe(404);
    expect(await eventsOf(one.id)).toEqual([
      'accessPackage.created',
      ...['accessPackage.incompatibilityDeclared', 'accessPackage.incompatibilityWithdrawn'],
    ]);
  });

  it('are followed by $expand, with options', async () => {
    const there = given(server);
    const [one, a, b] = [
      await there.aPackage(),
      await there.aPackage({ displayName: 'A', description: 'first' }),
      await there.aPackage({ displayName: 'B' }),
    ];
    const group = await there.aGroup();
    await declare(one.id, b.id);
    await declare(one.id, a.id);
    await declareGroup(one.id, group.id);
    const all = await aReader().get(`${packageAt(one.id)}?$expand=*`);
    expectContract('accessPackage', all.body);
    expect(all.body).toMatchObject({ accessPackagesIncompatibleWith: [], catalog: { id: expect.any(String) } });
    expect(all.body.incompatibleGroups.map(({ id }: { id: string }) => id)).toEqual([group.id]);
    const expand = async (options: string) =>
      (await aReader().get(`${packageAt(one.id)}?$select=id&$expand=incompatibleAccessPackages(${options})`)).body
        .incompatibleAccessPackages;
    expect(await expand('$select=displayName;$orderby=displayName')).toEqual([
      { displayName: 'A' },
      { displayName: 'B' },
    ]);
    expect(await expand('$select=displayName;$orderby=description desc;$top=1'.replaceAll(' ', '%20'))).toEqual([
      { displayName: 'A' },
    ]);
    expect(await expand("$select=displayName;$filter=displayName eq 'B'".replaceAll(' ', '%20'))).toEqual([
      { displayName: 'B' },
    ]);
    const reverse = await aReader().get(`${packageAt(a.id)}?$expand=accessPackagesIncompatibleWith($select=id)`);
    expect(reverse.body.accessPackagesIncompatibleWith).toEqual([{ id: one.id }]);
  });

  it('are refused with 400, 401, 403, 404 and 409 as they should', async () => {
    const there = given(server);
    const [one, other] = [await there.aPackage(), await there.aPackage()];
    await declare(one.id, other.id);
    const path = `${packageAt(one.id)}/incompatibleAccessPackages/$ref`;
    const statuses = [
      await declare(one.id, one.id),
      await administrator().post(path, toGroup(other.id)),
      await administrator().post(path, {}),
      await server.anonymous.post(path, toPackage(other.id)),
      await aReader().post(path, toPackage(other.id)),
      await server.as(aPerson(randomUUID())).post(path, toPackage(other.id)),
      await declare(one.id, randomUUID()),
      await declare(randomUUID(), one.id),
      await aReader().get(`${packageAt(randomUUID())}/incompatibleAccessPackages`),
      await aReader().get(`${packageAt('x')}/accessPackagesIncompatibleWith`),
      await declare(one.id, other.id),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 400, 401, 403, 403, 404, 404, 404, 400, 409]);
    expect(await idsAt(`${packageAt(one.id)}/incompatibleAccessPackages`)).toEqual([other.id]);
    expect((await server.as(anApplication).delete(path.replace('$ref', `${other.id}/$ref`))).status).toBe(204);
  });

  it('keep their holders out at the request, directly or by themselves, until they are withdrawn', async () => {
    const there = given(server);
    const person = await there.aPerson();
    const [held, wanted] = [await there.aPolicy(selfService), await there.aPolicy(selfService)];
    await adminAdd(person.id, held);
    await server.drain();
    await declare(wanted.accessPackageId, held.accessPackageId);
    for (const refused of [await adminAdd(person.id, wanted), await userAdd(person.id, wanted)]) {
      expect([refused.status, refused.body.error.code]).toEqual([409, 'IncompatibleAccess']);
      expect(refused.body.error.message).toContain(held.accessPackageId);
    }
    await administrator().delete(
      `${packageAt(wanted.accessPackageId)}/incompatibleAccessPackages/${held.accessPackageId}/$ref`,
    );
    expect((await userAdd(person.id, wanted)).status).toBe(201);
  });

  it('go with a package that is deleted', async () => {
    const there = given(server);
    const [one, other] = [await there.aPackage(), await there.aPackage()];
    await declare(one.id, other.id);
    expect((await administrator().delete(packageAt(other.id))).status).toBe(204);
    expect(await idsAt(`${packageAt(one.id)}/incompatibleAccessPackages`)).toEqual([]);
  });
});

describe('incompatible groups', () => {
  it('are declared, listed and withdrawn', async () => {
    const there = given(server);
    const [one, group] = [await there.aPackage(), await there.aGroup()];
    expect((await declareGroup(one.id, group.id)).status).toBe(204);
    const { body } = await aReader().get(`${packageAt(one.id)}/incompatibleGroups`);
    expectCollection('group', body);
    expect(body.value.map(({ id }: { id: string }) => id)).toEqual([group.id]);
    const path = `${packageAt(one.id)}/incompatibleGroups/${group.id}/$ref`;
    expect((await administrator().delete(path)).status).toBe(204);
    expect(await idsAt(`${packageAt(one.id)}/incompatibleGroups`)).toEqual([]);
    expect((await administrator().delete(path)).status).toBe(404);
  });

  it('are refused with 400, 401, 403, 404 and 409 as they should', async () => {
    const there = given(server);
    const [one, group] = [await there.aPackage(), await there.aGroup()];
    await declareGroup(one.id, group.id);
    const path = `${packageAt(one.id)}/incompatibleGroups/$ref`;
    const statuses = [
      await administrator().post(path, toPackage(group.id)),
      await server.anonymous.post(path, toGroup(group.id)),
      await aReader().post(path, toGroup(group.id)),
      await declareGroup(one.id, randomUUID()),
      await declareGroup(randomUUID(), group.id),
      await declareGroup(one.id, group.id),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 401, 403, 404, 404, 409]);
  });

  it('cannot be deleted as long as a package names them', async () => {
    const there = given(server);
    const [one, group] = [await there.aPackage(), await there.aGroup()];
    await declareGroup(one.id, group.id);
    const refused = await administrator().delete(`/v1.0/groups/${group.id}`);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'ResourceInUse']);
    await administrator().delete(`${packageAt(one.id)}/incompatibleGroups/${group.id}/$ref`);
    expect((await administrator().delete(`/v1.0/groups/${group.id}`)).status).toBe(204);
  });

  it('keep their members out at the request, and the message names the group to whom may read it', async () => {
    const there = given(server);
    const person = await there.aPerson();
    const group = await there.aGroup({ 'members@odata.bind': [`https://any.example/v1.0/users/${person.id}`] });
    const policy = await there.aPolicy(selfService);
    await declareGroup(policy.accessPackageId, group.id);
    const [toAdministrator, toPerson] = [await adminAdd(person.id, policy), await userAdd(person.id, policy)];
    for (const refused of [toAdministrator, toPerson]) {
      expect([refused.status, refused.body.error.code]).toEqual([409, 'IncompatibleAccess']);
    }
    expect(toAdministrator.body.error.message).toContain(group.id);
    // Who may read no groups is not told which.
    expect(toPerson.text).not.toContain(group.id);
    await administrator().delete(`/v1.0/groups/${group.id}/members/${person.id}/$ref`);
    expect((await userAdd(person.id, policy)).status).toBe(201);
  });

  it.each([
    ['themselves', 0],
    ['with a group in it', 1],
    ['with a group ten deep', 9],
  ])('fail a delivery to somebody who has joined meanwhile, %s', async (_, levels) => {
    const there = given(server);
    const [person, group] = [await there.aPerson(), await there.aGroup()];
    // Each holds the one before; the incompatible one comes last.
    const chain = await Promise.all(Array.from({ length: levels }, () => there.aGroup()));
    const policy = await there.aPolicy(selfService);
    await declareGroup(policy.accessPackageId, group.id);
    const now = Date.parse((await server.anonymous.get('/dev/clock')).body.now);
    const { status, body } = await administrator().post(`${entitlements}/assignmentRequests`, {
      requestType: 'adminAdd',
      assignment: { targetId: person.id, ...policy.names },
      schedule: { startDateTime: new Date(now + 86_400_000).toISOString() },
    });
    expect(status).toBe(201);
    await server.drain();
    const [nearest = group, ...holders] = [...chain, group];
    await join(nearest.id, `users/${person.id}`);
    for (const [at, holder] of holders.entries()) await join(holder.id, `groups/${chain[at]?.id}`);
    await server.anonymous.post('/dev/clock/advance', { duration: 'P2D' });
    await server.drain();
    const request = (await administrator().get(`${entitlements}/assignmentRequests/${body.id}`)).body;
    expect(request.state).toBe('deliveryFailed');
    const { client } = server.app.get(Database);
    const row = await client.assignmentRequest.findFirst({ where: { id: body.id } });
    expect(row?.failure).toBe(`the target is in the incompatible group ${group.id}`);
  });
});

describe('GET /assignments/additionalAccess', () => {
  const held = async (personId: string, ...policies: { names: object }[]) => {
    for (const policy of policies) {
      expect((await adminAdd(personId, policy)).status).toBe(201);
      await server.drain();
    }
  };
  const between = (one: string, other: string) =>
    `${entitlements}/assignments/additionalAccess(accessPackageId='${one}',incompatibleAccessPackageId='${other}')`;
  const ended = async (personId: string, { accessPackageId }: { accessPackageId: string }) => {
    const filter = encodeURIComponent(`target/objectId eq '${personId}' and accessPackage/id eq '${accessPackageId}'`);
    const [{ id }] = (await administrator().get(`${entitlements}/assignments?$filter=${filter}`)).body.value;
    await administrator().post(`${entitlements}/assignmentRequests`, {
      requestType: 'adminRemove',
      assignment: { id },
    });
    await server.drain();
  };

  it('answers the live assignments to the first package of those who hold the second too', async () => {
    const there = given(server);
    const [both, onlyOne, onlyOther, former] = [
      await there.aPerson(),
      await there.aPerson(),
      await there.aPerson(),
      await there.aPerson(),
    ];
    const [one, other] = [await there.aPolicy(), await there.aPolicy()];
    await held(both.id, one, other);
    await held(onlyOne.id, one);
    await held(onlyOther.id, other);
    await held(former.id, one, other);
    await ended(former.id, other);
    const path = between(one.accessPackageId, other.accessPackageId);
    const { status, body } = await aReader().get(`${path}?$expand=target,accessPackage`);
    expect(status).toBe(200);
    expectCollection('accessPackageAssignment', body);
    expect(body.value).toEqual([
      expect.objectContaining({
        target: expect.objectContaining({ objectId: both.id }),
        accessPackage: expect.objectContaining({ id: one.accessPackageId }),
      }),
    ]);
    const swapped = `${entitlements}/assignments/microsoft.graph.additionalAccess(incompatibleAccessPackageId='${other.accessPackageId}',accessPackageId='${one.accessPackageId.toUpperCase()}')`;
    expect((await aReader().get(`${swapped}?$select=id`)).body.value).toEqual([{ id: body.value[0].id }]);
    const filter = encodeURIComponent(`target/objectId eq '${onlyOne.id}'`);
    expect((await aReader().get(`${path}?$filter=${filter}`)).body.value).toEqual([]);
    await ended(both.id, one);
    expect((await aReader().get(path)).body.value).toEqual([]);
  });

  it('answers, without packages, what is held beside anything declared incompatible', async () => {
    const there = given(server);
    const person = await there.aPerson();
    const [one, other, third] = [await there.aPolicy(), await there.aPolicy(), await there.aPolicy()];
    await held(person.id, one, other, third);
    const all = `${entitlements}/assignments/additionalAccess()`;
    const mine = encodeURIComponent(`target/objectId eq '${person.id}'`);
    const found = async () =>
      (await aReader().get(`${all}?$filter=${mine}&$expand=accessPackage`)).body.value.map(
        ({ accessPackage }: { accessPackage: { id: string } }) => accessPackage.id,
      );
    expect(await found()).toEqual([]);
    await declare(one.accessPackageId, third.accessPackageId);
    expect(await found()).toEqual([one.accessPackageId]);
    await declare(other.accessPackageId, one.accessPackageId);
    expect((await found()).sort()).toEqual([one.accessPackageId, other.accessPackageId].sort());
    expect((await aReader().get(`${entitlements}/assignments/additionalAccess?$top=1`)).body.value).toHaveLength(1);
  });

  it('answers 400, 401, 403 and 404 as it should, and is for people only', async () => {
    const there = given(server);
    const [one, other] = [(await there.aPackage()).id, (await there.aPackage()).id];
    const statuses = [
      await aReader().get(between(one, one.toUpperCase())),
      await aReader().get(between(one, 'x')),
      await aReader().get(`${between(one, other)}?$search=x`),
      await server.anonymous.get(between(one, other)),
      await server.as(anApplication).get(between(one, other)),
      await server.as(anApplication).get(`${entitlements}/assignments/additionalAccess()`),
      await server.as(aPerson(randomUUID(), 'EntitlementMgmt-SubjectAccess.ReadWrite')).get(between(one, other)),
      await aReader().get(between(one, randomUUID())),
      await server.as(aPerson(randomUUID(), 'EntitlementManagement.Read.All')).get(between(one, other)),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 400, 401, 403, 403, 403, 404, 404]);
    const empty = await aReader().get(between(one, ''));
    const alone = await aReader().get(`${entitlements}/assignments/additionalAccess(accessPackageId='${one}')`);
    expect([empty.status, alone.status]).toEqual([400, 400]);
    expect(alone.body.error.message).toBe("The function also needs 'incompatibleAccessPackageId'.");
    const unknown = await aReader().get(`${entitlements}/assignments/additionalAccess(package='${one}')`);
    expect(unknown.status).toBe(404);
  });
});
