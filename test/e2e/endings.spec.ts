import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '../../src/platform/eventing/worker.js';
import { approvalsOf, asking, failure, user } from '../support/approvals.js';
import { entitlements } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const day = 86_400_000;

/** Somebody who asks under a policy that one person approves. */
interface Asking {
  readonly personId: string;
  readonly approverId: string;
  readonly policy: Awaited<ReturnType<ReturnType<typeof approvalsOf>['aPolicy']>>;
}

/** Where a request stands when its policy, or package, is deleted, and what comes of the deletion and of the request. */
const cells: Readonly<Record<string, readonly [step: keyof Steps, answer: number, state: string, status: RegExp]>> = {
  'was just sent': ['send', 204, 'canceled', /was deleted/],
  'waits for approval': ['ask', 204, 'canceled', /was deleted/],
  'waits for its start': ['schedule', 204, 'canceled', /was deleted/],
  'was approved a moment ago': ['justApprove', 409, 'delivered', /./],
  'was denied a moment ago': ['justDeny', 409, 'denied', /./],
  'was denied': ['deny', 204, 'denied', /./],
  'was delivered': ['deliver', 409, 'delivered', /./],
  'was delivered, and its access was taken away': ['takeAway', 204, 'delivered', /./],
};

type Steps = ReturnType<typeof stepsOf>;

/** How a request comes to stand somewhere; each answers its id. */
function stepsOf(server: TestServer) {
  const they = approvalsOf(server);
  const admin = () => server.as(anAdministrator);
  const send = async ({ personId, policy }: Asking, more: object = {}): Promise<string> => {
    const body = { requestType: 'userAdd', assignment: policy.names, ...more };
    const answer = await server.as(aPerson(personId)).post(`${entitlements}/assignmentRequests`, body);
    expect(answer.status).toBe(201);
    return String(answer.body.id);
  };
  const ask = async (asking: Asking, more: object = {}) => {
    const id = await send(asking, more);
    await server.drain();
    return id;
  };
  const decided = async (asking: Asking, verdict: string, more: object = {}) => {
    const id = await ask(asking, more);
    expect((await they.decide(asking.approverId, id, verdict)).status).toBe(204);
    return id;
  };
  const drained = async (id: Promise<string>) => {
    const known = await id;
    await server.drain();
    return known;
  };
  const start = { startDateTime: new Date(Date.now() + 10 * day).toISOString() };
  const deliver = (asking: Asking) => drained(decided(asking, 'Approve'));
  return {
    ...{ send, ask, deliver },
    schedule: (asking: Asking) => drained(decided(asking, 'Approve', { schedule: start })),
    justApprove: (asking: Asking) => decided(asking, 'Approve'),
    justDeny: (asking: Asking) => decided(asking, 'Deny'),
    deny: (asking: Asking) => drained(decided(asking, 'Deny')),
    takeAway: async (asking: Asking) => {
      const id = await deliver(asking);
      const [held] = await they.held(asking.personId);
      const body = { requestType: 'adminRemove', assignment: { id: held?.['id'] } };
      expect((await admin().post(`${entitlements}/assignmentRequests`, body)).status).toBe(201);
      await server.drain();
      return id;
    },
  };
}

