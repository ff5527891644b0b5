import { entitlements, given, needsApproval, selfService } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const requests = `${entitlements}/assignmentRequests`;
const subjectAccess = 'EntitlementMgmt-SubjectAccess.ReadWrite';

describe.each(databases)('the other request types on the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  const as = (personId: string) => server.as(aPerson(personId, subjectAccess));
  const ask = (personId: string, requestType: string, assignment: object, more = {}) =>
    as(personId).post(requests, { requestType, assignment, ...more });
  const administer = (requestType: string, assignment: object, more = {}) =>
    server.as(anAdministrator).post(requests, { requestType, assignment, ...more });
  const read = async (path: string) => (await server.as(anAdministrator).get(`${entitlements}/${path}`)).body;
  const held = async (personId: string) =>
    (await read(`assignments?$filter=target/objectId%20eq%20'${personId}'`)).value;
  const code = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [
    status,
    body?.error?.code,
  ];

  const aHolder = async (policy: Record<string, unknown> = selfService) => {
    const there = given(server);
    const [person, { names }] = [await there.aPerson(), await there.aPolicy(policy)];
    await administer('adminAdd', { targetId: person.id, ...names });
    await server.drain();
    const [assignment] = await held(person.id);
    return { personId: person.id, names, assignment };
  };

  describe('UserRemove', () => {
    it('gives up what is held, where the policy lets people', async () => {
      const { personId, assignment } = await aHolder();
      const { status, body } = await ask(personId, 'userRemove', { id: assignment.id });
      expect([status, body.requestType]).toEqual([201, 'userRemove']);
      await server.drain();
      expect((await held(personId))[0]).toMatchObject({ id: assignment.id, state: 'expired' });
      expect(code(await ask(personId, 'userRemove', { id: assignment.id }))).toEqual([
        404,
        'InvalidRequestNoActiveGrant',
      ]);
    });

    it('is refused where it does not, and for the access of others', async () => {
      const { personId, assignment } = await aHolder({
        ...selfService,
        requestorSettings: { enableTargetsToSelfAddAccess: true },
      });
      expect(code(await ask(personId, 'userRemove', { id: assignment.id }))).toEqual([403, 'PolicyRequirementsNotMet']);
      const other = await given(server).aPerson();
      expect(code(await ask(other.id, 'userRemove', { id: assignment.id }))).toEqual([404, 'ResourceNotFound']);
    });
  });

  describe('a removal', () => {
    const answers = [
      {
        '@odata.type': '#microsoft.graph.accessPackageAnswerString',
        value: 'x',
        answeredQuestion: { id: '0f000000-0000-4000-8000-00000000000f' },
      },
    ];
    const schedule = { expiration: { duration: 'P1D' } };

    it.each(['userRemove', 'adminRemove'])('of type %s refuses what it would not heed', async (type) => {
      const { personId, assignment } = await aHolder();
      const send = (more: object) =>
        type === 'userRemove'
          ? ask(personId, type, { id: assignment.id }, more)
          : administer(type, { id: assignment.id }, more);
      for (const [member, value] of Object.entries({ answers, schedule })) {
        for (const isValidationOnly of [false, true]) {
          const { status, body } = await send({ [member]: value, isValidationOnly });
          expect([status, body.error.message]).toEqual([400, expect.stringContaining(`'${member}' cannot be given`)]);
        }
      }
      expect((await held(personId))[0]).toMatchObject({ state: 'delivered' });
      expect((await send({ answers: [], schedule: {} })).status).toBe(201);
    });
  });

  describe('AdminUpdate', () => {
    it('moves the end', async () => {
      const { personId, assignment } = await aHolder();
      const end = new Date(Date.now() + 400 * 86_400_000).toISOString();
      const schedule = {
        startDateTime: '2023-05-23T20:04:02.39Z',
        recurrence: null,
        expiration: { endDateTime: end, duration: null, type: 'afterDateTime' },
      };
      const { status, body } = await administer('adminUpdate', { id: assignment.id }, { schedule });
      expect([status, body.requestType]).toEqual([201, 'adminUpdate']);
      expect(Date.parse(body.schedule.startDateTime)).toBeGreaterThan(Date.parse('2026-01-01T00:00:00Z'));
      await server.drain();
      expect((await held(personId))[0].schedule.expiration.endDateTime).toBe(end);
    });

    it('takes answers alone and leaves the end where it is', async () => {
      const questions = [
        { '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion', text: 'Why?', isRequired: false },
      ];
      const { personId, assignment, names } = await aHolder({
        ...selfService,
        questions,
        expiration: { type: 'afterDuration', duration: 'P30D' },
      });
      const policy = await read(`assignmentPolicies/${names.assignmentPolicyId}`);
      const answer = {
        '@odata.type': '#microsoft.graph.accessPackageAnswerString',
        value: 'So.',
        answeredQuestion: {
          '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion',
          id: policy.questions[0].id,
        },
      };
      const { status, body } = await administer('adminUpdate', { id: assignment.id }, { answers: [answer] });
      expect([status, body.answers]).toEqual([201, [expect.objectContaining({ value: 'So.' })]]);
      await server.drain();
      expect((await read(`assignmentRequests/${body.id}`)).state).toBe('delivered');
      expect((await held(personId))[0].schedule).toEqual(assignment.schedule);
    });

    it('is refused without schedule and answers, and for people without a role', async () => {
      const { personId, assignment } = await aHolder();
      expect(code(await administer('adminUpdate', { id: assignment.id }))).toEqual([400, 'InvalidModel']);
      expect(code(await ask(personId, 'adminUpdate', { id: assignment.id }))).toEqual([403, 'UnAuthorized']);
    });
  });

  it('are refused from callers where only the server writes them', async () => {
    for (const requestType of ['systemAdd', 'systemUpdate', 'systemRemove']) {
      expect(code(await administer(requestType, {}))).toEqual([403, 'UnAuthorized']);
      expect(code(await server.as(anApplication).post(requests, { requestType, assignment: {} }))).toEqual([
        403,
        'UnAuthorized',
      ]);
    }
  });

  describe('UserAdd for a report', () => {
    it('is open to the manager where the policy says so, and to nobody else', async () => {
      const there = given(server);
      const [manager, stranger] = [await there.aPerson(), await there.aPerson()];
      const report = await there.aPerson({ 'manager@odata.bind': `${server.url}/v1.0/users/${manager.id}` });
      const onBehalf = {
        ...(selfService['requestorSettings'] as object),
        enableOnBehalfRequestorsToAddAccess: true,
        onBehalfRequestors: [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 }],
      };
      const { names } = await there.aPolicy({ ...selfService, requestorSettings: onBehalf });
      const body = {
        ...names,
        target: { objectId: report.id, displayName: 'Idris', subjectType: 'user' },
        schedule: { startDateTime: null, stopDateTime: null },
      };
      expect(code(await ask(stranger.id, 'userAdd', body))).toEqual([403, 'UnAuthorized']);
      const { status, body: request } = await ask(manager.id, 'UserAdd', body, {
        justification: 'Access for a direct report',
        answers: [],
      });
      expect([status, request.requestType]).toEqual([201, 'userAdd']);
      await server.drain();
      expect(await held(report.id)).toHaveLength(1);
      const shown = await read(`assignmentRequests/${request.id}?$expand=requestor`);
      expect(shown.requestor.objectId).toBe(manager.id);
    });
  });

  describe('UserUpdate and UserRemove for a report', () => {
    const theirs = (switches: object) => ({
      ...selfService,
      requestorSettings: {
        allowCustomAssignmentSchedule: true,
        ...switches,
        onBehalfRequestors: [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 }],
      },
    });
    const aReport = async (switches: object) => {
      const there = given(server);
      const [manager, stranger] = [await there.aPerson(), await there.aPerson()];
      const bind = { 'manager@odata.bind': `${server.url}/v1.0/users/${manager.id}` };
      const [report, { names }] = [await there.aPerson(bind), await there.aPolicy(theirs(switches))];
      await administer('adminAdd', { targetId: report.id, ...names });
      await server.drain();
      const [assignment] = await held(report.id);
      return { manager, stranger, report, assignment, byNames: { ...names, target: { objectId: report.id } } };
    };
    const until = (endDateTime: string) => ({ schedule: { expiration: { type: 'afterDateTime', endDateTime } } });

    it('are open to the manager where the policy says so, and to nobody else', async () => {
      const { manager, stranger, report, assignment, byNames } = await aReport({
        enableOnBehalfRequestorsToUpdateAccess: true,
        enableOnBehalfRequestorsToRemoveAccess: true,
      });
      const end = '2027-11-25T00:00:00.000Z';
      for (const requestType of ['userUpdate', 'userRemove']) {
        expect(code(await ask(stranger.id, requestType, { id: assignment.id }, until(end)))).toEqual([
          404,
          'ResourceNotFound',
        ]);
        expect(code(await ask(stranger.id, requestType, byNames, until(end)))).toEqual([403, 'UnAuthorized']);
      }
      expect((await ask(manager.id, 'userUpdate', byNames, until(end))).status).toBe(201);
      await server.drain();
      expect((await held(report.id))[0].schedule.expiration.endDateTime).toBe(end);
      const { status, body } = await ask(manager.id, 'userRemove', { id: assignment.id });
      expect([status, body.requestType]).toEqual([201, 'userRemove']);
      await server.drain();
      expect((await held(report.id))[0].state).toBe('expired');
      expect((await read(`assignmentRequests/${body.id}?$expand=requestor`)).requestor.objectId).toBe(manager.id);
    });

    it('are refused to the manager where the policy lets them only ask, and to the report where only the manager may', async () => {
      const only = await aReport({ enableOnBehalfRequestorsToAddAccess: true });
      expect(code(await ask(only.manager.id, 'userRemove', only.byNames))).toEqual([403, 'UnAuthorized']);
      expect(code(await ask(only.manager.id, 'userRemove', { id: only.assignment.id }))).toEqual([
        404,
        'ResourceNotFound',
      ]);
      const { report, assignment } = await aReport({ enableOnBehalfRequestorsToRemoveAccess: true });
      expect(code(await ask(report.id, 'userRemove', { id: assignment.id }))).toEqual([
        403,
        'PolicyRequirementsNotMet',
      ]);
    });
  });

  describe('AdminAdd by mail address', () => {
    it('assigns to whom the directory knows by it, in any case', async () => {
      const there = given(server);
      const [person, { names }] = [
        await there.aPerson({ mail: 'Known.Person@contoso.example' }),
        await there.aPolicy(),
      ];
      await administer('adminAdd', { target: { email: 'known.person@CONTOSO.example' }, ...names });
      await server.drain();
      expect(await held(person.id)).toHaveLength(1);
    });

    it('makes a guest of whom it does not know, at delivery and once', async () => {
      const { names } = await given(server).aPolicy();
      const assignment = {
        target: { email: 'new.guest@partner.example' },
        assignmentPolicy: { id: names.assignmentPolicyId },
        accessPackage: { id: names.accessPackageId },
      };
      const { status, body } = await administer('AdminAdd', assignment);
      expect(status).toBe(201);
      expect((await administer('AdminAdd', assignment)).body.error.code).toMatch(
        /ExistingOpenRequest|InvalidRequestExistingGrant/,
      );
      await server.drain();
      const request = await read(`assignmentRequests/${body.id}?$expand=requestor,assignment`);
      expect(request).toMatchObject({ state: 'delivered', requestor: { email: 'new.guest@partner.example' } });
      const guest = await server.as(anApplication).get(`/v1.0/users/${request.requestor.objectId}`);
      expect(guest.body).toMatchObject({ userType: 'Guest', mail: 'new.guest@partner.example' });
      expect(code(await administer('AdminAdd', assignment))).toEqual([409, 'InvalidRequestExistingGrant']);
    });
  });

  describe('a request', () => {
    const aWaitingRequest = async () => {
      const there = given(server);
      const [person, { names }] = [await there.aPerson(), await there.aPolicy(needsApproval)];
      const { body } = await ask(person.id, 'userAdd', names);
      await server.drain();
      return { personId: person.id, names, id: body.id as string };
    };

    it('is canceled by its requestor, and gives its place free', async () => {
      const { personId, names, id } = await aWaitingRequest();
      const stranger = await given(server).aPerson();
      expect((await as(stranger.id).post(`${requests}/${id}/cancel`)).status).toBe(404);
      expect((await as(personId).post(`${requests}/${id}/cancel`)).status).toBe(204);
      expect(await read(`assignmentRequests/${id}`)).toMatchObject({
        state: 'canceled',
        status: 'Canceled',
        completedDateTime: expect.any(String),
      });
      expect(code(await as(personId).post(`${requests}/${id}/cancel`))).toEqual([409, 'InvalidState']);
      expect((await ask(personId, 'userAdd', names)).status).toBe(201);
    });

    it('is canceled by an administrator, but not by an application', async () => {
      const { id } = await aWaitingRequest();
      expect(code(await server.as(anApplication).post(`${requests}/${id}/cancel`))).toEqual([403, 'UnAuthorized']);
      expect((await server.as(anAdministrator).post(`${requests}/${id}/cancel`)).status).toBe(204);
    });

    it('is deleted once it has ended, and its access has', async () => {
      const { personId } = await aHolder();
      const open = await aWaitingRequest();
      const [done] = (await read(`assignmentRequests?$filter=requestor/objectId%20eq%20'${personId}'`)).value;
      const remove = (id: string) => server.as(anApplication).delete(`${requests}/${id}`);
      expect(code(await remove(done.id))).toEqual([409, 'InvalidState']);
      await server.as(anApplication).delete(`/v1.0/users/${personId}`);
      await server.drain();
      expect((await remove(done.id)).status).toBe(204);
      expect((await remove(done.id)).status).toBe(404);
      expect(await held(personId)).toHaveLength(1);
      expect(code(await remove(open.id))).toEqual([409, 'InvalidState']);
    });

    it('whose delivery failed is tried again, within 14 days', async () => {
      const there = given(server);
      const [person, { names }] = [await there.aPerson(), await there.aPolicy()];
      const startDateTime = new Date(
        Date.parse((await server.anonymous.get('/dev/clock')).body.now) + 3_600_000,
      ).toISOString();
      const { body } = await administer('adminAdd', { targetId: person.id, ...names }, { schedule: { startDateTime } });
      const enable = (accountEnabled: boolean) =>
        server.as(anApplication).patch(`/v1.0/users/${person.id}`, { accountEnabled });
      await server.drain();
      const { app } = server;
      const { Database } = await import('../../src/platform/database/database.js');
      await app
        .get(Database)
        .pool.directoryUser.updateMany({ where: { id: person.id }, data: { accountEnabled: false } });
      await server.anonymous.post('/dev/clock/advance', { duration: 'PT2H' });
      expect((await read(`assignmentRequests/${body.id}`)).status).toBe(
        'DeliveryFailed: the account of the target is disabled',
      );
      await enable(true);
      const again = () => server.as(anApplication).post(`${requests}/${body.id}/reprocess`);
      expect((await again()).status).toBe(202);
      await server.drain();
      expect((await read(`assignmentRequests/${body.id}`)).state).toBe('delivered');
      expect(code(await again())).toEqual([409, 'InvalidState']);
    });

    it('that failed before anybody agreed to it is not tried again', async () => {
      const { Database } = await import('../../src/platform/database/database.js');
      const { id } = await aWaitingRequest();
      const { pool } = server.app.get(Database);
      await pool.assignmentRequest.updateMany({
        where: { id },
        data: { state: 'deliveryFailed', failure: 'x', completedAt: new Date() },
      });
      await pool.openRequest.deleteMany({ where: { requestId: id } });
      expect(code(await server.as(anApplication).post(`${requests}/${id}/reprocess`))).toEqual([409, 'InvalidState']);
    });
  });

  describe('somebody who leaves', () => {
    it.each([
      ['is disabled', (id: string) => server.as(anApplication).patch(`/v1.0/users/${id}`, { accountEnabled: false })],
      ['is deleted', (id: string) => server.as(anApplication).delete(`/v1.0/users/${id}`)],
    ])('and %s loses open requests and access, by systemRemove', async (_, leave) => {
      const { personId, assignment } = await aHolder();
      const waiting = await given(server).aPolicy(needsApproval);
      const { body: open } = await ask(personId, 'userAdd', waiting.names);
      await server.drain();
      expect((await leave(personId)).status).toBe(204);
      await server.drain();
      expect((await read(`assignmentRequests/${open.id}`)).state).toBe('canceled');
      expect(await read(`assignments/${assignment.id}`)).toMatchObject({ state: 'expired' });
      const [removal] = (
        await read(
          `assignmentRequests?$filter=requestType%20eq%20'systemRemove'%20and%20assignment/id%20eq%20'${assignment.id}'`,
        )
      ).value;
      expect(removal).toMatchObject({ requestType: 'systemRemove', state: 'delivered' });
    });
  });

  it('of the assignment is announced 14 days and 1 day before the end, also in one turn of the clock', async () => {
    const { Database } = await import('../../src/platform/database/database.js');
    const { assignment } = await aHolder({ ...selfService, expiration: { type: 'afterDuration', duration: 'P30D' } });
    await server.anonymous.post('/dev/clock/advance', { duration: 'P60D' });
    const events = await server.app
      .get(Database)
      .pool.domainEvent.findMany({ where: { aggregateId: assignment.id }, orderBy: { position: 'asc' } });
    const end = Date.parse(assignment.schedule.expiration.endDateTime);
    expect(events.map(({ name, payload }) => [name, (payload as { days?: number }).days])).toEqual([
      ['assignment.delivered', undefined],
      ['assignment.expiryNear', 14],
      ['assignment.expiryNear', 1],
      ['assignment.ended', undefined],
    ]);
    const before = events.slice(1, 3).map(({ occurredAt }) => Math.round((end - occurredAt.getTime()) / 86_400_000));
    expect(before).toEqual([14, 1]);
  });
});

