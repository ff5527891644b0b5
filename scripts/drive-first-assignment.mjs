// `npm run drive [-- http://127.0.0.1:3000]`: makes a first assignment on a running development server, the way a client
// does: a token, the demo policy for direct assignment, an adminAdd, and the assignment once it is delivered.
import { setTimeout as sleep } from 'node:timers/promises';
import { complain, Complaint } from './lib/run.mjs';

const server = (process.argv[2] ?? `http://127.0.0.1:${process.env.PORT || 3000}`).replace(/\/$/, '');
const entitlements = `${server}/v1.0/identityGovernance/entitlementManagement`;
const patienceMillis = 60_000;

await drive().catch(complain);

async function drive() {
  await eventually('the server to be ready', async () => (await fetch(`${server}/health/ready`)).ok);
  const { access_token: token } = await ask('POST', `${server}/dev/token`, { body: { as: 'user' } });
  const policy = await eventually('the demo policy for direct assignment', () => directPolicy(token));
  say(`Policy "${policy.displayName}" of package "${policy.accessPackage.displayName}"`);

  const { target, request } = await adminAdd(token, policy);
  say(`Request ${request.id} for ${target.displayName}: ${request.state}, ${request.status}`);

  const assignment = await eventually('the assignment to be delivered', () => delivered(token, target, policy));
  expectEqual('target.objectId', assignment.target.objectId, target.id);
  expectEqual('accessPackage.id', assignment.accessPackage.id, policy.accessPackage.id);
  expectEqual('assignmentPolicy.id', assignment.assignmentPolicy.id, policy.id);
  say(`Assignment ${assignment.id}: ${assignment.state}, ${assignment.status}`);
}

async function directPolicy(token) {
  const { value } = await ask('GET', `${entitlements}/assignmentPolicies?$expand=accessPackage`, { token });
  return value.find(({ allowedTargetScope }) => allowedTargetScope === 'notSpecified');
}

/** Asks for the first demo user who does not hold the package yet, so that a second drive works as well. */
async function adminAdd(token, policy) {
  const { value: personas } = await ask('GET', `${server}/dev/personas`, {});
  for (const target of personas.filter(({ kind }) => kind === 'user')) {
    const assignment = { targetId: target.id, assignmentPolicyId: policy.id, accessPackageId: policy.accessPackage.id };
    const body = { requestType: 'adminAdd', assignment };
    const request = await ask('POST', `${entitlements}/assignmentRequests`, { token, body, orStatus: 409 });
    if (request) return { target, request };
  }
  throw new Complaint('Every demo user holds the package already: start with an empty data folder.');
}

async function delivered(token, target, policy) {
  const filter = `target/objectId eq '${target.id}' and accessPackage/id eq '${policy.accessPackage.id}'`;
  const query = `$expand=target,accessPackage,assignmentPolicy&$filter=${encodeURIComponent(filter)}`;
  const { value } = await ask('GET', `${entitlements}/assignments?${query}`, { token });
  return value.find(({ state }) => state === 'delivered');
}

/** One call; anything but success ends the drive with what the server said, except the status that is expected. */
async function ask(method, url, { token, body, orStatus }) {
  const headers = {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(body && { 'content-type': 'application/json' }),
  };
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text);
  if (answer.status === orStatus) return undefined;
  throw new Complaint(`${method} ${url} answered ${answer.status}: ${text}`);
}

async function eventually(what, attempt) {
  for (const end = Date.now() + patienceMillis; Date.now() < end; await sleep(200)) {
    const found = await attempt().catch((error) => {
      if (error instanceof Complaint) throw error;
    });
    if (found) return found;
  }
  throw new Complaint(`Waited ${patienceMillis / 1000} s for ${what}, at ${server}.`);
}

function expectEqual(what, found, wanted) {
  if (found !== wanted) throw new Complaint(`${what} should be ${wanted}, and is ${found}.`);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
