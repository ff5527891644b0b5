import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import type { Written } from '../../src/platform/database/model-rows.js';
import { Statements } from '../../src/platform/database/statements.js';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, developmentTenantId, startServer, type TestServer } from '../support/server.js';

const rows = 20_000;
const page = 10;
const everyThousandth = 1_000;

/** What is open or failed is one row of a thousand; the rest is over. */
const fill = (database: Database, accessPackageId: string, policyId: string) => database.execute`
  WITH people AS (
    INSERT INTO directory_user (tenant_id, id, display_name, user_principal_name)
    SELECT ${developmentTenantId}::uuid, gen_random_uuid(), 'Person ' || n, 'person' || n || '@contoso.example'
    FROM generate_series(1, ${rows}::int4) n
    RETURNING id
  ), subjects AS (
    INSERT INTO subject (tenant_id, id, object_id, created_at)
    SELECT ${developmentTenantId}::uuid, gen_random_uuid(), id, now() FROM people
    RETURNING object_id
  ), numbered AS (
    SELECT object_id, row_number() OVER () AS n, gen_random_uuid() AS id FROM subjects
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

interface Plan {
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
}

describe.each(['embedded', 'postgres'] as const)('a list of many rows on the %s database', (kind) => {
  let server: TestServer;
  let database: Database;
  beforeAll(async () => {
    server = await startServer({ database: kind });
    database = server.app.get(Database);
    const { accessPackageId, assignmentPolicyId } = (await given(server).aPolicy()).names;
    await fill(database, accessPackageId, assignmentPolicyId);
    await database.execute`VACUUM ANALYZE assignment_request`;
    await database.execute`VACUUM ANALYZE assignment`;
  }, 120_000);
  afterAll(() => server.close());

  /** The first statement that a GET sends: its page. */
  async function sent(path: string): Promise<Written> {
    const statements: Written[] = [];
    const { query } = Statements.prototype;
    Statements.prototype.query = function <T>(this: Statements, ...statement: unknown[]): Promise<T> {
      const [one] = statement as [Written];
      if ('text' in one && one.text.includes('LIMIT')) statements.push(one);
      return query.apply(this, statement as never) as Promise<T>;
    };
    const answer = await server
      .as(anAdministrator)
      .get(`${entitlements}/${path}`)
      .finally(() => (Statements.prototype.query = query));
    expect([answer.status, answer.body.value.length]).toEqual([200, page]);
    const [first] = statements;
    if (!first) throw new Error('A list sends a statement for its page.');
    return first;
  }

  /** How many pages of the database the statement touches. */
  async function touched({ text, values }: Written): Promise<number> {
    const explained = { text: `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${text}`, values };
    const [row] = await database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(explained);
    const plan = row?.['QUERY PLAN'][0].Plan;
    return (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
  }

  it.each([
    ['the newest requests', 'assignmentRequests?$orderby=createdDateTime desc'],
    ['the oldest requests', 'assignmentRequests?$orderby=createdDateTime'],
    ['requests that failed', "assignmentRequests?$filter=state eq 'deliveryFailed'"],
    ['requests that wait for approval', "assignmentRequests?$filter=state eq 'pendingApproval'"],
    ['assignments that failed', "assignments?$filter=state eq 'deliveryFailed'"],
    ['assignments that are on their way', "assignments?$filter=state eq 'delivering'"],
  ])('reads of %s little more than the page that it answers', async (_, path) => {
    expect(await touched(await sent(`${path}&$top=${page}`))).toBeLessThan(100);
  });
});
