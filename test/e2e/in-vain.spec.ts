import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { approvalsOf, asking, failure, user } from '../support/approvals.js';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';
import { asking as windowsOf, day } from '../support/windows.js';

const questionType = '#microsoft.graph.accessPackageTextInputQuestion';

describe.each(databases)('what can have no effect, on the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  const app = () => server.as(anApplication);
  const they = () => approvalsOf(server);
  const its = () => windowsOf(server);
  const iso = async (days: number) => new Date((await its().now()) + days * day).toISOString();
  const atInstant = async (endDateTime: string) => ({ expiration: { type: 'afterDateTime', endDateTime } });
  const inRows = () => server.app.get(Database).pool;

  /** Somebody who has asked under a policy that one person approves. */
  async function aWaiting(policy: object = {}, more: Record<string, unknown> = {}) {
    const [personId, approverId] = [(await they().aPerson()).id, (await they().aPerson()).id];
    const { names, id: policyId } = await they().aPolicy([asking(user(approverId))], { ...policy });
    return { personId, approverId, policyId, names, id: await they().asked(personId, names, more) };
  }
  const approve = ({ approverId, id }: { approverId: string; id: string }) => they().decide(approverId, id, 'Approve');
  const stateOf = async (id: string) => {
    await server.drain();
    const { state, status, completedDateTime } = await they().request(id);
    return { state, status, completedDateTime };
  };

  it.each(['request', 'policy'])('is denied when the end in its %s comes, at that instant', async (where) => {
    const end = await iso(5);
    const waiting = await aWaiting(
      ...(where === 'policy' ? [await atInstant(end)] : [{}, { schedule: await atInstant(end) }]),
    );
    await they().turn('P6D');
    const { state, status, completedDateTime } = await stateOf(waiting.id);
    expect([state, completedDateTime]).toEqual(['denied', end]);
    expect(status).toMatch(/^Denied: .*(ends at|expiration)/);
    expect(failure(await approve(waiting))).toEqual([409, 'InvalidState']);
  });

  it('is denied by the approval that comes too late, where an older process says no instant', async () => {
    const waiting = await aWaiting({}, { schedule: await atInstant(await iso(5)) });
    await inRows().$executeRaw`UPDATE assignment_request SET lapses_at = NULL WHERE id = ${waiting.id}::uuid`;
    await they().turn('P6D');
    expect((await stateOf(waiting.id)).state).toBe('pendingApproval');
    expect(failure(await approve(waiting))).toEqual([409, 'InvalidState']);
    expect(await stateOf(waiting.id)).toMatchObject({ state: 'denied', status: expect.stringMatching(/ends at/) });
    expect(await they().held(waiting.personId)).toEqual([]);
  });

  it('is denied by the approval under a policy whose end cannot be read', async () => {
    const waiting = await aWaiting();
    const unreadable = JSON.stringify({ type: 'afterDateTime', endDateTime: null, duration: null });
    await inRows().$executeRaw`
      UPDATE assignment_policy_version SET settings = jsonb_set(settings, '{expiration}', ${unreadable}::jsonb) WHERE policy_id = ${waiting.policyId}::uuid`;
    expect(failure(await approve(waiting))).toEqual([409, 'InvalidState']);
    const { state, status } = await stateOf(waiting.id);
    expect([state, status]).toEqual(['denied', expect.stringContaining(waiting.policyId)]);
  });

  it('can be denied by an approver, who is told nothing else', async () => {
    const waiting = await aWaiting({}, { schedule: await atInstant(await iso(5)) });
    await inRows().$executeRaw`UPDATE assignment_request SET lapses_at = NULL WHERE id = ${waiting.id}::uuid`;
    await they().turn('P6D');
    expect((await they().decide(waiting.approverId, waiting.id, 'Deny')).status).toBe(204);
    expect((await stateOf(waiting.id)).state).toBe('denied');
  });

  describe('once the access has ended that it would change', () => {
    const approvedToo = (approverId: string) => ({
      requestApprovalSettings: {
        ...{ isApprovalRequiredForAdd: true, isApprovalRequiredForUpdate: true },
        stages: [asking(user(approverId))],
      },
    });
    async function aHolderAsking(requestType: string, changes: (approverId: string) => object = approvedToo) {
      const approverId = (await they().aPerson()).id;
      const { personId, names } = await its().aHolder({ expiration: { duration: 'P10D' } });
      const { body: policy } = await app().get(`${entitlements}/assignmentPolicies/${names.assignmentPolicyId}`);
      const put = { ...policy, ...changes(approverId), accessPackage: { id: names.accessPackageId } };
      expect((await app().put(`${entitlements}/assignmentPolicies/${policy.id}`, put)).status).toBe(200);
      const [{ id: assignmentId }] = await its().held(personId);
      await they().turn('P9D');
      const { body } = await its().ask(personId, requestType, names);
      await they().turn('P2D');
      return { personId, approverId, assignmentId, id: String(body.id), names, policy: put };
    }

    it('is canceled as a userUpdate, at that instant', async () => {
      const { id, personId, assignmentId } = await aHolderAsking('userUpdate');
      const { expiredDateTime } = await they().read(`assignments/${assignmentId}`);
      expect(await stateOf(id)).toEqual({
        ...{ state: 'canceled', completedDateTime: expiredDateTime },
        status: 'Canceled: the access that it would change has ended',
      });
      expect(await its().held(personId)).toEqual([]);
    });

    it('gives new access as a userAdd, once it is approved', async () => {
      const asked = await aHolderAsking('userAdd');
      expect((await stateOf(asked.id)).state).toBe('pendingApproval');
      expect((await approve(asked)).status).toBe(204);
      expect((await stateOf(asked.id)).state).toBe('delivered');
      const held = await its().held(asked.personId);
      expect(held).toHaveLength(1);
      expect(held[0].id).not.toBe(asked.assignmentId);
      expect(await its().lasting(asked.personId)).toBe(10 * day);
    });

    it('asks all rules of new access again at delivery', async () => {
      const asked = await aHolderAsking('userAdd');
      const none = { ...asked.policy, allowedTargetScope: 'specificDirectoryUsers', specificAllowedTargets: [] };
      expect((await app().put(`${entitlements}/assignmentPolicies/${none.id}`, none)).status).toBe(200);
      expect((await approve(asked)).status).toBe(204);
      const { state, status } = await stateOf(asked.id);
      expect([state, status]).toEqual(['deliveryFailed', expect.stringContaining('new access is refused')]);
      expect(await its().held(asked.personId)).toEqual([]);
    });

    it('names in its status nothing that whoever it concerns may not read', async () => {
      const asked = await aHolderAsking('userAdd');
      const other = await given(server).aPolicy();
      const assignment = { targetId: asked.personId, ...other.names };
      const assigned = await app().post(`${entitlements}/assignmentRequests`, { requestType: 'adminAdd', assignment });
      expect(assigned.status).toBe(201);
      const path = `${entitlements}/accessPackages/${asked.names.accessPackageId}/incompatibleAccessPackages/$ref`;
      const id = `https://any.example/v1.0/accessPackages/${other.names.accessPackageId}`;
      expect((await app().post(path, { '@odata.id': id })).status).toBe(204);
      await server.drain();
      expect((await approve(asked)).status).toBe(204);
      const { status } = await stateOf(asked.id);
      expect(status).toContain('holds an access package that is incompatible with this one');
      expect(status).not.toContain(other.names.accessPackageId);
    });

    it('is not given again where somebody took it away', async () => {
      const approverId = (await they().aPerson()).id;
      const { personId, names, assignment } = await its().aHolder({
        ...approvedToo(approverId),
        requestApprovalSettings: {
          ...approvedToo(approverId).requestApprovalSettings,
          isApprovalRequiredForAdd: false,
        },
      });
      const id = await they().asked(personId, names);
      await its().administer('adminRemove', { id: assignment.id });
      expect((await stateOf(id)).state).toBe('canceled');
      expect(await its().held(personId)).toEqual([]);
    });
  });

  describe('in a catalog that is unpublished', () => {
    const unpublish = async (packageId: string) => {
      const { catalog } = await they().read(`accessPackages/${packageId}?$expand=catalog`);
      const answer = await app().patch(`${entitlements}/catalogs/${String(catalog.id)}`, { state: 'unpublished' });
      expect(answer.status).toBe(204);
    };

    it('ends where it waits for approval, and goes on where it is approved', async () => {
      const waiting = await aWaiting();
      const [other, later] = [(await they().aPerson()).id, await iso(3)];
      const approved = await they().asked(other, waiting.names, { schedule: { startDateTime: later } });
      expect((await they().decide(waiting.approverId, approved, 'Approve')).status).toBe(204);
      await unpublish(waiting.names.accessPackageId);
      expect(await stateOf(waiting.id)).toMatchObject({
        state: 'canceled',
        status: expect.stringContaining('not published any more'),
      });
      expect((await stateOf(approved)).state).toBe('scheduled');
      await they().turn('P4D');
      expect((await stateOf(approved)).state).toBe('delivered');
      expect(failure(await approve(waiting))).toEqual([409, 'InvalidState']);
    });

    it('ends for all of more people than one transaction takes', async () => {
      const first = await aWaiting();
      const more = await Promise.all(Array.from({ length: 60 }, () => they().aPerson()));
      const ids = [first.id];
      for (const { id } of more) ids.push(await they().asked(id, first.names));
      await unpublish(first.names.accessPackageId);
      await server.drain();
      const states = await inRows().assignmentRequest.findMany({ where: { id: { in: ids } }, select: { state: true } });
      expect([...new Set(states.map(({ state }) => state))]).toEqual(['canceled']);
    }, 120_000);

    it('is decided once where approval and unpublishing come together', async () => {
      for (let round = 0; round < 3; round += 1) {
        const waiting = await aWaiting();
        const [decided] = await Promise.all([approve(waiting), unpublish(waiting.names.accessPackageId)]);
        const { state } = await stateOf(waiting.id);
        expect([decided.status, state]).toEqual(decided.status === 204 ? [204, 'delivered'] : [409, 'canceled']);
        expect(await they().held(waiting.personId)).toHaveLength(decided.status === 204 ? 1 : 0);
      }
    });
  });

  it('is not refused to an administrator for a joiner who is disabled until the start; delivery asks again', async () => {
    const { names } = await given(server).aPolicy();
    const startDateTime = await iso(3);
    const joiners = await Promise.all([true, false].map(() => they().aPerson(undefined, { accountEnabled: false })));
    const [comes, stays] = joiners.map(({ id }) => id);
    const now = await its().administer('adminAdd', { targetId: comes, ...names });
    expect(failure(now)).toEqual([403, 'PolicyRequirementsNotMet']);
    const sent = await Promise.all(
      [comes, stays].map((targetId) =>
        its().administer('adminAdd', { targetId, ...names }, { schedule: { startDateTime } }),
      ),
    );
    expect(sent.map(({ status }) => status)).toEqual([201, 201]);
    await app().patch(`/v1.0/users/${String(comes)}`, { accountEnabled: true });
    await they().turn('P4D');
    const states = await Promise.all(sent.map(({ body }) => stateOf(String(body.id))));
    expect(states.map(({ status }) => status.split(':')[0])).toEqual([expect.any(String), 'DeliveryFailed']);
    expect([(await they().held(String(comes))).length, (await they().held(String(stays))).length]).toEqual([1, 0]);
  });

  describe('of an answer', () => {
    const cells: readonly (readonly [
      isAnswerEditable: boolean | null | undefined,
      changes: 'userUpdate' | 'userAdd',
      status: number,
    ])[] = [
      [false, 'userUpdate', 400],
      [false, 'userAdd', 400],
      [true, 'userUpdate', 201],
      [null, 'userAdd', 201],
      [undefined, 'userUpdate', 201],
      [undefined, 'userAdd', 201],
    ];

    it.each(cells)(
      'to a question with isAnswerEditable %s, by %s, is answered %s',
      async (isAnswerEditable, type, status) => {
        const question = {
          ...{ '@odata.type': questionType, text: 'Why?', isRequired: true },
          ...(isAnswerEditable === undefined ? {} : { isAnswerEditable }),
        };
        const personId = (await they().aPerson()).id;
        const { names, id } = await they().aPolicy([], {
          ...{ questions: [question], requestApprovalSettings: { isApprovalRequiredForAdd: false } },
        });
        const [{ id: questionId }] = (await they().read(`assignmentPolicies/${id}`)).questions;
        const answering = (value: string) => ({
          answers: [
            {
              ...{ '@odata.type': '#microsoft.graph.accessPackageAnswerString', value },
              answeredQuestion: { '@odata.type': questionType, id: questionId },
            },
          ],
        });
        await they().asked(personId, names, answering('So.'));
        const same = await its().ask(personId, type, names, answering('So.'));
        expect(same.status).toBe(201);
        await server.drain();
        const other = await its().ask(personId, type, names, answering('Otherwise.'));
        expect(other.status).toBe(status);
        if (status === 400) expect(other.body.error.message).toContain(questionId);
        await server.drain();
        const [{ id: assignmentId }] = await its().held(personId);
        const corrected = await its().administer('adminUpdate', { id: assignmentId }, answering('Corrected.'));
        expect(corrected.status).toBe(201);
        await server.drain();
        // Of several answers to a question the last one counts.
        const before = await its().ask(personId, type, names, answering('So.'));
        expect(before.status).toBe(status);
        await server.drain();
        expect((await its().ask(personId, type, names, answering('Corrected.'))).status).toBe(201);
      },
    );
  });

  it.each(['adminRemove', 'userRemove', 'approverRemove'])('of a schedule is refused by name in %s', async (type) => {
    const waiting = await aWaiting();
    expect((await approve(waiting)).status).toBe(204);
    await server.drain();
    const [{ id }] = await its().held(waiting.personId);
    const sender = { adminRemove: anAdministrator, userRemove: aPerson(waiting.personId) }[type];
    const client = server.as(sender ?? aPerson(waiting.approverId));
    const body = { requestType: type, assignment: { id } };
    const refused = await client.post(`${entitlements}/assignmentRequests`, {
      ...body,
      schedule: { startDateTime: await iso(3) },
    });
    expect([...failure(refused), refused.body.error.message]).toEqual([
      ...[400, 'InvalidModel'],
      expect.stringContaining("'schedule'"),
    ]);
    const nothing = { schedule: { startDateTime: null, expiration: { type: 'notSpecified' } } };
    expect((await client.post(`${entitlements}/assignmentRequests`, { ...body, ...nothing })).status).toBe(201);
  });
});
