import { randomUUID } from 'node:crypto';
import { connect } from './postgres.mjs';

const entitlements = '/v1.0/identityGovernance/entitlementManagement';
export const requestsPath = `${entitlements}/assignmentRequests`;
export const peoplePerClient = 20_000;

const application = {
  as: 'app',
  oid: '0b000000-0000-4000-8000-000000000001',
  roles: ['EntitlementManagement.ReadWrite.All', 'User.ReadWrite.All', 'Group.ReadWrite.All'],
  expiresIn: 6 * 3600,
};

/** The id of the so-manieth person. */
export const personId = (number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/** Signs in and makes one package with a policy for direct assignment, and so many people. */
export async function makeWorld(server, databaseUrl, people) {
  const token = await signIn(server);
  const make = async (path, body) => (await call(server, token, `${entitlements}/${path}`, body)).id;
  const catalog = { id: await make('catalogs', { displayName: `Catalog ${randomUUID()}`, state: 'published' }) };
  const accessPackageId = await make('accessPackages', { displayName: `Package ${randomUUID()}`, catalog });
  const assignmentPolicyId = await make('assignmentPolicies', {
    displayName: `Policy ${randomUUID()}`,
    allowedTargetScope: 'notSpecified',
    accessPackage: { id: accessPackageId },
  });
  const database = await connect(databaseUrl);
  await database.query(
    `INSERT INTO directory_user (tenant_id, id, display_name, user_principal_name)
     SELECT c.tenant_id, ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Person ' || n, n || '@bench.example'
     FROM catalog c, generate_series(1, $1::int) n WHERE c.id = $2::uuid`,
    [people, catalog.id],
  );
  await database.end();
  return {
    token,
    names: { accessPackageId, assignmentPolicyId },
    catalogId: catalog.id,
  };
}

export async function signIn(server) {
  return (await call(server, undefined, '/dev/token', application)).access_token;
}

export const adminAdd = (names, targetId) => ({ requestType: 'adminAdd', assignment: { targetId, ...names } });

/** One POST, or a GET where there is no body; anything but success is an error. */
export async function call(server, token, path, body) {
  const answer = await fetch(`${server}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}
