import { randomUUID } from 'node:crypto';
import { approvalsOf, asking, failure, manager, user } from '../support/approvals.js';
import { Database } from '../../src/platform/database/database.js';
import { betaEntitlements, directOnly, entitlements } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

type Json = Record<string, unknown>;

let server: TestServer;
let world: ReturnType<typeof approvalsOf>;
beforeAll(async () => {
  server = await startServer();
  world = approvalsOf(server);
});
afterAll(() => server.close());

const requests = `${betaEntitlements}/accessPackageAssignmentRequests`;
const kept = [{ name: 'IsApprovalRequired', value: 'true' }];

interface Names {
  readonly assignmentPolicyId: string;
  readonly accessPackageId: string;
}

const bodyOf = (targetId: string, names: object, parameters: unknown, more: Json = {}): Json => ({
  ...{ requestType: 'AdminAdd', accessPackageAssignment: { targetId, ...names }, parameters },
  ...more,
});

/** An administrator who is somebody in the directory. */
const administratorWithId = (oid: string) => ({ ...anAdministrator, oid, roles: ['IdentityGovernanceAdministrator'] });

/** A direct assignment that keeps the approval, as far as it comes by itself; the answer is its id. */
async function assigned(targetId: string, names: object, as: object = anAdministrator, more: Json = {}) {
  const answer = await server.as(as).post(requests, bodyOf(targetId, names, kept, more));
  if (answer.status !== 201) throw new Error(`Expected 201, got ${answer.status}: ${answer.text}`);
  await server.drain();
  return String(answer.body.id);
}

/** An administrator says something of the first stage of an approval. */
async function decidedBy(administratorId: string, requestId: string) {
  const [stage] = await world.stagesOf(requestId);
  const path = `${world.root}/${requestId}/stages/${String(stage?.['id'])}`;
  return server.as(administratorWithId(administratorId)).patch(path, { reviewResult: 'Approve' });
}

const stateOf = async (id: string): Promise<unknown> => (await world.request(id)).state;
const liveOf = async (personId: string) =>
  (await world.held(personId)).filter((assignment) => assignment['state'] === 'delivered');

/** Two people and a policy that asks the first of them about the other. */
async function bossAndPerson(stage: (bossId: string) => Json = (id) => asking(user(id))) {
  const boss = await world.aPerson();
  const person = await world.aPerson(boss.id);
  const { names } = await world.aPolicy([stage(boss.id)]);
  return { boss, person, names: names as Names };
}

describe('an administrator who keeps the approval of a policy', () => {
  it('assigns nothing until those are asked whom the policy names', async () => {
    const { boss, person, names } = await bossAndPerson();
    const id = await assigned(person.id, names);
    expect([await stateOf(id), await liveOf(person.id)]).toEqual(['pendingApproval', []]);
    expect((await world.decide(boss.id, id, 'Approve')).status).toBe(204);
    await server.drain();
    expect(await stateOf(id)).toBe('delivered');
    expect(await liveOf(person.id)).toHaveLength(1);
  });

  it('gives nothing where they deny', async () => {
    const { boss, person, names } = await bossAndPerson();
    const id = await assigned(person.id, names);
    await world.decide(boss.id, id, 'Deny');
    await server.drain();
    expect([await stateOf(id), await liveOf(person.id)]).toEqual(['denied', []]);
  });

  it('may be an application, and may assign to whom the directory does not know yet', async () => {
    const boss = await world.aPerson();
    const { names } = await world.aPolicy([asking(user(boss.id))]);
    const email = `${randomUUID()}@fabrikam.example`;
    const assignment = { target: { email }, ...names };
    const asked = { requestType: 'AdminAdd', accessPackageAssignment: assignment, parameters: kept };
    const { status, body } = await server.as(anApplication).post(requests, asked);
    await server.drain();
    const guests = () => server.as(anAdministrator).get(`/v1.0/users?$filter=mail eq '${email}'`);
    expect([status, await stateOf(body.id), (await guests()).body.value]).toEqual([201, 'pendingApproval', []]);
    await world.decide(boss.id, body.id, 'Approve');
    await server.drain();
    expect(await stateOf(body.id)).toBe('delivered');
    expect((await guests()).body.value).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['small letters', [{ name: 'isapprovalrequired', value: 'TRUE' }]],
    ['other members in another case', [{ Name: 'ISAPPROVALREQUIRED', VALUE: 'True' }]],
    ['its type said', [{ '@odata.type': '#microsoft.graph.keyValuePair', ...kept[0] }]],
  ])('is understood with %s', async (_, parameters) => {
    const { person, names } = await bossAndPerson();
    const { body } = await server.as(anAdministrator).post(requests, bodyOf(person.id, names, parameters));
    await server.drain();
    expect(await stateOf(body.id)).toBe('pendingApproval');
  });

  it.each<[string, unknown]>([
    ['no parameters', []],
    ['null', null],
    ['an approval that is not required', [{ name: 'IsApprovalRequired', value: 'False' }]],
  ])('keeps nothing with %s', async (_, parameters) => {
    const { person, names } = await bossAndPerson();
    const { body } = await server.as(anAdministrator).post(requests, bodyOf(person.id, names, parameters));
    await server.drain();
    expect([await stateOf(body.id), (await liveOf(person.id)).length]).toEqual(['delivered', 1]);
  });

  it('is read by processes that know no parameters: what is stored and told asks for the approval', async () => {
    const { person, names } = await bossAndPerson();
    const { body } = await server.as(anAdministrator).post(requests, bodyOf(person.id, names, kept));
    const { client } = server.app.get(Database);
    const row = await client.assignmentRequest.findFirstOrThrow({ where: { id: body.id } });
    expect(row.needsApproval).toBe(true);
    const told = await client.$queryRaw`
      SELECT payload->>'firstMove' AS move, payload->>'waitsFor' AS wait FROM domain_event
      WHERE aggregate_id = ${body.id}::uuid AND name = 'assignmentRequest.submitted'`;
    expect(told).toEqual([{ move: 'askApproval', wait: 'approval' }]);
    await server.drain();
  });
});

