// The main flow with what Hey API makes of the description, against a server's address; prints what it saw.
import { createClient } from './generated/client/index.js';
import {
  assignmentsFilterByCurrentUser as listOwnAssignments,
  createAccessPackages as createAccessPackage,
  createAssignmentPolicies as createAssignmentPolicy,
  createAssignmentRequests as createAssignmentRequest,
  createCatalogs as createCatalog,
  getAssignmentRequests as getAssignmentRequest,
  getSubjectsByObjectId as getSubject,
  listAssignments as listAssignments,
  usersUserCreateUser as createUser,
} from './generated/sdk.gen.js';
import type { AccessPackageAssignmentRequest, ErrorEnvelope } from './generated/types.gen.js';

const [, , address = '', token = ''] = process.argv;
const client = createClient({ baseUrl: `${address}/v1.0`, auth: () => token });

/** What was answered; a refusal ends the flow. */
function answered<T>({ data, error }: { data?: T; error?: ErrorEnvelope }): T {
  if (error) throw new Error(`${error.error.code}: ${error.error.message}`);
  if (data === undefined) throw new Error('There is no body.');
  return data;
}

function idOf({ id }: { id?: string }): string {
  if (id === undefined) throw new Error('There is no id.');
  return id;
}

async function delivered(id: string): Promise<AccessPackageAssignmentRequest> {
  for (let tries = 0; tries < 200; tries += 1) {
    const asked = { client, path: { id }, query: { $expand: 'assignment' } };
    const request = answered(await getAssignmentRequest(asked));
    if (request.state === 'delivered') return request;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Request ${id} is not delivered.`);
}

const catalog = answered(await createCatalog({ client, body: { displayName: 'Generated' } }));
const accessPackage = answered(
  await createAccessPackage({ client, body: { displayName: 'Generated', catalog: { id: idOf(catalog) } } }),
);
const policy = answered(
  await createAssignmentPolicy({
    client,
    body: {
      displayName: 'Generated',
      allowedTargetScope: 'specificDirectoryUsers',
      specificAllowedTargets: [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 1 }],
      expiration: { type: 'afterDuration', duration: 'P30D' },
      accessPackage: { id: idOf(accessPackage) },
    },
  }),
);
const person = answered(
  await createUser({ client, body: { displayName: 'Ada', userPrincipalName: 'generated@contoso.example' } }),
);
const assignment = {
  targetId: idOf(person),
  assignmentPolicyId: idOf(policy),
  accessPackageId: idOf(accessPackage),
};
const accepted = answered(
  await createAssignmentRequest({
    client,
    headers: { 'Idempotency-Key': idOf(person) },
    body: { requestType: 'adminAdd', assignment },
  }),
);
const request = await delivered(idOf(accepted as { id?: string }));

const query = { $filter: `accessPackage/id eq '${assignment.accessPackageId}'`, $expand: 'target,accessPackage' };
const page = answered(await listAssignments({ client, query }));
const own = answered(await listOwnAssignments({ client, path: { on: 'target' } }));
const subject = answered(await getSubject({ client, path: { objectId: assignment.targetId } }));

const { error, response } = await createAssignmentRequest({ client, body: { requestType: 'adminAdd', assignment } });
if (error?.error.code !== 'InvalidRequestExistingGrant') throw new Error('What is held already was given again.');
// @ts-expect-error a code that no refusal has
if (error.error.code === 'ExistingGrant') throw new Error('There is no such code.');
// @ts-expect-error a state that no request has
if (request.state === 'Delivered') throw new Error('There is no such state.');
// @ts-expect-error a member that no catalog has
await createCatalog({ client, body: { displayname: 'Misspelt' } });

const held = page.value.map(({ state, target, accessPackage }) => ({
  state,
  objectId: target?.objectId,
  displayName: accessPackage?.displayName,
}));
const refused = { status: response?.status, code: error.error.code, requestId: error.error.innerError['request-id'] };
process.stdout.write(
  JSON.stringify({ targetId: assignment.targetId, request, held, own: own.value, subject, refused }),
);
