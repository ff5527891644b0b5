import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approvalsOf, asking, manager, user } from '../support/approvals.js';
import { betaEntitlements, entitlements, given, needsApproval } from '../support/given.js';
import { anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

type Json = Record<string, unknown>;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => server.close());

const requests = `${entitlements}/assignmentRequests`;
const assign = (targetId: string, names: object) =>
  server.as(anAdministrator).post(requests, { requestType: 'adminAdd', assignment: { ...names, targetId } });
const liveOf = async (personId: string): Promise<Json[]> =>
  (await approvalsOf(server).held(personId)).filter(({ state }) => state === 'delivered');

/** What the table of decisions in compatibility.md says and no other spec holds. */
describe('a decision', () => {
  it('lets administrators assign somebody outside the scope, and without the approval that others need', async () => {
    const there = given(server);
    const [inside, outside] = [await there.aPerson(), await there.aPerson()];
    const { names } = await there.aPolicy({
      ...{ ...needsApproval, allowedTargetScope: 'specificDirectoryUsers' },
      specificAllowedTargets: [user(inside.id)],
    });
    const asked = { requestType: 'userAdd', assignment: names };
    expect((await server.as(aPerson(outside.id)).post(requests, asked)).status).toBe(403);
    expect((await assign(outside.id, names)).status).toBe(201);
    await server.drain();
    expect(await liveOf(outside.id)).toHaveLength(1);
  });

  it('lets a person hold one package under each of two policies, and twice under none', async () => {
    const there = given(server);
    const [person, first] = [await there.aPerson(), await there.aPolicy()];
    const second = await there.aPolicy({ accessPackage: { id: first.accessPackageId } });
    for (const { names } of [first, second]) {
      expect((await assign(person.id, names)).status).toBe(201);
      await server.drain();
      expect((await assign(person.id, names)).status).toBe(409);
    }
    expect(await liveOf(person.id)).toHaveLength(2);
  });

  it('delivers what was approved before the scope became narrower', async () => {
    const approvals = approvalsOf(server);
    const boss = await approvals.aPerson();
    const person = await approvals.aPerson(boss.id);
    const policy = await approvals.aPolicy([asking(manager())]);
    const id = await approvals.asked(person.id, policy.names);
    const path = `${entitlements}/assignmentPolicies/${policy.id}`;
    const narrower = { allowedTargetScope: 'specificDirectoryUsers', specificAllowedTargets: [user(boss.id)] };
    expect((await server.as(anAdministrator).patch(path, narrower)).status).toBe(200);
    expect((await approvals.decide(boss.id, id, 'Approve')).status).toBe(204);
    await server.drain();
    expect((await approvals.request(id)).state).toBe('delivered');
    expect(await liveOf(person.id)).toHaveLength(1);
  });

  it.each([
    ['onBehalfAdd of v1.0', requests, { requestType: 'onBehalfAdd', assignment: {} }, /requestType/],
    [
      'customExtensionHandlers of beta',
      `${betaEntitlements}/accessPackageAssignmentPolicies`,
      { displayName: 'With handlers', customExtensionHandlers: [{}] },
      /customExtensionHandlers/,
    ],
  ])('refuses %s by name', async (_, path, body, named) => {
    const { status, body: answer } = await server.as(anAdministrator).post(path, body);
    expect(status).toBe(400);
    expect(answer.error.message).toMatch(named);
  });
});
