import { approvalsOf, asking, user } from '../support/approvals.js';
import { betaEntitlements as beta, entitlements, given, selfService } from '../support/given.js';
import {
  administrator,
  anAdministrator,
  anApplication,
  aPerson,
  startServer,
  type TestServer,
} from '../support/server.js';

const requests = `${beta}/accessPackageAssignmentRequests`;
const assignments = `${beta}/accessPackageAssignments`;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const admin = () => server.as(anAdministrator);
const there = () => given(server);
const approvals = () => approvalsOf(server);

type Activity = Readonly<Record<string, string | null>>;

async function historyOf(id: string, who = admin()): Promise<Activity[]> {
  const { status, body, text } = await who.get(`${requests}/${id}`);
  if (status !== 200) throw new Error(text);
  for (const { actionDateTime } of body.history as Activity[]) expect(actionDateTime).toMatch(instant);
  return body.history;
}

const actionsOf = (history: readonly Activity[]) => history.map(({ action }) => action);
const namedIn = (history: readonly Activity[]) =>
  history.flatMap(({ action, userDisplayName, userPrincipalName }) =>
    userDisplayName || userPrincipalName ? [[action, userDisplayName, userPrincipalName]] : [],
  );

/** A request of somebody that waits for somebody else, under a stage that says more. */
async function pending(more: object = {}) {
  const boss = await there().aPerson({ displayName: 'Bo Boss' });
  const asker = await there().aPerson({ displayName: 'Ada Asker' });
  const policy = await approvals().aPolicy([{ ...asking(user(boss.id)), ...more }]);
  return { boss, asker, policy, id: await approvals().asked(asker.id, policy.names) };
}

describe('the history of a request under /beta', () => {
  it('tells what was done, by whom and in which order', async () => {
    const { boss, asker, id } = await pending();
    await approvals().decide(boss.id, id, 'Approve', { justification: 'Fine' });
    await server.drain();
    const history = await historyOf(id);
    expect(actionsOf(history)).toEqual(['Accepted', 'PendingApproval', 'Approved', 'Delivering', 'Fulfilled']);
    expect(namedIn(history)).toEqual([
      ['Accepted', 'Ada Asker', asker['userPrincipalName']],
      ['Approved', 'Bo Boss', boss['userPrincipalName']],
    ]);
    expect(history[2]).toEqual({
      ...{ action: 'Approved', userDisplayName: 'Bo Boss', userPrincipalName: boss['userPrincipalName'] },
      ...{ actionDateTime: expect.any(String), scheduledDateTime: null, detail: 'Fine' },
    });
    expect(history.filter(({ action }) => action !== 'Approved').map(({ detail }) => detail)).toEqual([
      ...[null, null, null, null],
    ]);
  });

  it('is the same to the one who asked, and without the approvers where the policy hides them', async () => {
    for (const [approverInformationVisibility, isHidden] of [
      ['visible', false],
      ['notVisible', true],
    ] as const) {
      const { boss, asker, id } = await pending({ approverInformationVisibility });
      await approvals().decide(boss.id, id, 'Deny', { justification: 'No' });
      await server.drain();
      const toAdmin = await historyOf(id);
      expect(actionsOf(toAdmin)).toEqual(['Accepted', 'PendingApproval', 'Denied']);
      expect(namedIn(toAdmin).map(([action]) => action)).toEqual(['Accepted', 'Denied']);
      const toAsker = await historyOf(id, server.as(aPerson(asker.id)));
      expect(toAsker).toEqual(
        isHidden
          ? toAdmin.map((one) =>
              one['action'] === 'Denied' ? { ...one, userDisplayName: null, userPrincipalName: null } : one,
            )
          : toAdmin,
      );
    }
  });

  it('names those who cancel, and nobody for an application', async () => {
    const { id } = await pending();
    const sample = { id, requestStatus: 'cancelled' };
    expect((await admin().post(`${requests}/${id}/cancel`, sample)).status).toBe(204);
    const history = await historyOf(id);
    expect(actionsOf(history)).toEqual(['Accepted', 'PendingApproval', 'Canceled']);
    expect(namedIn(history).at(-1)?.[2]).toBe(
      (await admin().get(`/beta/users/${administrator.id}`)).body.userPrincipalName,
    );
    const { names } = await there().aPolicy();
    const { id: targetId } = await there().aPerson();
    const direct = await server
      .as(anApplication)
      .post(requests, { requestType: 'AdminAdd', accessPackageAssignment: { targetId, ...names } });
    expect(direct.body.history).toEqual([]);
    expect(namedIn(await historyOf(direct.body.id))).toEqual([]);
  });

  it('tells of escalation, of a denial that nobody made, and of a start that lies ahead', async () => {
    const more = { isEscalationEnabled: true, durationBeforeEscalation: 'P1D', durationBeforeAutomaticDenial: 'P2D' };
    const { asker, id } = await pending({ ...more, escalationApprovers: [user((await there().aPerson()).id)] });
    const startDateTime = '2090-01-01T00:00:00.000Z';
    const { names } = await there().aPolicy(selfService);
    const scheduled = await server.as(aPerson(asker.id)).post(requests, {
      ...{ requestType: 'UserAdd', accessPackageAssignment: names },
      schedule: { startDateTime, expiration: { type: 'noExpiration' } },
    });
    await approvals().turn('P1DT1M');
    await server.drain();
    await approvals().turn('P1D');
    await server.drain();
    const history = await historyOf(id);
    expect(actionsOf(history)).toEqual(['Accepted', 'PendingApproval', 'PendingApprovalEscalated', 'Denied']);
    expect(namedIn(history).map(([action]) => action)).toEqual(['Accepted']);
    expect((await historyOf(scheduled.body.id)).at(-1)).toMatchObject({
      ...{ action: 'PendingNotBefore', scheduledDateTime: startDateTime },
    });
  });

  it('tells why a delivery failed', async () => {
    const { asker, policy, boss, id } = await pending();
    const other = await there().aPolicy();
    const held = { requestType: 'AdminAdd', accessPackageAssignment: { targetId: asker.id, ...other.names } };
    expect((await admin().post(requests, held)).status).toBe(201);
    await server.drain();
    const incompatible = `${beta}/accessPackages/${policy.accessPackageId}/incompatibleAccessPackages/$ref`;
    const reference = { '@odata.id': `${server.url}${beta}/accessPackages/${other.accessPackageId}` };
    expect((await server.as(anApplication).post(incompatible, reference)).status).toBe(204);
    await approvals().decide(boss.id, id, 'Approve');
    await server.drain();
    const { requestStatus } = (await admin().get(`${requests}/${id}`)).body;
    const last = (await historyOf(id)).at(-1);
    expect(`${last?.['action']}: ${last?.['detail']}`).toBe(requestStatus);
    expect(requestStatus).toContain('incompatible');
  });

  it('comes with every request of a list, and where it is selected', async () => {
    const { asker, id } = await pending();
    const who = server.as(aPerson(asker.id));
    const list = await who.get(`${requests}?$filter=id eq '${id}'`);
    expect(actionsOf(list.body.value[0].history)).toEqual(['Accepted', 'PendingApproval']);
    const selected = await who.get(`${requests}/${id}?$select=history`);
    expect(Object.keys(selected.body).filter((name) => !name.startsWith('@'))).toEqual(['history']);
    const own = await who.get(`${requests}/filterByCurrentUser(on='target')?$select=id,requestState`);
    expect(own.body.value).toEqual([{ id, requestState: 'PendingApproval' }]);
    expect((await who.get(`${requests}?$filter=history/any(x:x/action eq 'Accepted')`)).status).toBe(400);
    expect((await who.get(`${entitlements}/assignmentRequests/${id}`)).body).not.toHaveProperty('history');
  });
});

