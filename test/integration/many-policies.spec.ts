import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, administrator, aPerson, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const requests = `${entitlements}/assignmentRequests`;
const guids = (text: string): string[] => [...new Set(text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))];

describe.each(databases)('a package with many policies, on the %s database', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database: kind });
  });
  afterAll(() => server.close());

  /** Policies of one package, each with questions of so many bytes. */
  const aPackageWith = async (many: number, { isOpen = true, bytes = 0 } = {}) => {
    const { id } = await given(server).aPackage();
    await server.app.get(Database).execute`
      INSERT INTO assignment_policy (tenant_id, id, access_package_id, display_name, allowed_target_scope, settings, created_at, modified_at)
      SELECT tenant_id, gen_random_uuid(), id, 'Policy ' || n, 'allDirectoryUsers', jsonb_build_object(
        'requestorSettings', jsonb_build_object('enableTargetsToSelfAddAccess', ${isOpen}::boolean),
        'questions', CASE WHEN ${bytes}::int4 > 0 THEN jsonb_build_array(jsonb_build_object('@odata.type', '#microsoft.graph.accessPackageTextInputQuestion',
          'id', gen_random_uuid(), 'text', repeat('q', ${bytes}::int4))) ELSE '[]' END), now(), now()
      FROM access_package CROSS JOIN generate_series(1, ${many}::int4) AS n WHERE id = ${id}::uuid`;
    return id;
  };
  const asks = (who: object, assignment: object, headers = {}) =>
    server.as(who).post(requests, { requestType: 'userAdd', assignment }, headers);
  const required = (who: object, id: string) =>
    server.as(who).post(`${entitlements}/accessPackages/${id}/getApplicablePolicyRequirements`);

  it('is asked for and explained, with a few of them named', async () => {
    const { id: personId } = await given(server).aPerson();
    const accessPackageId = await aPackageWith(300);
    const several = await asks(aPerson(personId), { accessPackageId });
    expect([several.status, several.body.error.code]).toEqual([400, 'InvalidModel']);
    expect(guids(several.body.error.message).length).toBe(5);
    expect(several.body.error.message).toMatch(/ and 295 more\.$/);

    const closed = await aPackageWith(300, { isOpen: false });
    const none = await asks(anAdministrator, { accessPackageId: closed });
    expect([none.status, none.body.error.code]).toEqual([403, 'PolicyRequirementsNotMet']);
    expect(none.body.error.message).toMatch(/ and 295 more\.$/);
    expect(Buffer.byteLength(none.text)).toBeLessThan(2_500);

    const { status, body } = await required(aPerson(personId), accessPackageId);
    expect([status, body.value.length]).toEqual([200, 300]);
  });

  it('says of one policy what the others do to it, from a few rows, however many people it names', async () => {
    const accessPackageId = await aPackageWith(300);
    const there = given(server);
    const { id: groupId } = await there.aGroup();
    const database = server.app.get(Database);
    await database.execute`
      WITH people AS (
        INSERT INTO directory_user (tenant_id, id, display_name, user_principal_name, account_enabled, created_at)
        SELECT tenant_id, gen_random_uuid(), 'Member', gen_random_uuid() || '@contoso.example', true, now()
        FROM directory_group CROSS JOIN generate_series(1, 500) WHERE id = ${groupId}::uuid RETURNING tenant_id, id
      ) INSERT INTO group_member (tenant_id, group_id, user_id) SELECT tenant_id, ${groupId}::uuid, id FROM people`;
    const members = { '@odata.type': '#microsoft.graph.groupMembers', groupId };
    const stage = { primaryApprovers: [members], fallbackPrimaryApprovers: [] };
    const { id } = await there.aPolicy({
      ...{ accessPackage: { id: accessPackageId }, allowedTargetScope: 'allExternalUsers' },
      requestorSettings: { enableTargetsToSelfAddAccess: true },
      requestApprovalSettings: { isApprovalRequiredForAdd: true, stages: [stage] },
    });
    let rows = 0;
    const { query } = database;
    database.query = function <Rows>(...given: Parameters<typeof query>): Promise<Rows> {
      const found = query.apply(database, given) as Promise<Rows>;
      return found.then((answer) => {
        rows += Array.isArray(answer) ? answer.length : 0;
        return answer;
      });
    };
    const { body } = await server.as(anAdministrator).get(`${entitlements}/assignmentPolicies/${id}`);
    database.query = query;
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(20);
    expect(body['@openEntitlements.warnings']).toEqual([expect.stringContaining('comes first (allDirectoryUsers)')]);
  });

  it('keeps of each request what fifty of them say, that of its own first', async () => {
    const accessPackageId = await aPackageWith(300);
    const policies = await server.app.get(Database).pool.assignmentPolicy.findMany({
      where: { accessPackageId },
      orderBy: { id: 'asc' },
    });
    const assignmentPolicyId = policies.at(-1)?.id ?? '';
    const assignment = { accessPackageId, assignmentPolicyId, targetId: administrator.id };
    const { body } = await asks(anAdministrator, assignment, { prefer: 'validate-only' });
    const told = body.decision.policies as { policyId: string }[];
    expect([told.length, told[0]?.policyId]).toEqual([50, assignmentPolicyId]);
    expect(new Set(told.map(({ policyId }) => policyId)).size).toBe(50);
  });

  it.each([
    ['policies', 501, 0],
    ['bytes', 80, 60_000],
  ])(
    'is refused to people over the bound of %s, before it is read; administrators name the policy',
    async (_, many, bytes) => {
      const { id: personId } = await given(server).aPerson();
      const accessPackageId = await aPackageWith(many, { bytes });
      for (const refused of [
        await asks(aPerson(personId), { accessPackageId }),
        await required(aPerson(personId), accessPackageId),
      ]) {
        expect([refused.status, refused.body.error.code]).toEqual([400, 'BadRequest']);
        expect(refused.body.error.message).toContain('an administrator has to delete some');
      }
      const policy = await server.app.get(Database).pool.assignmentPolicy.findFirst({ where: { accessPackageId } });
      const assignment = { targetId: personId, accessPackageId, assignmentPolicyId: policy?.id ?? randomUUID() };
      const { status } = await server.as(anAdministrator).post(requests, { requestType: 'adminAdd', assignment });
      expect(status).toBe(201);
    },
  );
});
