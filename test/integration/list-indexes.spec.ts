import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import type { Written } from '../../src/platform/database/model-rows.js';
import { entitlements, given } from '../support/given.js';
import { readBy, readsDuring } from '../support/plans.js';
import { anAdministrator, developmentTenantId, startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

const rows = 20_000;
const page = 10;
const everyThousandth = 1_000;

const batch = 2_000;

/** What is open or failed is one row of a thousand; the rest is over. */
async function fill(database: Database, accessPackageId: string, policyId: string): Promise<void> {
  for (let after = 0; after < rows; after += batch) await fillBatch(database, { after, accessPackageId, policyId });
}

interface Batch {
  readonly after: number;
  readonly accessPackageId: string;
  readonly policyId: string;
}

const fillBatch = (database: Database, { after, accessPackageId, policyId }: Batch) => database.execute`
  WITH people AS (
    INSERT INTO directory_user (tenant_id, id, display_name, user_principal_name, mail)
    SELECT ${developmentTenantId}::uuid, gen_random_uuid(), 'Person ' || n, 'person' || n || '@contoso.example', 'Mail' || n || '@contoso.example'
    FROM generate_series(${after}::int4 + 1, ${after}::int4 + ${batch}::int4) n
    RETURNING id, display_name, user_principal_name, mail
  ), groups AS (
    INSERT INTO directory_group (tenant_id, id, display_name)
    SELECT ${developmentTenantId}::uuid, gen_random_uuid(), 'Group ' || n FROM generate_series(${after}::int4 + 1, ${after}::int4 + ${batch}::int4) n
  ), subjects AS (
    INSERT INTO subject (tenant_id, id, object_id, display_name, principal_name, email, created_at)
    SELECT ${developmentTenantId}::uuid, gen_random_uuid(), id, display_name, user_principal_name, mail, now() FROM people
    RETURNING object_id
  ), numbered AS (
    SELECT object_id, row_number() OVER () + ${after}::int4 AS n, gen_random_uuid() AS id FROM subjects
  ), requests AS (
    INSERT INTO assignment_request (tenant_id, id, request_type, effect, state, target_id, requestor_id, access_package_id,
      assignment_policy_id, policy_version, created_at, completed_at)
    SELECT ${developmentTenantId}::uuid, id, 'adminAdd', 'add',
      CASE n % ${everyThousandth}::int4 WHEN 1 THEN 'pendingApproval' WHEN 2 THEN 'deliveryFailed' ELSE 'delivered' END,
      object_id, object_id, ${accessPackageId}::uuid, ${policyId}::uuid, 1, now() - n * interval '1 minute', now()
    FROM numbered
  )
  INSERT INTO assignment (tenant_id, id, request_id, target_id, access_package_id, assignment_policy_id, policy_version,
    state, start_at, created_at)
  SELECT ${developmentTenantId}::uuid, gen_random_uuid(), id, object_id, ${accessPackageId}::uuid, ${policyId}::uuid, 1,
    CASE n % ${everyThousandth}::int4 WHEN 1 THEN 'delivering' WHEN 2 THEN 'deliveryFailed' ELSE 'delivered' END,
    now(), now() - n * interval '1 minute'
  FROM numbered`;

describe.each(databases)('a list of many rows on the %s database', (kind) => {
  let server: TestServer;
  let database: Database;
  beforeAll(async () => {
    server = await startServer({ database: kind });
    database = server.app.get(Database);
    const { accessPackageId, assignmentPolicyId } = (await given(server).aPolicy()).names;
    await fill(database, accessPackageId, assignmentPolicyId);
    await database.execute`VACUUM ANALYZE assignment_request`;
    await database.execute`VACUUM ANALYZE assignment`;
    await database.execute`VACUUM ANALYZE directory_user`;
    await database.execute`VACUUM ANALYZE directory_group`;
    await database.execute`VACUUM ANALYZE subject`;
  }, 120_000);
  afterAll(() => server.close());

  /** The first statement that a GET sends: its page. */
  async function sent(path: string, found = page): Promise<Written> {
    const [first] = (
      await readsDuring(async () => {
        const answer = await server.as(anAdministrator).get(path);
        expect([answer.status, answer.body.value.length]).toEqual([200, found]);
      })
    ).filter(({ text }) => text.includes('LIMIT'));
    if (!first) throw new Error('A list sends a statement for its page.');
    return first;
  }

  const touched = async (statement: Written): Promise<number> => (await readBy(database, statement)).pages;

  it.each([
    ['the newest requests', 'assignmentRequests?$orderby=createdDateTime desc'],
    ['the oldest requests', 'assignmentRequests?$orderby=createdDateTime'],
    ['requests that failed', "assignmentRequests?$filter=state eq 'deliveryFailed'"],
    ['requests that wait for approval', "assignmentRequests?$filter=state eq 'pendingApproval'"],
    ['assignments that failed', "assignments?$filter=state eq 'deliveryFailed'"],
    ['assignments that are on their way', "assignments?$filter=state eq 'delivering'"],
  ])('reads of %s little more than the page that it answers', async (_, path) => {
    expect(await touched(await sent(`${entitlements}/${path}&$top=${page}`))).toBeLessThan(100);
  });

  it.each([
    ["/v1.0/users?$filter=mail eq 'MAIL77@contoso.EXAMPLE'", 1],
    ["/v1.0/users?$filter=userPrincipalName eq 'PERSON77@contoso.EXAMPLE'", 1],
    ["/v1.0/users?$filter=displayName eq 'pERSON 77'", 1],
    ["/v1.0/users?$filter=mail in ('MAIL77@contoso.EXAMPLE','mail78@contoso.example','nobody@contoso.example')", 2],
    ["/v1.0/users?$filter=mail eq 'MAIL77@contoso.EXAMPLE' or userPrincipalName eq 'PERSON78@contoso.EXAMPLE'", 2],
    ["/v1.0/groups?$filter=displayName eq 'GROUP 77'", 1],
    ["/v1.0/groups?$filter=displayName in ('GROUP 77','group 78')", 2],
    [`${entitlements}/subjects?$filter=email eq 'MAIL77@contoso.EXAMPLE'`, 1],
    [`${entitlements}/subjects?$filter=principalName eq 'PERSON77@contoso.EXAMPLE'`, 1],
    [`${entitlements}/subjects?$filter=displayName eq 'pERSON 77'`, 1],
  ])('finds who is named in any case of letters by an index: %s', async (path, found) => {
    expect(await touched(await sent(path, found))).toBeLessThan(100);
  });
});