const catalogOf = async (packageId: string): Promise<string> =>
  (await admin().get(`${beta}/accessPackages/${packageId}`)).body.catalogId;

describe('expirationDateTime of a request under /beta', () => {
  it('is the moment of the automatic denial while it waits for an approval, and null else', async () => {
    const { boss, id } = await pending({ durationBeforeAutomaticDenial: 'P3D' });
    const [stage] = await approvals().kept(id);
    const read = async () => (await admin().get(`${requests}/${id}`)).body.expirationDateTime;
    expect(await read()).toBe(stage?.deniesAt?.toISOString());
    await approvals().decide(boss.id, id, 'Approve');
    await server.drain();
    expect(await read()).toBeNull();
  });
});

describe('an assignment under /beta', () => {
  it('says its catalog, the subject that it is for, and whether it was extended', async () => {
    const { id: targetId } = await there().aPerson();
    const policy = await there().aPolicy({ ...selfService, expiration: { type: 'afterDuration', duration: 'P90D' } });
    const send = async (requestType: string, schedule: object, accessPackageAssignment: object) => {
      const { status, text } = await admin().post(requests, { requestType, schedule, accessPackageAssignment });
      if (status !== 201) throw new Error(text);
      await server.drain();
    };
    const lasting = (duration: string) => ({ expiration: { type: 'afterDuration', duration } });
    const read = async () =>
      (await admin().get(`${assignments}?$filter=target/objectId eq '${targetId}'&$expand=target`)).body.value[0];
    await send('AdminAdd', lasting('P30D'), { targetId, ...policy.names });
    const first = await read();
    const catalogId = await catalogOf(policy.accessPackageId);
    expect(first).toMatchObject({ catalogId, targetId: first.target.id, isExtended: false });
    expect(first.target.objectId).toBe(targetId);
    await send('AdminUpdate', lasting('P10D'), { id: first.id });
    expect((await read()).isExtended).toBe(false);
    await send('AdminUpdate', lasting('P60D'), { id: first.id });
    expect((await read()).isExtended).toBe(true);
    const v1 = await admin().get(`${entitlements}/assignments/${first.id}`);
    expect(Object.keys(v1.body)).not.toEqual(expect.arrayContaining(['isExtended']));
  });
});
