import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assignmentStates } from '../../src/entitlement-management/assignments/assignment.js';
import { statusWords } from '../../src/entitlement-management/assignment-requests/reading/request-status.js';
import { requestStates } from '../../src/entitlement-management/assignment-requests/request-states.js';
import { Database } from '../../src/platform/database/database.js';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, developmentTenantId, startServer, type TestServer } from '../support/server.js';

interface Names {
  readonly accessPackageId: string;
  readonly assignmentPolicyId: string;
}

/** A request in every state, without and with a reason, each with a stage that is not escalated, one that is, or none. */
const everyRequest = (database: Database, { accessPackageId, assignmentPolicyId }: Names) => database.execute`
  WITH requests AS (
    INSERT INTO assignment_request (tenant_id, id, request_type, effect, state, failure, target_id, requestor_id, access_package_id,
      assignment_policy_id, policy_version, created_at, start_at, completed_at)
    SELECT ${developmentTenantId}::uuid, gen_random_uuid(), 'adminAdd', 'add', state, failure, gen_random_uuid(), gen_random_uuid(),
      ${accessPackageId}::uuid, ${assignmentPolicyId}::uuid, 1, now(), now() + interval '1 year', now()
    FROM unnest(${[...requestStates]}::text[]) state, unnest(ARRAY[NULL, '', 'gone']) failure, generate_series(1, 3)
    RETURNING id, state, failure
  ), numbered AS (
    SELECT id, row_number() OVER (PARTITION BY state, failure) AS n FROM requests
  )
  INSERT INTO approval_stage (tenant_id, id, request_id, ordinal, status, review_result, escalated_at, settings)
  SELECT ${developmentTenantId}::uuid, gen_random_uuid(), id, 0, CASE n WHEN 3 THEN 'Completed' ELSE 'InProgress' END, 'NotReviewed',
    CASE WHEN n > 1 THEN now() END, '{}' FROM numbered`;

/** An assignment in every state, with every count of reminders, that lasts for ever, for hours, for a day and for longer. */
const everyAssignment = (database: Database, { accessPackageId, assignmentPolicyId }: Names) => database.execute`
  WITH people AS (
    SELECT gen_random_uuid() AS object_id, state, reminders, lasts
    FROM unnest(${[...assignmentStates]}::text[]) state, generate_series(0, 2) reminders,
      unnest(ARRAY[NULL, '8 hours', '24 hours', '24 hours 1 second', '30 days']::interval[]) lasts
  ), subjects AS (
    INSERT INTO subject (tenant_id, id, object_id, created_at)
    SELECT ${developmentTenantId}::uuid, gen_random_uuid(), object_id, now() FROM people
  )
  INSERT INTO assignment (tenant_id, id, request_id, target_id, access_package_id, assignment_policy_id, policy_version,
    state, reminders, start_at, end_at, created_at)
  SELECT ${developmentTenantId}::uuid, gen_random_uuid(), gen_random_uuid(), object_id, ${accessPackageId}::uuid, ${assignmentPolicyId}::uuid, 1,
    state, reminders, now() + interval '1 year', now() + interval '1 year' + lasts, now() FROM people`;

/** Every word that is said, and why where there is a reason. */
const wordsOf = {
  assignmentRequests: requestStates
    .flatMap((state) => [statusWords[state], `${statusWords[state]}: gone`])
    .concat('PendingApprovalEscalated')
    .sort(),
  assignments: [
    ...['Delivered', 'Delivering', 'DeliveryFailed', 'ExpiredNotificationTriggered'],
    ...['NearExpiry1DayNotificationTriggered', 'PartiallyDelivered'],
  ],
};

interface Shown {
  readonly id: string;
  readonly status: string;
}

/** What a question in one dialect is in the words of the other. */
const dialects = [
  ['v1.0', 'status', { assignmentRequests: 'assignmentRequests', assignments: 'assignments' }],
  [
    'beta',
    'requestStatus',
    { assignmentRequests: 'accessPackageAssignmentRequests', assignments: 'accessPackageAssignments' },
  ],
] as const;

describe.each(['assignmentRequests', 'assignments'] as const)('the status of %s', (set) => {
  let server: TestServer;
  let shown: Shown[];
  beforeAll(async () => {
    server = await startServer();
    const database = server.app.get(Database);
    const { names } = await given(server).aPolicy();
    await everyRequest(database, names);
    await everyAssignment(database, names);
    shown = await read(`${entitlements}/${set}?$top=999`);
  });
  afterAll(() => server.close());

  const read = async (path: string): Promise<Shown[]> => {
    const { status, body } = await server.as(anAdministrator).get(path);
    expect([status, body.error?.message]).toEqual([200, undefined]);
    return body.value;
  };

  const idsOf = (those: readonly Shown[]): string[] => those.map(({ id }) => id).sort();

  it('has rows of every word', () => {
    const words = [...new Set(shown.map(({ status }) => status))].sort();
    expect(words).toEqual(wordsOf[set]);
  });

  it.each(dialects)('is in %s asked for by the word that is shown', async (version, member, names) => {
    const name = set === 'assignments' && version === 'beta' ? 'assignmentStatus' : member;
    const path = `${entitlements.replace('v1.0', version)}/${names[set]}?$top=999&$select=id&$filter=`;
    for (const word of new Set(shown.map(({ status }) => status))) {
      const those = shown.filter(({ status }) => status === word);
      expect([word, idsOf(await read(`${path}${name} eq '${word}'`))]).toEqual([word, idsOf(those)]);
      const others = shown.filter(({ status }) => status !== word);
      expect([word, idsOf(await read(`${path}${name} ne '${word}'`))]).toEqual([word, idsOf(others)]);
    }
    expect(await read(`${path}${name} eq 'Expired' or ${name} eq null`)).toEqual([]);
  });

  it('orders what it is asked to', async () => {
    const ordered = await read(`${entitlements}/${set}?$top=999&$orderby=status desc`);
    expect(idsOf(ordered)).toEqual(idsOf(shown));
    const words = ordered.map(({ status }) => status);
    expect(new Set(words).size).toBe(words.filter((word, at) => word !== words[at - 1]).length);
  });
});
