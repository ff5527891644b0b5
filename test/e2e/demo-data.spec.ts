import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DemoData, demoIds } from '../../src/demo-data/index.js';
import { personas } from '../../src/platform/development/personas.js';
import { entitlements } from '../support/given.js';
import { administrator, anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

const ids = (value: { id: string }[]) => value.map(({ id }) => id).sort();

describe('With demo data, the server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ env: { DEMO_DATA: 'true' } });
    await server.app.get(DemoData).seed();
  });
  afterAll(() => server.close());

  const get = async (path: string) => (await server.as(anAdministrator).get(path)).body;

  it('has people, a group, a catalog, packages and policies under ids that never change', async () => {
    expect(ids((await get('/v1.0/users')).value)).toEqual(ids([...personas]));
    expect((await get(`/v1.0/groups/${demoIds.group}/members`)).value).toHaveLength(3);
    expect(ids((await get(`${entitlements}/accessPackages?$filter=catalog/id eq '${demoIds.catalog}'`)).value)).toEqual(
      [demoIds.salesPackage, demoIds.financePackage].sort(),
    );
    expect(ids((await get(`${entitlements}/assignmentPolicies`)).value)).toEqual(
      [demoIds.directPolicy, demoIds.selfServicePolicy, demoIds.approvalPolicy].sort(),
    );
  });

  it('keeps it as it is, changed or not, at the next start', async () => {
    const path = `${entitlements}/catalogs/${demoIds.catalog}`;
    await server.as(anAdministrator).patch(path, { displayName: 'Mine' });
    const before = await get(path);
    await server.app.get(DemoData).seed();
    expect(await get(path)).toEqual(before);
    expect((await get('/v1.0/users')).value).toHaveLength(personas.length);
  });

  it('lets an administrator assign, and a member ask', async () => {
    const [somebody] = personas.filter(({ kind }) => kind === 'user');
    const assignment = {
      targetId: somebody?.id,
      accessPackageId: demoIds.salesPackage,
      assignmentPolicyId: demoIds.directPolicy,
    };
    const requests = `${entitlements}/assignmentRequests`;
    expect((await server.as(anAdministrator).post(requests, { requestType: 'adminAdd', assignment })).status).toBe(201);
    const other = personas.filter(({ kind }) => kind === 'user')[1];
    const own = { accessPackageId: demoIds.salesPackage, assignmentPolicyId: demoIds.selfServicePolicy };
    const asked = await server.as(aPerson(other?.id ?? '')).post(requests, { requestType: 'userAdd', assignment: own });
    expect([asked.status, asked.text]).toEqual([201, expect.any(String)]);
  });

  it('lets a member ask for what needs approval, and the approver agree', async () => {
    const [member, approver] = ['user', 'approver'].map((kind) => personas.find((persona) => persona.kind === kind));
    const assignment = { accessPackageId: demoIds.financePackage, assignmentPolicyId: demoIds.approvalPolicy };
    const asked = await server
      .as(aPerson(member?.id ?? ''))
      .post(`${entitlements}/assignmentRequests`, { requestType: 'userAdd', assignment });
    expect([asked.status, asked.body.state]).toEqual([201, 'submitted']);
    await server.drain();
    const asApprover = server.as(aPerson(approver?.id ?? ''));
    const approvals = `${entitlements}/accessPackageAssignmentApprovals`;
    const { body } = await asApprover.get(`${approvals}/filterByCurrentUser(on='approver')`);
    expect(ids(body.value)).toEqual([asked.body.id]);
    const [stage] = body.value[0].stages;
    expect(stage).toMatchObject({ status: 'InProgress', assignedToMe: true });
    const decision = { reviewResult: 'Approve', justification: 'OK' };
    expect((await asApprover.patch(`${approvals}/${asked.body.id}/stages/${stage.id}`, decision)).status).toBe(204);
    await server.drain();
    const filter = `$filter=target/objectId eq '${member?.id}' and accessPackage/id eq '${demoIds.financePackage}'`;
    expect((await get(`${entitlements}/assignments?${encodeURI(filter)}`)).value).toEqual([
      expect.objectContaining({ state: 'delivered' }),
    ]);
  });
});

describe('Without demo data, the server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    await server.app.get(DemoData).seed();
  });
  afterAll(() => server.close());

  it('knows the administrator and nobody else', async () => {
    const { body } = await server.as(anAdministrator).get('/v1.0/users');
    expect(ids(body.value)).toEqual([administrator.id]);
    expect((await server.as(anAdministrator).get(`${entitlements}/catalogs`)).body.value).toEqual([]);
  });
});