describe.each(databases)('What ends on the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
    // What waits is done when a test says so.
    await server.app.get(Worker).onModuleDestroy();
  });
  afterAll(() => server.close());

  const app = () => server.as(anApplication);
  const they = () => approvalsOf(server);
  async function somebodyAsking(): Promise<Asking> {
    const [personId, approverId] = [(await they().aPerson()).id, (await they().aPerson()).id];
    return { personId, approverId, policy: await they().aPolicy([asking(user(approverId))]) };
  }
  const pathOf = (what: string, { policy }: Asking) =>
    what === 'policy'
      ? `${entitlements}/assignmentPolicies/${policy.id}`
      : `${entitlements}/accessPackages/${policy.accessPackageId}`;

  describe.each(['policy', 'package'])('with a %s that is deleted', (what) => {
    it.each(Object.entries(cells))('under a request that %s', async (_, [step, answer, state, status]) => {
      const asking = await somebodyAsking();
      const id = await stepsOf(server)[step](asking);
      const deleted = await app().delete(pathOf(what, asking));
      expect([deleted.status, deleted.body?.error?.code]).toEqual(
        answer === 204 ? [204, undefined] : [409, 'ResourceInUse'],
      );
      expect((await app().get(pathOf(what, asking))).status).toBe(answer === 204 ? 404 : 200);
      await server.drain();
      const request = await they().request(id);
      expect([request.state, request.status]).toEqual([state, expect.stringMatching(status)]);
      if (step !== 'send') {
        const again = await they().decide(asking.approverId, id, 'Approve');
        expect([again.status, again.body.error.code]).toEqual([409, 'InvalidState']);
      }
      await server.drain();
      expect((await they().request(id)).state).toBe(state);
    });
  });

  it('stays readable with its names once package and policy are gone, and the names are free', async () => {
    const asking = await somebodyAsking();
    const { policy, personId } = asking;
    await stepsOf(server).takeAway(asking);
    const { body: before } = await app().get(
      `${entitlements}/accessPackages/${policy.accessPackageId}?$expand=catalog`,
    );
    expect((await app().delete(pathOf('package', asking))).status).toBe(204);
    expect((await app().get(pathOf('policy', asking))).status).toBe(404);
    for (const reader of [anAdministrator, aPerson(personId)]) {
      const filter = `$filter=accessPackage/displayName eq '${String(before.displayName)}'&$orderby=accessPackage/displayName`;
      for (const filtered of ['', `${filter}&`]) {
        const path = `${entitlements}/assignments?${filtered}$expand=accessPackage,assignmentPolicy`;
        const { body } = await server.as(reader).get(path);
        const mine = body.value.filter(
          (one: { accessPackage?: { id: string } }) => one.accessPackage?.id === before.id,
        );
        expect(mine).toEqual([
          expect.objectContaining({
            state: 'expired',
            accessPackage: expect.objectContaining({ displayName: before.displayName }),
            assignmentPolicy: expect.objectContaining({ displayName: policy['displayName'] }),
          }),
        ]);
      }
      const { body } = await server.as(reader).get(`${entitlements}/assignmentRequests?$expand=accessPackage`);
      const names = body.value.map(
        (one: { accessPackage?: { displayName: string } }) => one.accessPackage?.displayName,
      );
      expect(names).toContain(before.displayName);
    }
    const { body: listed } = await app().get(`${entitlements}/accessPackages?$filter=id eq '${String(before.id)}'`);
    expect(listed.value).toEqual([]);
    const twin = { displayName: before.displayName, catalog: { id: before.catalog.id } };
    const made = await app().post(`${entitlements}/accessPackages`, twin);
    expect(made.status).toBe(201);
    expect((await app().delete(`${entitlements}/accessPackages/${String(made.body.id)}`)).status).toBe(204);
    expect((await app().delete(`${entitlements}/catalogs/${String(before.catalog.id)}`)).status).toBe(204);
    const left = await app().get(`${entitlements}/assignments?$expand=accessPackage($expand=catalog)&$top=999`);
    expect(left.status).toBe(200);
  });

  it.each(['policy', 'package'])(
    'gives nothing through a %s that is deleted while its delivery waits',
    async (what) => {
      const policy = await they().aPolicy([], { requestApprovalSettings: { isApprovalRequiredForAdd: false } });
      const people = await Promise.all(Array.from({ length: 4 }, () => they().aPerson()));
      const asking: Asking = { personId: people[0]?.id ?? '', approverId: '', policy };
      for (const { id } of people) await stepsOf(server).send({ ...asking, personId: id });
      const [deleted] = await Promise.all([app().delete(pathOf(what, asking)), server.drain(), server.drain()]);
      await server.drain();
      for (const { id } of people) {
        const [request] = (await they().read(`assignmentRequests?$filter=requestor/objectId eq '${id}'`)).value;
        const held = await they().held(id);
        expect(held).toHaveLength(request.state === 'delivered' ? 1 : 0);
        expect([deleted.status, request.state]).toEqual(
          deleted.status === 204 ? [204, expect.stringMatching(/canceled|deliveryFailed/)] : [409, 'delivered'],
        );
      }
    },
  );

  it('decides once where an approval and the deletion of the policy come together', async () => {
    for (let round = 0; round < 4; round += 1) {
      const asking = await somebodyAsking();
      const id = await stepsOf(server).ask(asking);
      const [decided, deleted] = await Promise.all([
        they().decide(asking.approverId, id, 'Approve'),
        app().delete(pathOf('policy', asking)),
      ]);
      await server.drain();
      const { state } = await they().request(id);
      expect([decided.status, deleted.status, state]).toEqual(
        decided.status === 204 ? [204, 409, 'delivered'] : [expect.any(Number), 204, 'canceled'],
      );
      expect(await they().held(asking.personId)).toHaveLength(decided.status === 204 ? 1 : 0);
    }
  });

  it('is not canceled once it is decided, by nobody', async () => {
    for (const [verdict, state] of [
      ['Approve', 'delivered'],
      ['Deny', 'denied'],
    ] as const) {
      const asking = await somebodyAsking();
      const id = await stepsOf(server)[verdict === 'Approve' ? 'justApprove' : 'justDeny'](asking);
      expect(failure(await they().cancel(id))).toEqual([409, 'InvalidState']);
      await server.drain();
      expect((await they().request(id)).state).toBe(state);
    }
  });

  it('keeps the request of live access, so that its approvers can revoke it', async () => {
    const asking = await somebodyAsking();
    const id = await stepsOf(server).deliver(asking);
    expect(failure(await app().delete(`${entitlements}/assignmentRequests/${id}`))).toEqual([409, 'InvalidState']);
    const [held] = await they().held(asking.personId);
    const revoking = { requestType: 'approverRemove', assignment: { id: held?.['id'] } };
    const revoked = await server.as(aPerson(asking.approverId)).post(`${entitlements}/assignmentRequests`, revoking);
    expect(revoked.status).toBe(201);
    await server.drain();
    expect((await app().delete(`${entitlements}/assignmentRequests/${id}`)).status).toBe(204);
  });
});
