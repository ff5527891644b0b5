import { betaEntitlements as beta, entitlements, given, needsApproval, selfService } from '../support/given.js';
import {
  administrator,
  anAdministrator,
  anApplication,
  aPerson,
  startServer,
  type TestServer,
} from '../support/server.js';

const requests = `${beta}/accessPackageAssignmentRequests`;
const assignments = `${beta}/accessPackageAssignments`;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const admin = () => server.as(anAdministrator);
const there = () => given(server);

async function delivered(id: string, as = admin()) {
  await server.drain();
  const { status, body } = await as.get(`${requests}/${id}?$expand=accessPackageAssignment`);
  expect([status, body.requestState]).toEqual([200, 'Delivered']);
  return body;
}

/** What somebody asks for who may add, extend and remove their own access. */
async function self() {
  const person = await there().aPerson();
  const policy = await there().aPolicy(selfService);
  return { client: server.as(aPerson(person.id)), targetId: person.id, names: policy.names };
}

describe('/beta', () => {
  it('answers a request in its own names and words, from the post to its delivery', async () => {
    const { names, ...policy } = await there().aPolicy();
    const { id: targetId } = await there().aPerson();
    const posted = await admin().post(requests, {
      requestType: 'AdminAdd',
      accessPackageAssignment: { targetId, ...names },
    });
    expect(posted.status).toBe(201);
    expect(posted.headers.get('location')).toBe(`${server.url}${requests}/${posted.body.id}`);
    expect(posted.body).toEqual({
      ...{ '@odata.context': `${server.url}/beta/$metadata#${requests.replace('/beta/', '')}/$entity` },
      ...{ id: posted.body.id, requestType: 'AdminAdd', requestState: 'Submitted', requestStatus: 'Accepted' },
      ...{ createdDateTime: expect.any(String), completedDate: null, justification: null, answers: [] },
      ...{ schedule: expect.any(Object), customExtensionCalloutInstances: [], isValidationOnly: false },
      ...{ expirationDateTime: null, history: [] },
    });
    const body = await delivered(posted.body.id);
    expect(body.completedDate).toEqual(expect.any(String));
    expect(body.accessPackageAssignment).toMatchObject({
      ...{ assignmentState: 'Delivered', assignmentStatus: 'Delivered' },
      ...{ accessPackageId: policy.accessPackageId, assignmentPolicyId: policy.id },
    });
    expect(Object.keys(body.accessPackageAssignment)).not.toEqual(expect.arrayContaining(['state']));
  });

  it('extends and removes what somebody asked for themselves', async () => {
    const { client, targetId, names } = await self();
    const add = await client.post(requests, { requestType: 'UserAdd', accessPackageAssignment: names });
    expect([add.status, add.body.requestType]).toEqual([201, 'UserAdd']);
    const { accessPackageAssignment: held } = await delivered(add.body.id, client);
    const schedule = { expiration: { type: 'afterDuration', duration: 'P30D' } };
    const extend = await client.post(requests, {
      ...{ requestType: 'UserExtend', schedule },
      accessPackageAssignment: { id: held.id },
    });
    expect([extend.status, extend.body.requestType]).toEqual([201, 'UserExtend']);
    await delivered(extend.body.id, client);
    const v1 = await client.get(`${entitlements}/assignmentRequests/${extend.body.id}`);
    expect(v1.body).toMatchObject({ requestType: 'userUpdate', state: 'delivered', status: 'Fulfilled' });
    const remove = await admin().post(requests, {
      ...{ requestType: 'AdminRemove' },
      accessPackageAssignment: { id: held.id },
    });
    await delivered(remove.body.id);
    const { body } = await admin().get(
      `${assignments}?$filter=target/objectId eq '${targetId}' and assignmentState eq 'Expired'&$select=assignmentState`,
    );
    expect(body.value).toEqual([{ assignmentState: 'Expired' }]);
  });

  it.each([entitlements, beta])('takes the documented samples at %s', async (root) => {
    const path = root === beta ? requests : `${entitlements}/assignmentRequests`;
    const { client, targetId, names } = await self();
    const { accessPackageId, assignmentPolicyId } = names;
    const later = { startDateTime: null, stopDateTime: null };
    const samples = [
      { requestType: 'adminAdd', assignment: { targetId, ...names } },
      {
        ...{ '@odata.type': '#microsoft.graph.accessPackageAssignmentRequest', requestType: 'AdminAdd' },
        assignment: {
          target: { objectId: (await there().aPerson()).id, subjectType: 'user' },
          assignmentPolicy: { id: assignmentPolicyId },
          accessPackage: { id: accessPackageId },
        },
      },
      {
        requestType: 'AdminAdd',
        accessPackageAssignment: {
          target: { objectId: (await there().aPerson()).id },
          accessPackageAssignmentPolicy: { id: assignmentPolicyId },
          ...{ accessPackageId, schedule: later },
        },
      },
    ];
    for (const sample of samples) {
      const { status, text } = await admin().post(path, sample);
      expect([status, text]).toEqual([201, expect.stringContaining('ubmitted')]);
    }
    await server.drain();
    const again = { requestType: 'UserAdd', accessPackageAssignment: { accessPackageId }, justification: 'Still here' };
    expect(await client.post(path, again)).toMatchObject({ status: 201 });
  });

  it('reads query options in its names, in those of v1.0, and in no others', async () => {
    const { names } = await there().aPolicy();
    const { id: targetId } = await there().aPerson();
    const { body: request } = await admin().post(requests, {
      ...{ requestType: 'AdminAdd', accessPackageAssignment: { targetId, ...names } },
    });
    await delivered(request.id);
    const found = async (path: string) => (await admin().get(path)).body.value?.map(({ id }: { id: string }) => id);
    const id = `id eq '${request.id}' and`;
    for (const filter of [
      `${id} requestState eq 'Delivered'`,
      `${id} requestState eq 'delivered' and requestType eq 'AdminAdd'`,
      `${id} state eq 'Delivered'`,
      `${id} accessPackageAssignment/assignmentState eq 'Delivered'`,
      `${id} assignment/state eq 'delivered'`,
      `${id} requestType ne 'UserExtend' and requestType ne 'UserUpdate'`,
    ]) {
      expect([filter, await found(`${requests}?$filter=${filter}`)]).toEqual([filter, [request.id]]);
      const onV1 = await found(`${entitlements}/assignmentRequests?$filter=${filter}`);
      expect([filter, onV1]).toEqual([filter, [request.id]]);
    }
    const { body } = await admin().get(
      `${requests}?$filter=${id} true&$orderby=completedDate&$select=requestState,status&` +
        '$expand=accessPackageAssignment($select=assignmentState),accessPackage($select=id,catalogId)',
    );
    expect(body.value).toEqual([
      {
        ...{ requestState: 'Delivered', requestStatus: 'Fulfilled' },
        accessPackageAssignment: { assignmentState: 'Delivered' },
        accessPackage: { id: names.accessPackageId, catalogId: expect.any(String) },
      },
    ]);
    for (const option of ["$filter=requeststatus2 eq 'x'", '$select=assignmentState', '$expand=accessPackageCatalog']) {
      expect([option, (await admin().get(`${requests}?${option}`)).status]).toEqual([option, 400]);
    }
    expect((await admin().get(`${requests}?$filter=requestState eq 'Nowhere'`)).body.error.message).toContain(
      "'Submitted'",
    );
  });

  it('pages under its own addresses', async () => {
    await there().aCatalog();
    await there().aCatalog();
    const first = await admin().get(
      `${beta}/catalogs?$top=1&$orderby=createdDateTime&$filter=catalogStatus eq 'Published'`,
    );
    const next = String(first.body['@odata.nextLink']);
    expect(next.startsWith(`${server.url}${beta}/accessPackageCatalogs?`)).toBe(true);
    expect(first.body['@odata.context']).toBe(
      `${server.url}/beta/$metadata#identityGovernance/entitlementManagement/accessPackageCatalogs`,
    );
    const second = await admin().get(next.slice(server.url.length));
    expect([second.status, second.body.value[0].catalogStatus]).toEqual([200, 'Published']);
    expect(second.body.value[0].id).not.toBe(first.body.value[0].id);
  });

  it('writes catalogs, packages and policies under its names, and v1.0 does too', async () => {
    const made = async (path: string, body: object) => {
      const { status, body: answer, text } = await admin().post(path, body);
      if (status !== 201) throw new Error(text);
      return answer;
    };
    for (const root of [beta, entitlements]) {
      const isBeta = root === beta;
      const at = (v1: string, betas: string) => `${root}/${isBeta ? betas : v1}`;
      const displayName = `From ${root}`;
      const catalog = await made(at('catalogs', 'accessPackageCatalogs'), {
        displayName,
        catalogStatus: 'Unpublished',
      });
      expect(catalog).toMatchObject(
        isBeta ? { catalogStatus: 'Unpublished', catalogType: 'UserManaged' } : { state: 'unpublished' },
      );
      const one = await made(at('accessPackages', 'accessPackages'), { displayName, catalogId: catalog.id });
      if (isBeta) expect(one).toMatchObject({ catalogId: catalog.id });
      const policy = await made(at('assignmentPolicies', 'accessPackageAssignmentPolicies'), {
        ...{ displayName, accessPackageId: one.id },
      });
      if (isBeta) expect(policy).toMatchObject({ accessPackageId: one.id });
      const { body } = await admin().get(
        `${root}/accessPackages/${one.id}?$expand=accessPackageCatalog,accessPackageAssignmentPolicies`,
      );
      const { catalog: v1Catalog, accessPackageCatalog = v1Catalog, assignmentPolicies } = body;
      expect(accessPackageCatalog.id).toBe(catalog.id);
      expect((body.accessPackageAssignmentPolicies ?? assignmentPolicies)[0].id).toBe(policy.id);
      const change = { state: 'published', catalogStatus: 'Published' };
      const changed = (body: object) => admin().patch(`${root}/catalogs/${catalog.id}`, body);
      expect((await changed(change)).status).toBe(400);
      expect((await changed({ catalogStatus: 'published' })).status).toBe(204);
      expect((await changed({ requestState: 'published' })).status).toBe(400);
    }
  });

  it('refuses what neither dialect knows, and names of beta in addresses of v1.0', async () => {
    const unknown = { requestType: 'AdminAdd', accessPackageAssignments: {} };
    expect((await admin().post(requests, unknown)).body.error).toMatchObject({
      ...{ code: 'InvalidModel', message: expect.stringContaining("'accessPackageAssignments'") },
    });
    const both = { requestType: 'AdminAdd', accessPackageAssignment: {}, assignment: {} };
    expect((await admin().post(requests, both)).status).toBe(400);
    expect((await admin().get(`${entitlements}/accessPackageCatalogs`)).status).toBe(404);
    expect((await admin().get(`${beta}/accessPackageCatalogues`)).status).toBe(404);
    expect((await admin().put(requests, {})).status).toBe(405);
    expect((await server.anonymous.get(requests)).status).toBe(401);
  });

  it('keeps an Idempotency-Key apart from the same one on v1.0', async () => {
    const { names } = await there().aPolicy();
    const send = async (path: string) => {
      const { id: targetId } = await there().aPerson();
      const body = { requestType: 'adminAdd', assignment: { targetId, ...names } };
      return admin().post(path, body, { 'idempotency-key': 'one-of-two' });
    };
    expect((await send(requests)).status).toBe(201);
    expect((await send(`${entitlements}/assignmentRequests`)).status).toBe(201);
    expect((await send(requests)).status).toBe(409);
  });

  it('shows an approval with its steps, and takes a decision', async () => {
    const { id: approver } = await there().aPerson();
    const { id: targetId } = await there().aPerson({
      'manager@odata.bind': `${server.url}/beta/users/${approver}`,
    });
    const { names } = await there().aPolicy(needsApproval);
    const asked = await server
      .as(aPerson(targetId))
      .post(requests, { requestType: 'UserAdd', accessPackageAssignment: names });
    await server.drain();
    const client = server.as(aPerson(approver));
    const approval = `${beta}/accessPackageAssignmentApprovals/${asked.body.id}`;
    const { body } = await client.get(approval);
    expect(body).toMatchObject({ steps: [{ assignedToMe: true, status: 'InProgress' }] });
    const step = `${approval}/steps/${body.steps[0].id}`;
    expect((await client.patch(step, { reviewResult: 'Approve', justification: 'Fine' })).status).toBe(204);
    await delivered(asked.body.id);
  });

  it('carries out batches of its own', async () => {
    const { id } = await there().aCatalog();
    const { status, body } = await server.as(anApplication).post('/beta/$batch', {
      requests: [
        { id: '1', method: 'GET', url: `/identityGovernance/entitlementManagement/accessPackageCatalogs/${id}` },
        { id: '2', method: 'GET', url: `${server.url}${beta}/accessPackageCatalogs/${id}?$select=catalogStatus` },
        { id: '3', method: 'GET', url: `${server.url}${entitlements}/catalogs/${id}` },
      ],
    });
    expect(status).toBe(200);
    const [one, two, three] = ['1', '2', '3'].map((part) =>
      body.responses.find((response: { id: string }) => response.id === part),
    );
    expect([one.body.catalogStatus, two.body.catalogStatus, three.status]).toEqual(['Published', 'Published', 400]);
  });

  it('gives entities the tag that they have on v1.0', async () => {
    const { id } = await there().aCatalog();
    const seen = await admin().get(`${beta}/accessPackageCatalogs/${id}`);
    const onV1 = await admin().get(`${entitlements}/catalogs/${id}`);
    expect(seen.headers.get('etag')).toBe(onV1.headers.get('etag'));
    const headers = { 'if-match': String(seen.headers.get('etag')) };
    const change = () =>
      admin().patch(`${beta}/accessPackageCatalogs/${id}`, { catalogStatus: 'Unpublished' }, headers);
    expect((await change()).status).toBe(204);
    expect((await change()).status).toBe(412);
  });

  it('serves the directory and its own $metadata', async () => {
    const { status, body } = await admin().get(`/beta/users/${administrator.id}?$select=id`);
    expect([status, body['@odata.context']]).toEqual([200, `${server.url}/beta/$metadata#users(id)/$entity`]);
    const { text } = await server.anonymous.get('/beta/$metadata');
    expect(text).toContain('<Property Name="requestState" Type="Edm.String"');
    expect(text).toContain('<NavigationProperty Name="accessPackageCatalogs"');
    expect(text).not.toContain('accessPackageRequestState');
  });
});

