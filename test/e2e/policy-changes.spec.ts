import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { expectContract } from '../support/contract.js';
import { widestPolicy } from '../support/full-width.js';
import { directOnly, entitlements, given, selfService } from '../support/given.js';
import {
  anAdministrator,
  type Answered,
  aPerson,
  type Client,
  startServer,
  type TestServer,
} from '../support/server.js';

let server: TestServer;
let administrator: Client;

beforeAll(async () => {
  server = await startServer();
  administrator = server.as(anAdministrator);
});
afterAll(() => server.close());

/** A policy in which every member says something. */
async function theWidest() {
  const { id, accessPackageId } = await given(server).aPolicy(widestPolicy);
  const path = `${entitlements}/assignmentPolicies/${id}`;
  const before = await read(path);
  return { id, path, before, accessPackage: { id: accessPackageId } };
}

/** A policy without what is said about it, as nobody of its targets is there. */
function withoutWarnings({ '@openEntitlements.warnings': _, ...policy }: Answered['body']): Answered['body'] {
  return policy;
}

const read = async (path: string) => withoutWarnings((await administrator.get(path)).body);

async function patch(path: string, changes: object) {
  const { status, body } = await administrator.patch(path, changes);
  return { status, body: withoutWarnings(body) };
}

const guard = { 'openentitlements-guard': 'keep-members' };
const versionsOf = (policyId: string) =>
  server.app.get(Database).client.assignmentPolicyVersion.count({ where: { policyId } });

describe('PATCH /assignmentPolicies/{id}', () => {
  it('changes the members that it carries and leaves all others, and makes a version', async () => {
    const { id, path, before } = await theWidest();
    const displayName = `Policy ${randomUUID()}`;
    const { status, body } = await patch(path, { displayName });
    expect(status).toBe(200);
    expect(body).toEqual({ ...before, displayName, modifiedDateTime: body.modifiedDateTime });
    expectContract('accessPackageAssignmentPolicy', body);
    expect(await read(path)).toEqual(body);
    expect(await versionsOf(id)).toBe(2);
  });

  it('merges objects at any depth, and replaces collections', async () => {
    const { path, before } = await theWidest();
    const onBehalfRequestors = [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 3 }];
    const { body } = await patch(path, {
      requestorSettings: { enableTargetsToSelfAddAccess: false, onBehalfRequestors },
      reviewSettings: { schedule: { recurrence: { pattern: { interval: 5 } } } },
      questions: [before.questions[1]],
    });
    const { schedule } = before.reviewSettings;
    const recurrence = { ...schedule.recurrence, pattern: { ...schedule.recurrence.pattern, interval: 5 } };
    expect(body).toEqual({
      ...before,
      modifiedDateTime: body.modifiedDateTime,
      requestorSettings: { ...before.requestorSettings, enableTargetsToSelfAddAccess: false, onBehalfRequestors },
      reviewSettings: { ...before.reviewSettings, schedule: { ...schedule, recurrence } },
      questions: [before.questions[1]],
    });
  });

  it('takes away what it says null of, and fills in the defaults of what was not there', async () => {
    const { path } = await theWidest();
    const { body } = await administrator.patch(path, { expiration: null, description: null, allowedTargetScope: null });
    expect(body).toMatchObject({ expiration: null, description: null, allowedTargetScope: 'notSpecified' });
    const again = await administrator.patch(path, { expiration: { type: 'noExpiration' } });
    expect(again.body.expiration).toEqual({ type: 'noExpiration', duration: null, endDateTime: null });
  });

  it('takes back what a GET answered, with the package and what only the server writes', async () => {
    const { path, before } = await theWidest();
    const { body: read } = await administrator.get(`${path}?$expand=accessPackage`);
    const { status, body } = await patch(path, read);
    expect([status, body]).toEqual([200, { ...before, modifiedDateTime: body.modifiedDateTime }]);
  });

  it('keeps the rules of a policy, for the whole that comes out', async () => {
    const { path, before } = await theWidest();
    const other = await given(server).aPackage();
    const refused = async (changes: object) => (await administrator.patch(path, changes)).body.error;
    const invalid = (member: string) =>
      expect.objectContaining({ code: 'InvalidModel', message: expect.stringContaining(`'${member}'`) });
    expect(await refused({ expiration: { duration: null } })).toEqual(invalid('expiration.duration'));
    expect(await refused({ accessPackage: { id: other.id } })).toEqual(invalid('accessPackage'));
    expect(await refused({ requestApprovalSettings: { stages: [] } })).toEqual(
      invalid('requestApprovalSettings.stages'),
    );
    expect(await refused({ displayName: null })).toEqual(invalid('displayName'));
    expect(await refused({ requestorSettings: { misspelt: true } })).toEqual(invalid('requestorSettings.misspelt'));
    expect(await refused({ id: randomUUID() })).toEqual(invalid('id'));
    expect(await read(path)).toEqual(before);
  });

  it('answers 404 to an id that names nothing, 401 without a token and 403 to somebody without a role', async () => {
    const path = `${entitlements}/assignmentPolicies/${randomUUID()}`;
    expect((await administrator.patch(path, {})).status).toBe(404);
    expect((await server.anonymous.patch(path, {})).status).toBe(401);
    expect((await server.as(aPerson(randomUUID())).patch(path, {})).status).toBe(403);
  });
});

