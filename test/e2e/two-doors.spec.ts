import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import {
  type AssignmentRequest,
  AssignmentRequestsModule,
  AssignmentRequestsRepository,
  HandlesRequestType,
  policyExists,
  type RequestAsked,
  RequestFactsReader,
  RequestRules,
  type RequestTypeHandler,
  required,
  submissionOf,
  submit,
} from '../../src/entitlement-management/assignment-requests/index.js';
import { Database } from '../../src/platform/database/database.js';
import { user } from '../support/approvals.js';
import { entitlements, given, needsApproval, selfService } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

const requests = `${entitlements}/assignmentRequests`;

/** A way to ask that a team has added. */
@HandlesRequestType('partnerAdd', { sentBy: 'self' })
class PartnerAdd implements RequestTypeHandler {
  constructor(
    private readonly facts: RequestFactsReader,
    private readonly rules: RequestRules,
    private readonly requests: AssignmentRequestsRepository,
    private readonly database: Database,
  ) {}

  async handle(asked: RequestAsked): Promise<AssignmentRequest> {
    const { caller, wanted, requestType } = asked;
    const accessPackageId = required(wanted, 'accessPackageId', requestType);
    const assignmentPolicyId = required(wanted, 'assignmentPolicyId', requestType);
    const facts = await this.facts.gather(asked, { targetId: caller.objectId, accessPackageId, assignmentPolicyId });
    const decision = await this.rules.check(requestType, [policyExists], facts);
    const decided = { id: randomUUID(), effect: 'add' as const, requestorId: caller.objectId, decision };
    return this.requests.add(submit(submissionOf(asked, facts, decided), this.database.tenantId, facts.now));
  }
}

@Module({ imports: [AssignmentRequestsModule], providers: [PartnerAdd] })
class Partners {}

describe('access that is asked for', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ extensions: [Partners] });
  });
  afterAll(() => server.close());

  const ask = (personId: string, assignment: object, requestType = 'userAdd') =>
    server.as(aPerson(personId)).post(requests, { requestType, assignment });
  const assign = async (targetId: string, names: object) => {
    await server.as(anApplication).post(requests, { requestType: 'adminAdd', assignment: { targetId, ...names } });
    await server.drain();
  };
  const code = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [status, body.error?.code];

  it('moves no end by userAdd where userUpdate may not, and neither does a manager', async () => {
    const there = given(server);
    const manager = await there.aPerson();
    const report = await there.aPerson({ 'manager@odata.bind': `${server.url}/v1.0/users/${manager.id}` });
    const requestorSettings = {
      enableTargetsToSelfAddAccess: true,
      enableOnBehalfRequestorsToAddAccess: true,
      onBehalfRequestors: [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 }],
    };
    const { names } = await there.aPolicy({ ...selfService, requestorSettings });
    await assign(report.id, names);
    for (const requestType of ['userAdd', 'userUpdate']) {
      expect(code(await ask(report.id, names, requestType))).toEqual([403, 'PolicyRequirementsNotMet']);
      expect(code(await ask(manager.id, { ...names, targetId: report.id }, requestType))).toEqual([
        403,
        'UnAuthorized',
      ]);
    }
  });

  it('waits for the approval of its policy, also by a type that an extension brings', async () => {
    const there = given(server);
    const [person, { names }] = [await there.aPerson(), await there.aPolicy(needsApproval)];
    const { status, body } = await ask(person.id, names, 'PartnerAdd');
    expect(status).toBe(201);
    await server.drain();
    const { state } = (await server.as(anAdministrator).get(`${requests}/${body.id}`)).body;
    expect(['pendingApproval', 'denied']).toContain(state);
  });

  describe('under the policy that binds', () => {
    const offered = async () => {
      const there = given(server);
      const accessPackage = { id: (await there.aPackage()).id };
      const manager = await there.aPerson();
      const named = await there.aPerson({ 'manager@odata.bind': `${server.url}/v1.0/users/${manager.id}` });
      const other = await there.aPerson();
      const strict = await there.aPolicy({
        ...{ ...needsApproval, accessPackage, allowedTargetScope: 'specificDirectoryUsers' },
        specificAllowedTargets: [user(named.id)],
      });
      const requestorSettings = {
        ...(selfService['requestorSettings'] as object),
        enableOnBehalfRequestorsToAddAccess: true,
        onBehalfRequestors: [user(manager.id)],
      };
      const loose = await there.aPolicy({
        ...{ ...selfService, requestorSettings, accessPackage, allowedTargetScope: 'allMemberUsers' },
      });
      return { named, other, manager, strict, loose };
    };

    it('is not asked for under another, which is 403 that names the one that binds', async () => {
      const { named, other, strict, loose } = await offered();
      const refused = await ask(named.id, loose.names);
      expect(code(refused)).toEqual([403, 'PolicyRequirementsNotMet']);
      expect(refused.body.error.message).toContain(strict.id);
      expect((await ask(other.id, loose.names)).status).toBe(201);
      expect((await ask(named.id, strict.names)).status).toBe(201);
      const path = `${entitlements}/accessPackages/${strict.accessPackageId}/getApplicablePolicyRequirements`;
      const { body } = await server.as(aPerson(named.id)).post(path);
      expect(body.value.map(({ policyId }: { policyId: string }) => policyId)).toEqual([strict.id]);
    });

    it('is not asked for by others either, who are not told of a policy that they may not read', async () => {
      const { named, manager, strict, loose } = await offered();
      const refused = await ask(manager.id, { ...loose.names, targetId: named.id });
      expect(code(refused)).toEqual([403, 'PolicyRequirementsNotMet']);
      expect(refused.text).not.toContain(strict.id);
    });

    it('is renewed under its own, and assigned by administrators under any', async () => {
      const { named, loose } = await offered();
      await assign(named.id, loose.names);
      expect((await ask(named.id, loose.names)).status).toBe(201);
    });
  });
});
