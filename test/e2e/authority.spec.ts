import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { approvalsOf, asking, user } from '../support/approvals.js';
import { betaEntitlements, entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, type Answered, startServer } from '../support/server.js';
import type { TestServer } from '../support/server.js';

const requests = `${entitlements}/assignmentRequests`;
const validating = { prefer: 'validate-only' };
const everything = {
  ...(selfService['requestorSettings'] as object),
  enableOnBehalfRequestorsToAddAccess: true,
  enableOnBehalfRequestorsToUpdateAccess: true,
  enableOnBehalfRequestorsToRemoveAccess: true,
  onBehalfRequestors: [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 }],
};

describe('who may ask is settled before anything is told', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const ask = (personId: string, requestType: string, assignment: object, headers = {}) =>
    server.as(aPerson(personId)).post(requests, { requestType, assignment }, headers);
  const assign = async (targetId: string, names: object) => {
    const body = { requestType: 'adminAdd', assignment: { targetId, ...names } };
    const { status, text } = await server.as(anApplication).post(requests, body);
    if (status !== 201) throw new Error(text);
    await server.drain();
  };
  const heldBy = async (personId: string) =>
    (await server.as(anAdministrator).get(`${entitlements}/assignments?$filter=target/objectId%20eq%20'${personId}'`))
      .body.value as { id: string }[];

  /** Without what differs in every answer. */
  const bytes = ({ status, body }: Answered): [number, string] => {
    const { innerError: _, ...error } = body.error;
    return [status, JSON.stringify(error)];
  };

  /** Everything that may be so of a target and a package, by a name for it. */
  const situations = async () => {
    const there = given(server);
    const manager = await there.aPerson();
    const bind = { 'manager@odata.bind': `${server.url}/v1.0/users/${manager.id}` };
    const report = (more = {}) => there.aPerson({ displayName: 'Idris Hidden', ...bind, ...more });
    const policy = await there.aPolicy({ ...selfService, requestorSettings: everything });
    const other = await there.aPolicy();
    const [free, open, holding, disabled, clashing, grouped] = [
      await report(),
      await report(),
      await report(),
      await report({ accountEnabled: false }),
      await report(),
      await report(),
    ];
    const waiting = await there.aPolicy({
      ...{ ...selfService, requestorSettings: everything },
      accessPackage: { id: policy.accessPackageId },
      requestApprovalSettings: { isApprovalRequiredForAdd: true, stages: [asking(user(randomUUID()))] },
    });
    await ask(open.id, 'userAdd', waiting.names);
    await assign(holding.id, policy.names);
    await assign(clashing.id, other.names);
    const group = await there.aGroup({ 'members@odata.bind': [`${server.url}/v1.0/directoryObjects/${grouped.id}`] });
    const path = `${entitlements}/accessPackages/${policy.accessPackageId}`;
    await server.as(anApplication).post(`${path}/incompatibleAccessPackages/$ref`, {
      '@odata.id': `${server.url}${entitlements}/accessPackages/${other.accessPackageId}`,
    });
    await server.as(anApplication).post(`${path}/incompatibleGroups/$ref`, {
      '@odata.id': `${server.url}/v1.0/groups/${group.id}`,
    });
    const targets = { free, open, holding, disabled, clashing, grouped, missing: { id: randomUUID() } };
    const places = {
      there: policy.names,
      unnamed: { accessPackageId: policy.accessPackageId },
      missing: { accessPackageId: randomUUID(), assignmentPolicyId: randomUUID() },
      foreign: { accessPackageId: other.accessPackageId, assignmentPolicyId: policy.id },
    };
    const cells = Object.entries(targets).flatMap(([target, { id }]) =>
      Object.entries(places).map(([place, names]) => ({
        name: `${target}, ${place}`,
        names: { ...names, targetId: id },
      })),
    );
    return { cells, manager, holding };
  };

  it('so that a stranger gets the same bytes whatever there is, and the same from a dry run', async () => {
    const { cells, holding } = await situations();
    const stranger = await given(server).aPerson();
    const [{ id } = { id: '' }] = await heldBy(holding.id);
    for (const requestType of ['userAdd', 'userUpdate', 'userRemove']) {
      const named = cells.filter(({ names }) => requestType === 'userAdd' || 'assignmentPolicyId' in names);
      const byName = await Promise.all(
        named.flatMap(({ names }) =>
          [{}, validating].map(async (headers) => bytes(await ask(stranger.id, requestType, names, headers)).join()),
        ),
      );
      expect([...new Set(byName)]).toEqual([expect.stringMatching(/^403,.*UnAuthorized/)]);
    }
    for (const requestType of ['userUpdate', 'userRemove', 'approverRemove']) {
      const byId = await Promise.all(
        [id, randomUUID()].flatMap((assignment) =>
          [{}, validating].map(async (headers) =>
            bytes(await ask(stranger.id, requestType, { id: assignment }, headers))
              .join()
              .replace(assignment, ''),
          ),
        ),
      );
      expect([...new Set(byId)]).toEqual([expect.stringMatching(/^404,.*ResourceNotFound/)]);
    }
  });

  it('and a dry run refuses whoever may ask as the real thing does, naming nothing that they cannot read', async () => {
    const { cells, manager } = await situations();
    const outcomes = new Set<string>();
    for (const { name, names } of cells) {
      // What was asked for before is worked off: it would change the answer between the two.
      await server.drain();
      const dry = await ask(manager.id, 'userAdd', names, validating);
      const real = await ask(manager.id, 'userAdd', names);
      const code = String(real.body.error?.code ?? 'accepted');
      outcomes.add(code);
      if (dry.status !== 200) {
        expect([name, bytes(dry)]).toEqual([name, bytes(real)]);
        continue;
      }
      const { refusal, policies: shown } = dry.body.decision;
      const expected = real.body.error ? { code, message: real.body.error.message } : null;
      expect([name, refusal]).toEqual([name, expected]);
      expect(dry.text + real.text).not.toContain('Idris Hidden');
      expect(dry.body.decision).toMatchObject({ duplicates: [], separationOfDuties: [] });
      for (const { policyId } of shown) {
        const read = await server.as(aPerson(manager.id)).get(`${entitlements}/assignmentPolicies/${policyId}`);
        expect([name, policyId, read.status]).toEqual([name, policyId, 200]);
      }
    }
    expect([...outcomes]).toEqual(
      expect.arrayContaining([
        'accepted',
        'ExistingOpenRequest',
        'IncompatibleAccess',
        'PolicyRequirementsNotMet',
        'UnAuthorized',
      ]),
    );
  });
});