describe('parameters of a request', () => {
  const wrong: [string, unknown, RegExp][] = [
    ['an unknown name', [{ name: 'SkipEverything', value: 'true' }], /'parameters\[0\]\.name' must be 'IsApproval/],
    ['no name', [{ value: 'true' }], /'parameters\[0\]\.name'/],
    ['an unknown value', [{ name: 'IsApprovalRequired', value: 'yes' }], /'parameters\[0\]\.value'/],
    ['no value', [{ name: 'IsApprovalRequired' }], /'parameters\[0\]\.value'/],
    ['a value of null', [{ name: 'IsApprovalRequired', value: null }], /'parameters\[0\]\.value'/],
    ['a value that is no text', [{ name: 'IsApprovalRequired', value: true }], /'parameters\[0\]\.value'/],
    ['a value from elsewhere', [{ name: 'IsApprovalRequired', value: 'constructor' }], /'parameters\[0\]\.value'/],
    ['a second parameter', [...kept, { name: 'Other', value: 'true' }], /'parameters\[1\]\.name'/],
    ['the same twice', [...kept, ...kept], /'parameters' says 'IsApprovalRequired' more than once/],
    ['both values', [...kept, { name: 'isApprovalRequired', value: 'false' }], /more than once/],
    ['another member', [{ ...kept[0], why: 'x' }], /'parameters\[0\]\.why' is not a member/],
    ['an object', kept[0], /'parameters' must be an array/],
    ['texts', ['IsApprovalRequired'], /'parameters\[0\]' must be an object/],
    ['a collection of null', [null], /'parameters' may not hold null/],
  ];

  it.each(wrong)('are refused by name with %s', async (_, parameters, message) => {
    const { person, names } = await bossAndPerson();
    const refused = await server.as(anAdministrator).post(requests, bodyOf(person.id, names, parameters));
    expect(failure(refused)).toEqual([400, 'InvalidModel']);
    expect(refused.body.error.message).toMatch(message);
  });

  it.each(['true', 'false'])('are refused in v1.0, which has none (%s)', async (value) => {
    const { person, names } = await bossAndPerson();
    const parameters = [{ name: 'IsApprovalRequired', value }];
    const asked = { requestType: 'adminAdd', assignment: { targetId: person.id, ...names }, parameters };
    const refused = await server.as(anAdministrator).post(`${entitlements}/assignmentRequests`, asked);
    expect(failure(refused)).toEqual([400, 'InvalidModel']);
    expect(refused.body.error.message).toContain("'parameters' is not a member here");
    const silent = await server.as(anAdministrator).post(`${entitlements}/assignmentRequests`, {
      ...asked,
      parameters: [],
    });
    expect(silent.status).toBe(201);
    const ours = { ...asked, parameters: [], keepsApproval: true };
    const hidden = await server.as(anAdministrator).post(`${entitlements}/assignmentRequests`, ours);
    expect([hidden.status, hidden.text]).toEqual([400, expect.stringContaining("'keepsApproval' is not a member")]);
    await server.drain();
  });

  it.each(['AdminUpdate', 'AdminRemove', 'UserAdd', 'UserExtend', 'UserUpdate', 'UserRemove', 'ApproverRemove'])(
    'are refused with another type: %s',
    async (requestType) => {
      const { person, names } = await bossAndPerson();
      const who = requestType.startsWith('Admin') ? anAdministrator : aPerson(person.id);
      for (const value of ['true', 'false']) {
        const parameters = [{ name: 'IsApprovalRequired', value }];
        const refused = await server.as(who).post(requests, bodyOf(person.id, names, parameters, { requestType }));
        expect(failure(refused)).toEqual([400, 'InvalidModel']);
        expect(refused.body.error.message).toMatch(/'parameters' cannot be given with '\w+': .*only adminAdd/);
      }
    },
  );

  it('tell nobody more who may not assign', async () => {
    const { person, names } = await bossAndPerson();
    const refused = await server.as(aPerson(person.id)).post(requests, bodyOf(person.id, names, kept));
    expect(failure(refused)).toEqual([403, 'UnAuthorized']);
  });

  it.each<[string, Json]>([
    ['asks nobody', {}],
    [
      'asks about changes only',
      { requestApprovalSettings: { isApprovalRequiredForUpdate: true, stages: [asking(manager())] } },
    ],
  ])('keep no approval under a policy that %s: nothing is given without one', async (_, more) => {
    const person = await world.aPerson();
    const policy = await world.aPolicy([], { ...directOnly, requestApprovalSettings: null, ...more });
    const refused = await server.as(anAdministrator).post(requests, bodyOf(person.id, policy.names, kept));
    expect(failure(refused)).toEqual([400, 'InvalidModel']);
    expect(refused.body.error.message).toContain(policy.id);
    expect(refused.body.error.message).toContain('asks nobody about new access');
    await server.drain();
    expect(await liveOf(person.id)).toEqual([]);
  });

  it('keep no approval in a catalog that is not published, and what waits ends when it is unpublished', async () => {
    const { person, names } = await bossAndPerson();
    const { catalog } = await world.read(`accessPackages/${names.accessPackageId}?$expand=catalog`);
    const id = await assigned(person.id, names);
    const path = `${entitlements}/catalogs/${catalog.id}`;
    await server.as(anAdministrator).patch(path, { state: 'unpublished' });
    await server.drain();
    expect(await stateOf(id)).toBe('canceled');
    const refused = await server.as(anAdministrator).post(requests, bodyOf(person.id, names, kept));
    expect([failure(refused), refused.text]).toEqual([
      [403, 'PolicyRequirementsNotMet'],
      expect.stringContaining('not published'),
    ]);
    const direct = await server.as(anAdministrator).post(requests, bodyOf(person.id, names, []));
    expect(direct.status).toBe(201);
    await server.drain();
  });
});

describe('what was decided about a kept approval', () => {
  const validated = (targetId: string, names: object, parameters: unknown) =>
    server.as(anAdministrator).post(requests, bodyOf(targetId, names, parameters, { isValidationOnly: true }));

  it('is said alike by the dry run and by the decision, with its reason and whom it asks', async () => {
    const { boss, person, names } = await bossAndPerson(() => asking(manager()));
    const dry = (await validated(person.id, names, kept)).body.decision;
    expect(dry).toMatchObject({
      outcome: 'accepted',
      approval: { isNeeded: true, why: expect.stringContaining('IsApprovalRequired keeps') },
      approvers: [{ stage: 1, primary: [boss.id] }],
    });
    const id = await assigned(person.id, names);
    const real = (await server.as(anAdministrator).get(`${requests}/${id}/decision`)).body;
    for (const member of ['outcome', 'approval', 'approvers', 'rules'] as const)
      expect(real[member]).toEqual(dry[member]);
    const [stage] = await server.app
      .get(Database)
      .client.approvalStage.findMany({ where: { requestId: id }, include: { approvers: true } });
    expect(stage?.approvers.map(({ userId }) => userId)).toEqual([boss.id]);
  });

  it('says of others why nobody has to agree', async () => {
    const { person, names } = await bossAndPerson();
    const dry = (await validated(person.id, names, [])).body.decision;
    expect([dry.approval, dry.approvers]).toEqual([
      { isNeeded: false, why: 'direct assignments pass over approval' },
      [],
    ]);
  });

  it('refuses in a dry run what it refuses', async () => {
    const [person, policy] = [await world.aPerson(), await world.aPolicy([], { requestApprovalSettings: null })];
    const { status, body } = await validated(person.id, policy.names, kept);
    expect([status, body.decision.outcome, body.decision.refusal.code]).toEqual([200, 'refused', 'InvalidModel']);
    const against = body.decision.rules.filter(({ holds }: { holds: boolean }) => !holds);
    expect(against).toEqual([expect.objectContaining({ rule: 'policyHasTheApprovalToKeep' })]);
  });
});

describe('nobody decides about what they sent', () => {
  it('an administrator who is named among the approvers is not asked, and another is', async () => {
    const { boss, person, names } = await bossAndPerson((id) => asking(user(id)));
    const other = await world.aPerson();
    const policy = await world.aPolicy([asking(user(boss.id), user(other.id))]);
    const id = await assigned(person.id, policy.names, administratorWithId(boss.id));
    const own = await decidedBy(boss.id, id);
    expect([failure(own), own.body.error.message]).toEqual([
      [403, 'UnAuthorized'],
      expect.stringContaining('their own request'),
    ]);
    const dry = await server
      .as(administratorWithId(boss.id))
      .post(requests, bodyOf(person.id, names, kept, { isValidationOnly: true }));
    expect(dry.body.decision.approvers[0].primary).toEqual([]);
    expect((await world.decide(other.id, id, 'Approve')).status).toBe(204);
    await server.drain();
    expect(await stateOf(id)).toBe('delivered');
  });

  it('the fallback is asked where they would be the only one', async () => {
    const [stand, person] = [await world.aPerson(), await world.aPerson()];
    const boss = await world.aPerson();
    const stage = { ...asking(user(boss.id)), fallbackPrimaryApprovers: [user(boss.id), user(stand.id)] };
    const id = await assigned(person.id, (await world.aPolicy([stage])).names, administratorWithId(boss.id));
    expect(failure(await decidedBy(boss.id, id))).toEqual([403, 'UnAuthorized']);
    expect((await world.decide(stand.id, id, 'Approve')).status).toBe(204);
    await server.drain();
    expect(await stateOf(id)).toBe('delivered');
  });

  it('it is denied in its time where they are the only one', async () => {
    const { boss, person, names } = await bossAndPerson();
    const id = await assigned(person.id, names, administratorWithId(boss.id));
    expect(await world.stagesOf(id)).toEqual([
      expect.objectContaining({ status: 'InProgress', justification: expect.stringContaining('Nobody was found') }),
    ]);
    expect(failure(await decidedBy(boss.id, id))).toEqual([403, 'UnAuthorized']);
    await world.turn('P15D');
    expect([await stateOf(id), await liveOf(person.id)]).toEqual(['denied', []]);
  });

  it('who asked before they became its approver by another process is refused all the same', async () => {
    const { boss, person, names } = await bossAndPerson();
    const id = await assigned(person.id, names, administratorWithId(boss.id));
    const { client } = server.app.get(Database);
    const [stage] = await client.approvalStage.findMany({ where: { requestId: id } });
    if (!stage) throw new Error('The approval has a stage.');
    const { tenantId, id: stageId } = stage;
    await client.approvalApprover.create({ data: { tenantId, stageId, userId: boss.id, kind: 'primary' } });
    expect(failure(await decidedBy(boss.id, id))).toEqual([403, 'UnAuthorized']);
    expect(await stateOf(id)).toBe('pendingApproval');
  });

  it('it is canceled by who sent it, not by whom it is for', async () => {
    const { person, names } = await bossAndPerson();
    const id = await assigned(person.id, names);
    const cancel = (who: object) => server.as(who).post(`${requests}/${id}/cancel`);
    expect(failure(await cancel(aPerson(person.id)))).toEqual([403, 'UnAuthorized']);
    expect((await cancel(anAdministrator)).status).toBe(204);
    await server.drain();
    expect(await stateOf(id)).toBe('canceled');
  });
});