describe('a server with a retention', () => {
  it('forgets requests so long after their end, but not while the access is in place that came of them', async () => {
    const server = await startServer({ env: { REQUEST_RETENTION: 'P30D' } });
    try {
      const there = given(server);
      const [person, { names }] = [await there.aPerson(), await there.aPolicy()];
      const administrator = server.as(anAdministrator);
      const { body } = await administrator.post(requests, {
        requestType: 'adminAdd',
        assignment: { targetId: person.id, ...names },
      });
      await server.drain();
      const statusAfter = async (duration: string) => {
        await server.anonymous.post('/dev/clock/advance', { duration });
        return (await administrator.get(`${requests}/${body.id}`)).status;
      };
      expect([await statusAfter('P29D'), await statusAfter('P2D'), await statusAfter('P60D')]).toEqual([200, 200, 200]);
      const [assignment] = (await administrator.get(`${entitlements}/assignments`)).body.value;
      const removal = { requestType: 'adminRemove', assignment: { id: assignment.id } };
      const { body: removed } = await administrator.post(requests, removal);
      await server.drain();
      expect(await statusAfter('PT1M')).toBe(404);
      expect((await administrator.get(`${requests}/${removed.id}`)).status).toBe(200);
      expect((await administrator.get(`${entitlements}/assignments`)).body.value).toHaveLength(1);
    } finally {
      await server.close();
    }
  });
});
