import { Database } from '../../src/platform/database/database.js';
import { directOnly, entitlements, given, needsApproval, selfService } from '../support/given.js';
import { anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

const requests = `${entitlements}/assignmentRequests`;

describe('why', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const as = (personId: string) => server.as(aPerson(personId));
  const written = async () => {
    const { pool } = server.app.get(Database);
    return [
      await pool.assignmentRequest.count(),
      await pool.openRequest.count(),
      await pool.domainEvent.count(),
      await pool.eventDelivery.count(),
    ];
  };

  it('is answered without writing anything: each policy, and which rule speaks against it', async () => {
    const there = given(server);
    const [person, accessPackage] = [await there.aPerson(), await there.aPackage()];
    const named = { accessPackage: { id: accessPackage.id } };
    const [direct, fitting] = [
      await there.aPolicy({ ...directOnly, ...named }),
      await there.aPolicy({ ...selfService, ...named }),
    ];
    const before = await written();
    const body = { requestType: 'userAdd', isValidationOnly: true, assignment: { accessPackageId: accessPackage.id } };
    const answer = await as(person.id).post(requests, body);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      requestType: 'userAdd',
      isValidationOnly: true,
      decision: { outcome: 'accepted', refusal: null, endDateTime: null },
    });
    const policies = Object.fromEntries(
      answer.body.decision.policies.map((policy: { policyId: string }) => [policy.policyId, policy]),
    );
    expect(policies[fitting.id]).toMatchObject({ fits: true, against: [] });
    // What they could not read elsewhere is not in it; readers see every policy.
    expect(policies[direct.id]).toBeUndefined();
    expect(await written()).toEqual(before);
    const asReader = { ...aPerson(person.id), roles: ['GlobalReader'] };
    const whole = (await server.as(asReader).post(requests, body)).body.decision.policies;
    const spoken = whole.find(({ policyId }: { policyId: string }) => policyId === direct.id);
    expect(spoken.fits).toBe(false);
    expect(spoken.against.map(({ rule }: { rule: string }) => rule)).toContain('targetIsInScope');
  });

  it('is answered for a refusal too, by a header as well, with what is missing', async () => {
    const there = given(server);
    const [person, other] = [await there.aPerson(), await there.aPolicy()];
    const questions = [
      { '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion', text: 'Which project?', isRequired: true },
    ];
    const { names } = await there.aPolicy({
      ...selfService,
      questions,
      expiration: { type: 'afterDuration', duration: 'P7D' },
    });
    const { pool } = server.app.get(Database);
    const { tenantId } = await pool.accessPackage.findFirstOrThrow({ where: { id: names.accessPackageId } });
    await pool.incompatibleAccessPackage.create({
      data: { tenantId, accessPackageId: names.accessPackageId, incompatibleWithId: other.accessPackageId },
    });
    await server
      .as(anAdministrator)
      .post(requests, { requestType: 'adminAdd', assignment: { targetId: person.id, ...other.names } });
    await server.drain();
    const { status, body, headers } = await as(person.id).post(
      requests,
      { requestType: 'userAdd', assignment: names },
      { prefer: 'validate-only' },
    );
    expect([status, headers.get('preference-applied')]).toEqual([200, 'validate-only']);
    expect(body.decision).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'PolicyRequirementsNotMet', message: expect.stringContaining('Which project?') },
      separationOfDuties: [{ accessPackageId: other.accessPackageId }],
      missingAnswers: [{ text: 'Which project?' }],
    });
  });

  it('names the approvers of each stage, without those who ask', async () => {
    const there = given(server);
    const boss = await there.aPerson();
    const person = await there.aPerson({ 'manager@odata.bind': `${server.url}/v1.0/users/${boss.id}` });
    const { names } = await there.aPolicy(needsApproval);
    const { body } = await as(person.id).post(requests, {
      requestType: 'userAdd',
      isValidationOnly: true,
      assignment: names,
    });
    expect(body.decision.approvers).toEqual([{ stage: 1, primary: [boss.id], fallback: [], escalation: [] }]);
  });

  it('tells of the open request that stands in the way', async () => {
    const there = given(server);
    const [person, { names }] = [await there.aPerson(), await there.aPolicy(needsApproval)];
    const { body: open } = await as(person.id).post(requests, { requestType: 'userAdd', assignment: names });
    const { body } = await as(person.id).post(requests, {
      requestType: 'userAdd',
      isValidationOnly: true,
      assignment: names,
    });
    expect(body.decision).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'ExistingOpenRequest', message: expect.stringContaining(open.id) },
    });
  });

  it('is kept with a request and read by whom it concerns', async () => {
    const there = given(server);
    const [person, stranger, { names }] = [
      await there.aPerson(),
      await there.aPerson(),
      await there.aPolicy(selfService),
    ];
    const { body: request } = await as(person.id).post(requests, { requestType: 'userAdd', assignment: names });
    const { status, body } = await as(person.id).get(`${requests}/${request.id}/decision`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ outcome: 'accepted', policies: [{ policyId: names.assignmentPolicyId, fits: true }] });
    expect(body.rules).toContainEqual({ rule: 'targetIsInScope', holds: true, reason: null });
    expect((await as(stranger.id).get(`${requests}/${request.id}/decision`)).status).toBe(404);
  });

  it('takes no Idempotency-Key, and refuses what is wrong with the body itself', async () => {
    const there = given(server);
    const [person, { names }] = [await there.aPerson(), await there.aPolicy(selfService)];
    const body = { requestType: 'userAdd', isValidationOnly: true, assignment: names };
    expect((await as(person.id).post(requests, body, { 'idempotency-key': 'k1' })).status).toBe(400);
    expect((await as(person.id).post(requests, { ...body, assignment: {} })).status).toBe(400);
    // A key that stands for the request itself answers no dry run, whichever way one is asked for.
    const real = { requestType: 'userAdd', assignment: names };
    const key = { 'idempotency-key': 'k2' };
    expect((await as(person.id).post(requests, real, key)).status).toBe(201);
    for (const [dry, headers] of [
      [real, { ...key, prefer: 'validate-only' }],
      [body, key],
    ] as const) {
      const { status, body: answer } = await as(person.id).post(requests, dry, headers);
      expect([status, answer.error.code]).toEqual([409, 'IdempotencyKeyReused']);
    }
    expect((await as(person.id).post(requests, { ...body, requestType: 'adminAdd' })).status).toBe(403);
  });

  it('is said when a policy is saved that nobody could ever pass, and not otherwise', async () => {
    const there = given(server);
    const [group, accessPackage] = [await there.aGroup(), await there.aPackage()];
    const stages = [{ primaryApprovers: [{ '@odata.type': '#microsoft.graph.groupMembers', groupId: group.id }] }];
    const body = {
      displayName: 'Hopeless',
      ...selfService,
      accessPackage: { id: accessPackage.id },
      requestApprovalSettings: { isApprovalRequiredForAdd: true, stages },
    };
    const saved = await server.as(anAdministrator).post(`${entitlements}/assignmentPolicies`, body);
    expect(saved.status).toBe(201);
    expect(saved.body['@openEntitlements.warnings']).toEqual([
      expect.stringContaining('stage 1 of its approval names nobody'),
    ]);
    const mended = await server
      .as(anAdministrator)
      .put(`${entitlements}/assignmentPolicies/${saved.body.id}`, { ...body, requestApprovalSettings: null });
    expect([mended.status, mended.body['@openEntitlements.warnings']]).toEqual([200, undefined]);
  });
});
