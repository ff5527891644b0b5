// The main flow with what openapi-typescript makes of the description, against a server's address; prints what it saw.
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.js';

const [, , address = '', token = ''] = process.argv;
const entitlements = '/identityGovernance/entitlementManagement';
const client = createClient<paths>({
  baseUrl: `${address}/v1.0`,
  headers: { authorization: `Bearer ${token}` },
});

type Request = components['schemas']['AccessPackageAssignmentRequest'];

/** What was answered; a refusal ends the flow. */
function answered<T>({ data, error }: { data?: T; error?: components['schemas']['ErrorEnvelope'] }): T {
  if (error) throw new Error(`${error.error.code}: ${error.error.message}`);
  if (data === undefined) throw new Error('There is no body.');
  return data;
}

function idOf({ id }: { id?: string }): string {
  if (id === undefined) throw new Error('There is no id.');
  return id;
}

async function delivered(id: string): Promise<Request> {
  for (let tries = 0; tries < 200; tries += 1) {
    const asked = { path: { id }, query: { $expand: 'assignment' } };
    const request = answered(await client.GET(`${entitlements}/assignmentRequests/{id}`, { params: asked }));
    if (request.state === 'delivered') return request;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Request ${id} is not delivered.`);
}

const catalog = answered(await client.POST(`${entitlements}/catalogs`, { body: { displayName: 'Fetched' } }));
const accessPackage = answered(
  await client.POST(`${entitlements}/accessPackages`, {
    body: { displayName: 'Fetched', catalog: { id: idOf(catalog) } },
  }),
);
const policy = answered(
  await client.POST(`${entitlements}/assignmentPolicies`, {
    body: {
      displayName: 'Fetched',
      allowedTargetScope: 'specificDirectoryUsers',
      specificAllowedTargets: [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 }],
      expiration: { type: 'afterDuration', duration: 'P30D' },
      accessPackage: { id: idOf(accessPackage) },
    },
  }),
);
const person = answered(
  await client.POST('/users', { body: { displayName: 'Ada', userPrincipalName: 'fetched@contoso.example' } }),
);
const assignment = {
  targetId: idOf(person),
  assignmentPolicyId: idOf(policy),
  accessPackageId: idOf(accessPackage),
};
const accepted = answered(
  await client.POST(`${entitlements}/assignmentRequests`, {
    params: { header: { 'Idempotency-Key': idOf(person) } },
    body: { requestType: 'adminAdd', assignment },
  }),
);
const request = await delivered(idOf(accepted as { id?: string }));

const query = { $filter: `accessPackage/id eq '${assignment.accessPackageId}'`, $expand: 'target,accessPackage' };
const page = answered(await client.GET(`${entitlements}/assignments`, { params: { query } }));
const own = answered(
  await client.GET(`${entitlements}/assignments/filterByCurrentUser(on='{on}')`, {
    params: { path: { on: 'target' } },
  }),
);
const subject = answered(
  await client.GET(`${entitlements}/subjects(objectId='{objectId}')`, {
    params: { path: { objectId: assignment.targetId } },
  }),
);

const { error, response } = await client.POST(`${entitlements}/assignmentRequests`, {
  body: { requestType: 'adminAdd', assignment },
});
if (error?.error.code !== 'InvalidRequestExistingGrant') throw new Error('What is held already was given again.');
// @ts-expect-error a code that no refusal has
if (error.error.code === 'ExistingGrant') throw new Error('There is no such code.');
// @ts-expect-error a state that no request has
if (request.state === 'Delivered') throw new Error('There is no such state.');
// @ts-expect-error a member that no catalog has
await client.POST(`${entitlements}/catalogs`, { body: { displayname: 'Misspelt' } });

const held = page.value.map(({ state, target, accessPackage }) => ({
  state,
  objectId: target?.objectId,
  displayName: accessPackage?.displayName,
}));
const refused = { status: response.status, code: error.error.code, requestId: error.error.innerError['request-id'] };
process.stdout.write(
  JSON.stringify({ targetId: assignment.targetId, request, held, own: own.value, subject, refused }),
);
