import pg from 'pg';
import { developmentTenantId } from '../../src/platform/development/personas.js';

/** Gives a package to a thousand people by statements of its own, as a thousand requests would take long; answers the ids. */
export async function thousandAssignments(
  databaseUrl: string,
  { accessPackageId, assignmentPolicyId }: { accessPackageId: string; assignmentPolicyId: string },
): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(statement, [
      developmentTenantId,
      accessPackageId,
      assignmentPolicyId,
    ]);
    return rows.map(({ id }) => id);
  } finally {
    await client.end();
  }
}

const statement = `
  WITH people AS (
    INSERT INTO directory_user (tenant_id, id, display_name, user_principal_name)
    SELECT $1::uuid, gen_random_uuid(), 'Holder ' || lpad(n::text, 4, '0'), 'holder' || n || '@contoso.example'
    FROM generate_series(1, 1000) n
    RETURNING id, display_name
  ), subjects AS (
    INSERT INTO subject (tenant_id, id, object_id, display_name, created_at)
    SELECT $1::uuid, gen_random_uuid(), id, display_name, now() FROM people
    RETURNING object_id
  ), assignments AS (
    INSERT INTO assignment (tenant_id, id, request_id, target_id, access_package_id, assignment_policy_id,
                            policy_version, state, start_at, created_at)
    SELECT $1::uuid, gen_random_uuid(), gen_random_uuid(), object_id, $2::uuid, $3::uuid, 1, 'delivered', now(), now()
    FROM subjects
    RETURNING id, target_id
  ), live AS (
    INSERT INTO live_assignment (tenant_id, target_id, access_package_id, assignment_policy_id, assignment_id)
    SELECT $1::uuid, target_id, $2::uuid, $3::uuid, id FROM assignments
  )
  SELECT id FROM assignments`;
