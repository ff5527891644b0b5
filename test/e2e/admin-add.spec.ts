import { randomUUID } from 'node:crypto';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const requests = `${entitlements}/assignmentRequests`;

describe.each(databases)('AdminAdd on the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  const somebodyAndAPolicy = async (policy = {}) => {
    const there = given(server);
    const [person, { names }] = [
      await there.aPerson({ displayName: 'Ada', mail: 'ada@contoso.example' }),
      await there.aPolicy(policy),
    ];
    return { targetId: person.id, ...names };
  };
  const add = (assignment: object, more = {}) =>
    server.as(anAdministrator).post(requests, { requestType: 'adminAdd', assignment, ...more });
  const assignmentsOf = async (targetId: string, packageId: string) => {
    const filter = encodeURIComponent(`accessPackage/id eq '${packageId}' and target/objectId eq '${targetId}'`);
    const { status, body } = await server
      .as(anAdministrator)
      .get(`${entitlements}/assignments?$expand=target,accessPackage,assignmentPolicy&$filter=${filter}`);
    expect(status).toBe(200);
    return body.value;
  };

  it('is accepted with the shape of Graph', async () => {
    const assignment = await somebodyAndAPolicy();
    const { status, body, headers } = await add(assignment, { justification: 'New in the team' });
    expect(status).toBe(201);
    expect(body).toEqual({
      '@odata.context': `${server.url}/v1.0/$metadata#identityGovernance/entitlementManagement/assignmentRequests/$entity`,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      requestType: 'adminAdd',
      state: 'submitted',
      status: 'Accepted',
      createdDateTime: expect.stringMatching(/^\d{4}-.*Z$/),
      completedDateTime: null,
      schedule: {
        startDateTime: null,
        recurrence: null,
        expiration: { endDateTime: null, duration: null, type: 'notSpecified' },
      },
      answers: [],
      justification: 'New in the team',
      customExtensionCalloutInstances: [],
    });
    expect(headers.get('location')).toBe(`${server.url}${requests}/${body.id}`);
  });

  it('ends with a delivered assignment and a subject, found the way clients look for them', async () => {
    const assignment = await somebodyAndAPolicy();
    const { body } = await add(assignment);
    await server.drain();
    const request = await server
      .as(anAdministrator)
      .get(`${requests}/${body.id}?$expand=requestor,accessPackage,assignment`);
    expect(request.body).toMatchObject({
      state: 'delivered',
      status: 'Fulfilled',
      completedDateTime: expect.any(String),
      requestor: { objectId: assignment.targetId, displayName: 'Ada' },
      accessPackage: { id: assignment.accessPackageId },
    });
    const [found, ...others] = await assignmentsOf(assignment.targetId, assignment.accessPackageId);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      id: request.body.assignment.id,
      state: 'delivered',
      expiredDateTime: null,
      schedule: { startDateTime: expect.any(String), expiration: { type: 'noExpiration', endDateTime: null } },
      target: { objectId: assignment.targetId, displayName: 'Ada', email: 'ada@contoso.example' },
      accessPackage: { id: assignment.accessPackageId },
      assignmentPolicy: { id: assignment.assignmentPolicyId },
    });
    const subject = await server.as(anAdministrator).get(`${entitlements}/subjects(objectId='${assignment.targetId}')`);
    expect(subject.body).toMatchObject({ id: found.target.id, principalName: expect.any(String), subjectType: 'user' });
  });

  it('reads both spellings of everything, in any case, with and without the version', async () => {
    const { targetId, assignmentPolicyId, accessPackageId } = await somebodyAndAPolicy();
    const body = {
      '@odata.type': '#microsoft.graph.accessPackageAssignmentRequest',
      requestType: 'AdminAdd',
      accessPackageAssignment: {
        target: { objectId: targetId.toUpperCase() },
        assignmentPolicy: { id: assignmentPolicyId },
        accessPackage: { id: accessPackageId },
      },
    };
    const answer = await server
      .as(anApplication)
      .post('//identityGovernance/entitlementManagement/assignmentrequests/', body);
    expect(answer.status).toBe(201);
    expect(answer.body.requestType).toBe('adminAdd');
  });

  it('counts a duration from delivery and answers it resolved', async () => {
    const assignment = await somebodyAndAPolicy({ expiration: { type: 'afterDuration', duration: 'P30D' } });
    await add(assignment, { schedule: { expiration: { type: 'afterDuration', duration: 'P10D' } } });
    await server.drain();
    const [{ schedule }] = await assignmentsOf(assignment.targetId, assignment.accessPackageId);
    expect(schedule.expiration.type).toBe('afterDateTime');
    expect(Date.parse(schedule.expiration.endDateTime) - Date.parse(schedule.startDateTime)).toBe(10 * 86_400_000);
  });

  const unknown = '0f000000-0000-4000-8000-00000000000f';
  it.each([
    ['no target', { targetId: undefined }, 400, 'InvalidModel', /targetId/],
    ['no policy', { assignmentPolicyId: undefined }, 400, 'InvalidModel', /assignmentPolicyId/],
    ['no package', { accessPackageId: undefined }, 400, 'InvalidModel', /accessPackageId/],
    ['two different targets', { target: { objectId: unknown } }, 400, 'InvalidModel', /differ/],
    ['a target that is no GUID', { targetId: 'me' }, 400, 'InvalidModel', /assignment\.targetId' must be a GUID/],
    ['a misspelt member', { targetIt: unknown }, 400, 'InvalidModel', /assignment\.targetIt/],
    ['a member in two spellings', { targetID: unknown }, 400, 'InvalidModel', /assignment\.targetID/],
    ['an unknown target', { targetId: unknown }, 404, 'ResourceNotFound', /no user/],
    ['an unknown policy', { assignmentPolicyId: unknown }, 404, 'ResourceNotFound', /no assignment policy/],
    ['an unknown package', { accessPackageId: unknown }, 404, 'ResourceNotFound', /no access package/],
  ])('is refused with %s', async (_, change, status, code, message) => {
    const answer = await add({ ...(await somebodyAndAPolicy()), ...change });
    expect({ status: answer.status, code: answer.body.error.code }).toEqual({ status, code });
    expect(answer.body.error.message).toMatch(message);
  });

  it.each([
    ['state', { state: 'delivered' }],
    ['id', { id: 'mine' }],
    ['createdDateTime', { createdDateTime: '2026-01-01T00:00:00Z' }],
    ['requestor', { requestor: { id: unknown } }],
    ['schedule.stopDateTime', { schedule: { stopDateTime: '2030-01-01T00:00:00Z' } }],
    ['history', { history: [{ action: 'x' }] }],
    ['accessPackage', { accessPackage: { id: unknown } }],
  ])('refuses the member %s, which nobody would heed', async (name, more) => {
    const answer = await add(await somebodyAndAPolicy(), more);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(`'${name}'`);
  });

  it('takes what an answer showed of the assignment, and an id that clients make up', async () => {
    const assignment = await somebodyAndAPolicy();
    const shown = {
      state: 'delivered',
      status: 'Delivered',
      expiredDateTime: null,
      customExtensionCalloutInstances: [],
    };
    const accessPackage = {
      id: assignment.accessPackageId,
      displayName: 'Stale',
      isHidden: true,
      catalog: { id: unknown },
    };
    const more = { id: unknown, state: null, customExtensionCalloutInstances: [] };
    const answer = await add({ ...assignment, ...shown, accessPackage }, more);
    expect([answer.status, answer.body.state]).toEqual([201, 'submitted']);
    expect(answer.body.id).not.toBe(unknown);
  });

  it('is refused under a policy of another package', async () => {
    const [one, other] = [await somebodyAndAPolicy(), await somebodyAndAPolicy()];
    const answer = await add({ ...one, assignmentPolicyId: other.assignmentPolicyId });
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe('InvalidModel');
  });

  it('is refused while another request is open, and once the access is there', async () => {
    const assignment = await somebodyAndAPolicy();
    await add(assignment, { schedule: { startDateTime: new Date(Date.now() + 86_400_000).toISOString() } });
    expect((await add(assignment)).body.error.code).toBe('ExistingOpenRequest');
    const delivered = await somebodyAndAPolicy();
    await add(delivered);
    await server.drain();
    const again = await add(delivered);
    expect([again.status, again.body.error.code]).toEqual([409, 'InvalidRequestExistingGrant']);
  });

  it('is refused beyond the expiration of the policy', async () => {
    const assignment = await somebodyAndAPolicy({ expiration: { type: 'afterDuration', duration: 'P30D' } });
    const answer = await add(assignment, { schedule: { expiration: { type: 'afterDuration', duration: 'P31D' } } });
    expect([answer.status, answer.body.error.code]).toEqual([400, 'InvalidModel']);
    const never = await add(assignment, { schedule: { expiration: { type: 'noExpiration' } } });
    expect(never.status).toBe(400);
  });

  it('is for administrators and applications', async () => {
    const assignment = await somebodyAndAPolicy();
    const body = { requestType: 'adminAdd', assignment };
    const statuses = async (who: object) => (await server.as(who).post(requests, body)).body?.error?.code;
    expect(await statuses(aPerson(assignment.targetId))).toBe('UnAuthorized');
    expect(await statuses(aPerson(assignment.targetId, 'EntitlementMgmt-SubjectAccess.ReadWrite'))).toBe(
      'UnAuthorized',
    );
    expect((await server.anonymous.post(requests, body)).status).toBe(401);
    expect(await statuses(anApplication)).toBeUndefined();
  });

  it('is canceled, with the reason, when its policy is deleted before its start', async () => {
    const assignment = await somebodyAndAPolicy();
    const start = new Date(Date.now() + 3_600_000);
    const { body } = await add(assignment, { schedule: { startDateTime: start.toISOString() } });
    await server.drain();
    const waiting = await server.as(anAdministrator).get(`${requests}/${body.id}`);
    expect(waiting.body).toMatchObject({ state: 'scheduled', status: 'PendingNotBefore' });
    const gone = await server
      .as(anApplication)
      .delete(`${entitlements}/assignmentPolicies/${assignment.assignmentPolicyId}`);
    expect(gone.status).toBe(204);
    await server.anonymous.post('/dev/clock/advance', { duration: 'PT2H' });
    const ended = await server.as(anAdministrator).get(`${requests}/${body.id}`);
    expect(ended.body).toMatchObject({ state: 'canceled', status: 'Canceled: the assignment policy was deleted' });
    expect(await assignmentsOf(assignment.targetId, assignment.accessPackageId)).toEqual([]);
  });

  it('is answered the same, and happens once, for the same Idempotency-Key', async () => {
    const assignment = await somebodyAndAPolicy();
    const headers = { 'idempotency-key': randomUUID() };
    const body = { requestType: 'adminAdd', assignment };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => server.as(anApplication).post(requests, body, headers)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers.get('idempotency-replayed') === 'true')).toHaveLength(7);
    const other = await server.as(anApplication).post(requests, { ...body, justification: 'x' }, headers);
    expect([other.status, other.body.error.code]).toEqual([409, 'IdempotencyKeyReused']);
  });
});
