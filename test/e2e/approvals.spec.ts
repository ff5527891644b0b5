import { expectCollection, expectContract } from '../support/contract.js';
import { given } from '../support/given.js';
import { approvalsOf, asking, failure, manager, members, user } from '../support/approvals.js';
import { Described, describedClient } from '../support/openapi.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const day = 86_400_000;
const nobody = '0f000000-0000-4000-8000-0000000000ff';

describe.each(databases)('approvals on the %s database', (database) => {
  let server: TestServer;
  let world: ReturnType<typeof approvalsOf>;
  beforeAll(async () => {
    server = await startServer({ database });
    world = approvalsOf(server);
  });
  afterAll(() => server.close());

  it('lead from the request over the manager to the assignment', async () => {
    const boss = await world.aPerson(undefined, { displayName: 'Grace' });
    const person = await world.aPerson(boss.id);
    const { names } = await world.aPolicy([asking(manager())]);
    const requestId = await world.asked(person.id, names);
    const path = `${world.root}/${requestId}`;
    const seen = await server.as(aPerson(boss.id)).get(path);
    expect([seen.status, seen.body.stages]).toEqual([
      200,
      [
        {
          ...{ id: expect.any(String), displayName: null, status: 'InProgress', assignedToMe: true },
          ...{ reviewResult: 'NotReviewed', justification: '', reviewedBy: null, reviewedDateTime: null },
        },
      ],
    ]);
    expectContract('approval', seen.body);
    expect((await server.as(aPerson(person.id)).get(path)).body.stages[0].assignedToMe).toBe(false);

    const decided = await world.decide(boss.id, requestId, 'Approve', { justification: 'Works there' });
    expect([decided.status, decided.text]).toEqual([204, '']);
    await server.drain();
    const stages = await server.as(aPerson(person.id)).get(`${path}/stages`);
    expectCollection('approvalStage', stages.body);
    expect(stages.body.value).toEqual([
      expect.objectContaining({
        ...{ status: 'Completed', reviewResult: 'Approved', justification: 'Works there', assignedToMe: false },
        ...{ reviewedBy: { id: boss.id, displayName: 'Grace' }, reviewedDateTime: expect.stringMatching(/Z$/) },
      }),
    ]);
    expectContract(
      'approvalStage',
      (await server.as(anAdministrator).get(`${path}/stages/${stages.body.value[0].id}`)).body,
    );
    expect(await world.request(requestId)).toMatchObject({ state: 'delivered' });
    expect(await world.held(person.id)).toEqual([expect.objectContaining({ state: 'delivered' })]);
  });

  it('go through three stages in their order', async () => {
    const [one, two, three, person] = await Promise.all([1, 2, 3, 4].map(() => world.aPerson()));
    const { names } = await world.aPolicy([one, two, three].map((approver) => asking(user(approver?.id ?? ''))));
    const requestId = await world.asked(person?.id ?? '', names);
    const early = await world.decide(three?.id ?? '', requestId, 'Approve', { stage: 3 });
    expect(failure(early)).toEqual([404, 'ResourceNotFound']);
    expect(failure(await world.decide(one?.id ?? '', requestId, 'Approve', { stage: 2 }))).toEqual([
      409,
      'InvalidState',
    ]);
    const seen: unknown[] = [];
    for (const [index, approver] of [one, two, three].entries()) {
      expect((await world.decide(approver?.id ?? '', requestId, 'approved', { stage: index + 1 })).status).toBe(204);
      await server.drain();
      seen.push([
        (await world.request(requestId)).state,
        ...(await world.stagesOf(requestId)).map(({ status }) => status),
      ]);
    }
    expect(seen).toEqual([
      ['pendingApproval', 'Completed', 'InProgress', 'Initializing'],
      ['pendingApproval', 'Completed', 'Completed', 'InProgress'],
      ['delivered', 'Completed', 'Completed', 'Completed'],
    ]);
  });

  it('end with the first denial; what comes after it is never asked', async () => {
    const [one, two, person] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
    const { names } = await world.aPolicy([asking(user(one.id)), asking(user(two.id)), asking(user(one.id))]);
    const requestId = await world.asked(person.id, names);
    await world.decide(one.id, requestId, 'Approve');
    expect((await world.decide(two.id, requestId, 'DENY', { stage: 2, justification: 'No need' })).status).toBe(204);
    await server.drain();
    const stages = await world.stagesOf(requestId);
    expect(stages.map(({ status, reviewResult }) => [status, reviewResult])).toEqual([
      ['Completed', 'Approved'],
      ['Completed', 'Denied'],
      ['Completed', 'NotReviewed'],
    ]);
    expect(await world.request(requestId)).toMatchObject({
      ...{ state: 'denied', status: 'Denied', completedDateTime: stages[1]?.['reviewedDateTime'] },
    });
    expect(await world.held(person.id)).toEqual([]);
    await world.asked(person.id, names); // the place is free again
  });

  it('of changes are asked where the policy says so, and end in the change', async () => {
    const [boss, person] = [await world.aPerson(), await world.aPerson()];
    const requestApprovalSettings = { isApprovalRequiredForUpdate: true, stages: [asking(user(boss.id))] };
    const expiration = { type: 'afterDuration', duration: 'P30D' };
    const { names } = await world.aPolicy([], { requestApprovalSettings, expiration });
    await world.asked(person.id, names);
    const [before] = await world.held(person.id);
    await world.turn('P5D');
    const requestId = await world.asked(person.id, names);
    expect(await world.held(person.id)).toEqual([before]);
    await world.decide(boss.id, requestId, 'Approve');
    await server.drain();
    const [after, ...more] = await world.held(person.id);
    expect([more, after?.['id']]).toEqual([[], before?.['id']]);
    expect(after?.['schedule']).not.toEqual(before?.['schedule']);
  });

  it('schedule access that is to start later, and deliver it then', async () => {
    const [boss, person] = [await world.aPerson(), await world.aPerson()];
    const { names } = await world.aPolicy([asking(user(boss.id))]);
    const { now } = (await server.anonymous.get('/dev/clock')).body;
    const startDateTime = new Date(Date.parse(now) + 3 * day).toISOString();
    const requestId = await world.asked(person.id, names, { schedule: { startDateTime } });
    await world.decide(boss.id, requestId, 'Approve');
    await server.drain();
    expect(await world.request(requestId)).toMatchObject({ state: 'scheduled', status: 'PendingNotBefore' });
    await world.turn('P4D');
    expect(await world.request(requestId)).toMatchObject({ state: 'delivered' });
    expect(await world.held(person.id)).toEqual([
      expect.objectContaining({ schedule: expect.objectContaining({ startDateTime }) }),
    ]);
    const late = await world.asked((await world.aPerson()).id, names, {
      schedule: { startDateTime: new Date(Date.parse(now) + 6 * day).toISOString() },
    });
    await world.turn('P5D');
    await world.decide(boss.id, late, 'Approve');
    await server.drain();
    expect(await world.request(late)).toMatchObject({ state: 'delivered' });
  });

  it('stay with the policy as it was when they were asked', async () => {
    const [one, two, person] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
    const { accessPackageId, names, ...policy } = await world.aPolicy([asking(user(one.id)), asking(user(one.id))]);
    const requestId = await world.asked(person.id, names);
    const replaced = await server
      .as(anAdministrator)
      .get(`/v1.0/identityGovernance/entitlementManagement/assignmentPolicies/${policy.id}`);
    const requestApprovalSettings = { isApprovalRequiredForAdd: true, stages: [asking(user(two.id))] };
    const put = await server
      .as(anAdministrator)
      .put(`/v1.0/identityGovernance/entitlementManagement/assignmentPolicies/${policy.id}`, {
        ...{ ...replaced.body, requestApprovalSettings, accessPackage: { id: accessPackageId } },
      });
    expect(put.status).toBe(200);
    expect((await world.decide(one.id, requestId, 'Approve')).status).toBe(204);
    expect(failure(await world.decide(two.id, requestId, 'Approve', { stage: 2 }))).toEqual([404, 'ResourceNotFound']);
    expect((await world.decide(one.id, requestId, 'Approve', { stage: 2 })).status).toBe(204);
  });

  describe('who decides', () => {
    it('is everybody whom the stage names, each of them enough', async () => {
      const [one, two, three] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
      const person = await world.aPerson();
      const group = await world.aGroup(one.id, two.id);
      const { names } = await world.aPolicy([asking(members(group.id), user(three.id))]);
      const requestId = await world.asked(person.id, names);
      expect((await world.decide(two.id, requestId, 'Approve')).status).toBe(204);
      const second = await world.decide(three.id, requestId, 'Deny');
      expect(failure(second)).toEqual([409, 'InvalidState']);
      expect(second.body.error.message).not.toContain(two.id);
    });

    it('is the fallback where there is no manager', async () => {
      const [stand, person] = [await world.aPerson(), await world.aPerson()];
      const { names } = await world.aPolicy([{ ...asking(manager()), fallbackPrimaryApprovers: [user(stand.id)] }]);
      const requestId = await world.asked(person.id, names);
      expect((await world.decide(stand.id, requestId, 'Approve')).status).toBe(204);
    });

    it.each(['internalSponsors', 'externalSponsors'])(
      'is the fallback where the %s are those of an organization that is only proposed',
      async (sponsors) => {
        const [sponsor, stand] = [await world.aPerson(), await world.aPerson()];
        const domainName = `${sponsor.id}.example`;
        await given(server).aConnectedOrganization({
          state: 'proposed',
          identitySources: [{ '@odata.type': '#microsoft.graph.domainIdentitySource', displayName: 'New', domainName }],
          [`${sponsors}@odata.bind`]: [`https://any.example/v1.0/users/${sponsor.id}`],
        });
        const person = await world.aPerson(undefined, { userType: 'Guest', mail: `guest@${domainName}` });
        const stage = asking({ '@odata.type': `#microsoft.graph.${sponsors}` });
        const { names } = await world.aPolicy([{ ...stage, fallbackPrimaryApprovers: [user(stand.id)] }]);
        const requestId = await world.asked(person.id, names);
        expect(failure(await world.decide(sponsor.id, requestId, 'Approve'))).toEqual([404, 'ResourceNotFound']);
        expect((await world.decide(stand.id, requestId, 'Approve')).status).toBe(204);
      },
    );

    it('is never the requestor, not even as their own manager, member or fallback', async () => {
      const [boss, person] = [await world.aPerson(), await world.aPerson()];
      const group = await world.aGroup(person.id);
      const stage = { ...asking(user(person.id), members(group.id)), fallbackPrimaryApprovers: [user(boss.id)] };
      const { names } = await world.aPolicy([stage]);
      const requestId = await world.asked(person.id, names);
      const own = await world.decide(person.id, requestId, 'Approve');
      expect(failure(own)).toEqual([403, 'UnAuthorized']);
      expect(own.body.error.message).toContain('their own request');
      expect((await world.decide(boss.id, requestId, 'Approve')).status).toBe(204);
    });

    it('is nobody where nobody is found: the stage says so and waits for its end', async () => {
      const [gone, person] = [await world.aPerson(undefined, { accountEnabled: false }), await world.aPerson()];
      const { names } = await world.aPolicy([asking(user(gone.id), manager())]);
      const requestId = await world.asked(person.id, names);
      expect(await world.stagesOf(requestId)).toEqual([
        expect.objectContaining({ status: 'InProgress', justification: expect.stringContaining('Nobody was found') }),
      ]);
      expect(failure(await world.decide(gone.id, requestId, 'Approve'))).toEqual([403, 'UnAuthorized']);
      await world.turn('P15D');
      expect(await world.request(requestId)).toMatchObject({ state: 'denied' });
    });

    it('is kept from the requestor where the policy keeps approvers invisible', async () => {
      const [boss, person] = [await world.aPerson(), await world.aPerson()];
      const stage = { ...asking(user(boss.id)), approverInformationVisibility: 'notVisible' };
      const requestId = await world.asked(person.id, (await world.aPolicy([stage])).names);
      await world.decide(boss.id, requestId, 'Approve');
      const seenBy = async (who: object) =>
        (await server.as(who).get(`${world.root}/${requestId}`)).body.stages[0].reviewedBy;
      expect(await seenBy(aPerson(person.id))).toBeNull();
      for (const who of [aPerson(boss.id), anAdministrator]) expect(await seenBy(who)).toMatchObject({ id: boss.id });
    });
  });

  describe('a decision', () => {
    let boss: { id: string };
    let person: { id: string };
    let requestId: string;
    let path: string;
    beforeAll(async () => {
      [boss, person] = [await world.aPerson(), await world.aPerson()];
      const stage = { ...asking(user(boss.id)), isApproverJustificationRequired: true };
      requestId = await world.asked(person.id, (await world.aPolicy([stage])).names);
      path = `${world.root}/${requestId}/stages/${String((await world.stagesOf(requestId))[0]?.['id'])}`;
    });

    it.each<[string, object, RegExp]>([
      ['nothing', {}, /reviewResult/],
      ['another word', { reviewResult: 'Maybe' }, /reviewResult/],
      ['no result', { justification: 'Fine' }, /reviewResult/],
      ['another member', { reviewResult: 'Approve', reviewer: 'me' }, /reviewer/],
      ['another id', { reviewResult: 'Approve', id: nobody }, /'id'/],
      ['no justification', { reviewResult: 'Approve' }, /justification/],
      ['a blank justification', { reviewResult: 'Approve', justification: ' ' }, /justification/],
    ])('that says %s is refused', async (_, body, message) => {
      const refused = await server.as(aPerson(boss.id)).patch(path, body);
      expect(failure(refused)).toEqual([400, 'InvalidModel']);
      expect(refused.body.error.message).toMatch(message);
    });

    it('is for approvers, and only where they were given the permission', async () => {
      const body = { reviewResult: 'Approve', justification: 'Fine' };
      const as = async (who: object) => failure(await server.as(who).patch(path, body));
      expect(await as(anApplication)).toEqual([403, 'UnAuthorized']);
      expect(await as(aPerson(boss.id, 'EntitlementManagement.Read.All'))).toEqual([403, 'UnAuthorized']);
      expect(await as(aPerson(boss.id, 'EntitlementMgmt-SubjectAccess.ReadWrite'))).toEqual([403, 'UnAuthorized']);
      expect(await as(anAdministrator)).toEqual([403, 'UnAuthorized']);
      expect(await as(aPerson(nobody))).toEqual([404, 'ResourceNotFound']);
      expect((await server.anonymous.patch(path, body)).status).toBe(401);
    });

    it('is about something that exists', async () => {
      const body = { reviewResult: 'Approve', justification: 'Fine' };
      const at = async (address: string) => failure(await server.as(anAdministrator).patch(address, body));
      const missing = [404, 'ResourceNotFound'];
      expect(await at(`${world.root}/${nobody}/stages/${nobody}`)).toEqual(missing);
      expect(await at(`${world.root}/${requestId}/stages/${nobody}`)).toEqual(missing);
      expect(await at(`${world.root}/${requestId}/stages/first`)).toEqual([400, 'BadRequest']);
    });

    it('is too late once the request is canceled, and the stages are closed', async () => {
      expect((await world.cancel(requestId)).status).toBe(204);
      const late = () => world.decide(boss.id, requestId, 'Approve', { justification: 'Fine' });
      const first = await late();
      expect(failure(first)).toEqual([409, 'InvalidState']);
      expect(first.body.error.message).toContain('canceled');
      await server.drain();
      expect(await world.stagesOf(requestId)).toMatchObject([{ status: 'Completed', reviewResult: 'NotReviewed' }]);
      expect(failure(await late())).toEqual([409, 'InvalidState']);
    });
  });

  describe('reading', () => {
    it('shows people the approvals that concern them, and administrators all', async () => {
      const [boss, person, stranger] = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
      const { names } = await world.aPolicy([asking(user(boss.id))]);
      const requestId = await world.asked(person.id, names);
      const direct = await server
        .as(anAdministrator)
        .post('/v1.0/identityGovernance/entitlementManagement/assignmentRequests', {
          ...{ requestType: 'adminAdd', assignment: { targetId: stranger.id, ...names } },
        });
      await server.drain();
      const [{ id } = { id: '' }] = (await world.stagesOf(requestId)) as { id: string }[];
      for (const path of [requestId, `${requestId}/stages`, `${requestId}/stages/${id}`]) {
        const read = async (who: object) => (await server.as(who).get(`${world.root}/${path}`)).status;
        const scope = 'EntitlementManagement.Read.All';
        expect(await Promise.all([boss, person].map((one) => read(aPerson(one.id, scope))))).toEqual([200, 200]);
        expect(await read(anAdministrator)).toBe(200);
        expect(await read(aPerson(stranger.id, scope))).toBe(404);
        expect(await read({ ...anAdministrator, tid: '0e000000-0000-4000-8000-000000000001' })).toBe(404);
        expect(await read(anApplication)).toBe(403);
        expect(await read(aPerson(boss.id, 'EntitlementMgmt-SubjectAccess.ReadWrite'))).toBe(403);
      }
      expect((await server.as(anAdministrator).get(`${world.root}/${direct.body.id}`)).status).toBe(404);
      expect((await server.as(anAdministrator).get(`${world.root}/${direct.body.id}/stages`)).status).toBe(404);
    });

    it('follows the options', async () => {
      const [boss, person] = [await world.aPerson(), await world.aPerson()];
      const requestId = await world.asked(person.id, (await world.aPolicy([asking(user(boss.id)), asking()])).names);
      const get = async (path: string) =>
        (await server.as(aPerson(boss.id)).get(`${world.root}/${requestId}${path}`)).body;
      expect(Object.keys(await get('?$select=id'))).toEqual(['@odata.context', 'id']);
      expect((await get('?$select=stages')).stages).toHaveLength(2);
      expect((await get('?$expand=stages($select=status)')).stages).toEqual([
        { status: 'InProgress' },
        { status: 'Initializing' },
      ]);
      expect((await get("/stages?$filter=status%20eq%20'InProgress'&$select=assignedToMe")).value).toEqual([
        { assignedToMe: true },
      ]);
      const first = await get('/stages?$top=1');
      const next = await server
        .as(aPerson(boss.id))
        .get(new URL(first['@odata.nextLink']).pathname + new URL(first['@odata.nextLink']).search);
      expect([...first.value, ...next.body.value].map(({ status }: { status: string }) => status)).toEqual([
        'InProgress',
        'Initializing',
      ]);
    });

    it('and deciding are answered as they are described', async () => {
      const described = await Described.by(server);
      const [boss, person] = [await world.aPerson(), await world.aPerson()];
      const requestId = await world.asked(person.id, (await world.aPolicy([asking(user(boss.id)), asking()])).names);
      const [{ id } = { id: '' }] = (await world.stagesOf(requestId)) as { id: string }[];
      const [asBoss, asPerson] = [boss, person].map((one) => describedClient(server.as(aPerson(one.id)), described));
      const path = `${world.root}/${requestId}`;
      const reads = [
        path,
        `${path}/stages`,
        `${path}/stages/${id}`,
        `${world.root}/filterByCurrentUser(on='approver')`,
      ];
      for (const address of reads) expect((await asBoss?.get(address))?.status).toBe(200);
      const decide = (client = asBoss, body: object = { reviewResult: 'Deny' }) =>
        client?.patch(`${path}/stages/${id}`, body);
      expect((await decide(asPerson))?.status).toBe(403);
      expect((await decide(asBoss, {}))?.status).toBe(400);
      expect((await decide())?.status).toBe(204);
      expect((await decide())?.status).toBe(409);
      await server.drain();
      for (const address of reads) expect((await asPerson?.get(address))?.status).toBe(200);
    });

    it('lists what waits for the caller, and nothing that does not', async () => {
      const [one, two] = [await world.aPerson(), await world.aPerson()];
      const { names } = await world.aPolicy([asking(user(one.id)), asking(user(two.id))]);
      const people = [await world.aPerson(), await world.aPerson(), await world.aPerson()];
      const [first = '', second = '', third = ''] = [
        await world.asked(people[0]?.id ?? '', names),
        await world.asked(people[1]?.id ?? '', names),
        await world.asked(people[2]?.id ?? '', names),
      ];
      const waiting = async (who: { id: string }) => {
        const { status, body } = await server
          .as(aPerson(who.id))
          .get(`${world.root}/filterByCurrentUser(on='approver')`);
        expect(status).toBe(200);
        expectCollection('approval', body);
        return body.value.map(({ id }: { id: string }) => id);
      };
      expect([await waiting(one), await waiting(two)]).toEqual([[first, second, third], []]);
      await world.decide(one.id, first, 'Approve');
      await world.cancel(second);
      expect([await waiting(one), await waiting(two)]).toEqual([[third], [first]]);
      await server.drain();
      expect([await waiting(one), await waiting(two)]).toEqual([[third], [first]]);
      const as = async (who: object, on: string) =>
        failure(await server.as(who).get(`${world.root}/filterByCurrentUser(on='${on}')`));
      expect(await as(aPerson(one.id), 'target')).toEqual([400, 'InvalidFilter']);
      expect(await as(anApplication, 'approver')).toEqual([403, 'UnAuthorized']);
    });
  });
});