describe('OpenEntitlements-Guard: keep-members', () => {
  it('refuses a PUT that would take away what its body leaves out, and names it', async () => {
    const { id, path, before, accessPackage } = await theWidest();
    const { requestorSettings, expiration: _, questions: __, ...rest } = before;
    const { onBehalfRequestors: ___, ...settings } = requestorSettings;
    const body = { ...rest, requestorSettings: settings, accessPackage };
    const refused = await administrator.put(path, body, guard);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'MembersWouldBeLost']);
    for (const name of ['expiration', 'questions', 'requestorSettings.onBehalfRequestors']) {
      expect(refused.body.error.message).toContain(`'${name}'`);
    }
    expect(refused.body.error.message).not.toContain('reviewSettings');
    expect(await read(path)).toEqual(before);
    expect(await versionsOf(id)).toBe(1);
  });

  it('lets a PUT pass that says all that there is, or null of it, and says that it looked', async () => {
    const { path, before, accessPackage } = await theWidest();
    const whole = { ...before, accessPackage, expiration: null, questions: [] };
    const { status, body, headers } = await administrator.put(path, whole, guard);
    expect([status, body.expiration, body.questions]).toEqual([200, null, []]);
    expect(headers.get('openentitlements-guard')).toBe('keep-members');
  });

  it('minds nothing that has its default', async () => {
    const displayName = `Policy ${randomUUID()}`;
    const { id, accessPackageId } = await given(server).aPolicy({ displayName, requestorSettings: {} });
    const body = { displayName, accessPackage: { id: accessPackageId }, requestorSettings: {} };
    expect((await administrator.put(`${entitlements}/assignmentPolicies/${id}`, body, guard)).status).toBe(200);
  });

  it('answers 400 to another word, and is off without the header, as at Graph', async () => {
    const { path, accessPackage } = await theWidest();
    const body = { displayName: `Policy ${randomUUID()}`, accessPackage };
    const wrong = await administrator.put(path, body, { 'openentitlements-guard': 'keep-everything' });
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'BadRequest']);
    const replaced = await administrator.put(path, body);
    expect([replaced.status, replaced.body.expiration]).toEqual([200, null]);
    expect(replaced.headers.get('openentitlements-guard')).toBeNull();
  });
});

describe('verifiableCredentialSettings', () => {
  const verifiableCredentialSettings = {
    credentialTypes: [{ credentialType: 'VerifiedEmployee', issuers: ['did:web:contoso.example'] }],
  };
  const asked = async (names: object) => {
    const { id } = await given(server).aPerson();
    const body = { requestType: 'userAdd', assignment: names };
    return server
      .as(aPerson(id, 'EntitlementMgmt-SubjectAccess.ReadWrite'))
      .post(`${entitlements}/assignmentRequests`, body);
  };

  it.each(['v1.0', 'beta'])('are taken under /%s, and nobody gets in without the credential', async (version) => {
    const { names, accessPackageId } = await given(server).aPolicy({ ...directOnly, displayName: 'Nobody' });
    const body = { ...selfService, displayName: 'Proven', verifiableCredentialSettings };
    const path = `/${version}/identityGovernance/entitlementManagement/assignmentPolicies`;
    const made = await administrator.post(path, { ...body, accessPackage: { id: accessPackageId } });
    expect(made.status).toBe(201);
    const refused = await asked({ ...names, assignmentPolicyId: made.body.id });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'PolicyRequirementsNotMet']);
    expect(refused.body.error.message).toContain('verifiableCredentialSettings');
    expect(refused.body.error.message).toContain('Proven');
  });

  it('stay where a PUT or PATCH says nothing of them, as no answer of v1.0 shows them, and go with null', async () => {
    const policy = await given(server).aPolicy({ ...selfService, verifiableCredentialSettings });
    const path = `${entitlements}/assignmentPolicies/${policy.id}`;
    const whole = { ...selfService, displayName: 'Proven', accessPackage: { id: policy.accessPackageId } };
    expect((await administrator.put(path, whole, guard)).status).toBe(200);
    expect((await administrator.patch(path, { description: 'Whoever proves it' })).status).toBe(200);
    expect((await asked(policy.names)).status).toBe(403);
    expect((await administrator.patch(path, { verifiableCredentialSettings: null })).status).toBe(200);
    expect((await asked(policy.names)).status).toBe(201);
  });

  it.each([
    ['credentialTypes', { credentialTypes: 'VerifiedEmployee' }],
    ['issuers', { credentialTypes: [{ issuers: [1] }] }],
    ['issuers', { credentialTypes: [{ issuers: ['\0'] }] }],
    ['credentialTypes[0].colour', { credentialTypes: [{ colour: 'red' }] }],
  ])('are refused with the member that is wrong: %s', async (member, wrong) => {
    const { path } = await theWidest();
    const { status, body } = await administrator.patch(path, { verifiableCredentialSettings: wrong });
    expect([status, body.error.code]).toEqual([400, 'InvalidModel']);
    expect(body.error.message).toContain(member);
  });
});