describe('a policy under /beta', () => {
  const policies = `${beta}/accessPackageAssignmentPolicies`;
  /** As infrastructure scripts write it. */
  const written = (groupId: string) => ({
    canExtend: true,
    durationInDays: 90,
    description: 'For sales',
    requestorSettings: {
      scopeType: 'SpecificDirectorySubjects',
      acceptRequests: true,
      allowedRequestors: [
        { '@odata.type': '#microsoft.graph.groupMembers', isBackup: false, id: groupId, description: 'Sales' },
      ],
    },
    requestApprovalSettings: {
      isApprovalRequired: true,
      isApprovalRequiredForExtension: false,
      isRequestorJustificationRequired: false,
      approvalMode: 'SingleStage',
      approvalStages: [
        {
          approvalStageTimeOutInDays: 14,
          isApproverJustificationRequired: false,
          isEscalationEnabled: false,
          escalationTimeInMinutes: 0,
          approverInformationVisibility: 'notVisible',
          primaryApprovers: [{ '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1, isBackup: false }],
          escalationApprovers: [],
        },
      ],
    },
    accessReviewSettings: null,
    questions: [
      {
        '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion',
        ...{ sequence: 1, isRequired: true, isAnswerEditable: false, isSingleLineQuestion: true, regexPattern: null },
        text: { defaultText: 'Why?', localizedTexts: [] },
      },
    ],
    verifiableCredentialSettings: null,
    accessPackageNotificationSettings: { isAssignmentNotificationDisabled: true },
  });

  it('is written and answered in its shape, and means the same on both', async () => {
    const boss = await there().aPerson();
    const asker = await there().aPerson({ 'manager@odata.bind': `${server.url}/v1.0/users/${boss.id}` });
    const group = await there().aGroup({ 'members@odata.bind': [`${server.url}/v1.0/users/${asker.id}`] });
    const accessPackageId = (await there().aPackage()).id;
    const sent = { displayName: 'Sales', accessPackageId, ...written(group.id) };
    const posted = await admin().post(policies, sent);
    expect(posted.status).toBe(201);
    const [question] = posted.body.questions;
    const { '@odata.context': _, ...shown } = posted.body;
    expect(shown).toEqual({
      ...sent,
      ...{ id: expect.any(String), createdDateTime: expect.any(String), modifiedDateTime: expect.any(String) },
      ...{ expirationDateTime: null, customExtensionStageSettings: [], createdBy: null, modifiedBy: null },
      questions: [{ ...sent.questions[0], id: question.id }],
    });
    const own = await admin().get(`${policies}/${posted.body.id}`);
    // Who wrote it is worked out from the log, when it is read.
    expect({ ...own.body, createdBy: null, modifiedBy: null }).toEqual(posted.body);
    const v1 = await admin().get(`${entitlements}/assignmentPolicies/${posted.body.id}`);
    expect(v1.body).toMatchObject({
      allowedTargetScope: 'specificDirectoryUsers',
      expiration: { type: 'afterDuration', duration: 'P90D' },
      requestorSettings: { enableTargetsToSelfAddAccess: true, enableTargetsToSelfUpdateAccess: true },
      questions: [{ text: 'Why?' }],
      notificationSettings: { isAssignmentNotificationDisabled: true },
    });
    const names = { accessPackageId, assignmentPolicyId: posted.body.id };
    const answers = [
      {
        '@odata.type': '#microsoft.graph.accessPackageAnswerString',
        value: 'Work',
        answeredQuestion: { id: question.id },
      },
    ];
    const asked = await server
      .as(aPerson(asker.id))
      .post(requests, { requestType: 'UserAdd', accessPackageAssignment: names, answers });
    expect([asked.status, asked.body.error]).toEqual([201, undefined]);
    await server.drain();
    expect((await admin().get(`${requests}/${asked.body.id}`)).body.requestState).toBe('PendingApproval');
  });

  it('takes back what it answered, changes what a PATCH names, and is found by the words of v1.0', async () => {
    const group = await there().aGroup();
    const accessPackageId = (await there().aPackage()).id;
    const { body } = await admin().post(policies, { displayName: 'Sales', accessPackageId, ...written(group.id) });
    const put = await admin().put(`${policies}/${body.id}`, body);
    expect(put.status).toBe(200);
    expect(put.body).toEqual({ ...body, modifiedDateTime: put.body.modifiedDateTime });
    const patched = await admin().patch(`${policies}/${body.id}`, { durationInDays: 30, canExtend: false });
    expect([patched.status, patched.body.durationInDays, patched.body.canExtend]).toEqual([200, 30, false]);
    expect(patched.body.requestorSettings).toEqual(body.requestorSettings);
    const filter = `allowedTargetScope eq 'specificDirectoryUsers' and id eq '${body.id}'`;
    const found = await admin().get(`${policies}?$filter=${encodeURIComponent(filter)}&$select=id,durationInDays`);
    expect(found.body.value).toEqual([{ id: body.id, durationInDays: 30 }]);
    const expanded = await admin().get(
      `${beta}/accessPackages/${accessPackageId}?$expand=accessPackageAssignmentPolicies`,
    );
    expect(expanded.body.accessPackageAssignmentPolicies[0].durationInDays).toBe(30);
  });

  it('is refused with the member that it cannot mean', async () => {
    const accessPackageId = (await there().aPackage()).id;
    const { status, body } = await admin().post(policies, {
      ...{ displayName: 'Sales', accessPackageId, durationInDays: 30, expiration: { type: 'noExpiration' } },
    });
    expect([status, body.error.code]).toEqual([400, 'InvalidModel']);
    expect(body.error.message).toContain("'durationInDays'");
  });

  it.each([
    ["'durationInDays' has a value", { durationInDays: 'many' }],
    ["'requestorSettings.scopeType' must be one of NoSubjects", { requestorSettings: { scopeType: 'Everybody' } }],
    ["'requestorSettings.acceptRequests' must be true", { requestorSettings: { acceptRequests: 'perhaps' } }],
    ["'canExtend' must be true", { canExtend: 'perhaps' }],
    ["'requestorSettings.$policy'", { requestorSettings: { $policy: { allowedTargetScope: 'allDirectoryUsers' } } }],
  ])('is refused for nonsense with what has to be changed: %s', async (said, changes) => {
    const { id } = await there().aPolicy();
    const { status, body } = await admin().patch(`${policies}/${id}`, changes);
    expect([status, body.error?.code]).toEqual([400, 'InvalidModel']);
    expect(body.error.message).toContain(said);
  });
});