describe('approvers whom a policy keeps to itself', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const seen = async (visibility: string) => {
    const world = approvalsOf(server);
    const [approver, person] = [await world.aPerson(), await world.aPerson()];
    const stage = { ...asking(user(approver.id)), approverInformationVisibility: visibility };
    const { names } = await world.aPolicy([stage]);
    const dry = await server
      .as(aPerson(person.id))
      .post(requests, { requestType: 'userAdd', assignment: names }, validating);
    const id = await world.asked(person.id, names);
    await world.decide(approver.id, id, 'Approve');
    await server.drain();
    const policy = `assignmentPolicies/${names.assignmentPolicyId}`;
    const within = (lambda: string) =>
      `${entitlements}/assignmentPolicies?$filter=${encodeURIComponent(`requestApprovalSettings/stages/any(s:${lambda})`)}`;
    const asked = `a:a/microsoft.graph.singleUser/userId eq '${approver.id}'`;
    const reads = {
      decision: `${requests}/${id}/decision`,
      policy: `${entitlements}/${policy}`,
      expanded: `${entitlements}/accessPackages/${names.accessPackageId}?$expand=assignmentPolicies`,
      beta: `${betaEntitlements}/accessPackageAssignmentPolicies/${names.assignmentPolicyId}`,
      history: `${betaEntitlements}/accessPackageAssignmentRequests/${id}`,
      stages: `${world.root}/${id}/stages`,
    };
    const tells = async (who: object) => {
      const client = server.as(who);
      const found: Record<string, boolean> & { decision?: boolean } = {};
      for (const [name, path] of Object.entries(reads)) {
        const { status, text } = await client.get(path);
        expect([name, status]).toEqual([name, 200]);
        found[name] =
          name === 'history'
            ? /"userDisplayName":"[^"]+"[^}]*"action":"Approved"|"action":"Approved","userDisplayName":"/.test(text)
            : text.includes(approver.id);
      }
      const { status, body } = await client.get(within(`s/primaryApprovers/any(${asked})`));
      expect(status).toBe(200);
      return { ...found, filter: body.value.length > 0 };
    };
    return { person, approver, requestId: id, dry: dry.text.includes(approver.id), tells };
  };
  const all = (value: boolean) => ({
    ...{ decision: value, policy: value, expanded: value, beta: value },
    ...{ history: value, stages: value, filter: value },
  });

  it.each([
    ['notVisible', false],
    ['visible', true],
    ['default', true],
  ])('where it says %s are told to people whom it concerns: %s', async (visibility, isTold) => {
    const { person, dry, tells } = await seen(visibility);
    expect(dry).toBe(isTold);
    expect(await tells(aPerson(person.id))).toEqual(all(isTold));
    expect(await tells(anAdministrator)).toEqual(all(true));
  });

  it.each([
    ['notVisible', false],
    ['visible', true],
    ['default', true],
  ])('where it says %s are told by a trace that is older than this word: %s', async (visibility, isTold) => {
    const { person, requestId, tells } = await seen(visibility);
    await server.app.get(Database).execute`
      UPDATE assignment_request SET decision = jsonb_set(decision, '{approvers}', (SELECT jsonb_agg(one - 'visibility') FROM jsonb_array_elements(decision->'approvers') AS one))
      WHERE id = ${requestId}::uuid`;
    expect((await tells(aPerson(person.id))).decision).toBe(isTold);
    expect((await tells(anAdministrator)).decision).toBe(true);
  });

  it('are found by no other question, and who decided is asked of nobody', async () => {
    const { person } = await seen('notVisible');
    const path = `${entitlements}/accessPackageAssignmentApprovals/filterByCurrentUser(on='approver')`;
    const filter = encodeURIComponent(`stages/any(s:s/reviewedBy/id eq '${person.id}')`);
    expect((await server.as(aPerson(person.id)).get(`${path}?$filter=${filter}`)).status).toBe(400);
  });
});
