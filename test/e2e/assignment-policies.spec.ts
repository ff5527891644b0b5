import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { expectContract } from '../support/contract.js';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

const collection = `${entitlements}/assignmentPolicies`;
let server: TestServer;
let accessPackage: { id: string };

beforeAll(async () => {
  server = await startServer();
  const catalog = { id: (await given(server).aCatalog()).id };
  accessPackage = { id: (await given(server).aPackage({ catalog })).id };
  const extension = await given(server).aCustomExtension(catalog.id);
  const [callout] = everything.customExtensionStageSettings;
  if (callout) callout.customExtension.id = extension.id;
});
afterAll(() => server.close());

const administrator = () => server.as(anAdministrator);
const invalid = (member: string) =>
  expect.objectContaining({ code: 'InvalidModel', message: expect.stringContaining(member) });
const name = () => `Policy ${randomUUID()}`;
const post = (members: object) => administrator().post(collection, { displayName: name(), accessPackage, ...members });
const put = (id: string, body: object) => administrator().put(`${collection}/${id}`, body);
const user = (userId: string) => ({ '@odata.type': '#microsoft.graph.singleUser', userId, description: null });
const group = (groupId: string) => ({ '@odata.type': '#microsoft.graph.groupMembers', groupId, description: null });

const guid: string = randomUUID();
const everything = {
  description: 'Everything that Graph knows of a policy',
  allowedTargetScope: 'specificDirectoryUsers',
  specificAllowedTargets: [user(guid), group(guid)],
  expiration: { endDateTime: null, duration: 'P365D', type: 'afterDuration' },
  requestorSettings: {
    enableTargetsToSelfAddAccess: true,
    enableTargetsToSelfUpdateAccess: true,
    enableTargetsToSelfRemoveAccess: true,
    allowCustomAssignmentSchedule: false,
    enableOnBehalfRequestorsToAddAccess: true,
    enableOnBehalfRequestorsToUpdateAccess: false,
    enableOnBehalfRequestorsToRemoveAccess: false,
    onBehalfRequestors: [{ '@odata.type': '#microsoft.graph.targetManager', managerLevel: 2 }],
  },
  requestApprovalSettings: {
    isApprovalRequiredForAdd: true,
    isApprovalRequiredForUpdate: false,
    isRequestorJustificationRequired: true,
    stages: [
      {
        durationBeforeAutomaticDenial: 'P14D',
        isApproverJustificationRequired: true,
        isEscalationEnabled: true,
        durationBeforeEscalation: 'P2D',
        approverInformationVisibility: 'notVisible',
        primaryApprovers: [{ '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 }],
        fallbackPrimaryApprovers: [{ '@odata.type': '#microsoft.graph.internalSponsors' }],
        escalationApprovers: [user(guid)],
        fallbackEscalationApprovers: [group(guid)],
      },
    ],
  },
  reviewSettings: {
    isEnabled: true,
    expirationBehavior: 'keepAccess',
    isRecommendationEnabled: true,
    isReviewerJustificationRequired: true,
    isSelfReview: false,
    schedule: {
      startDateTime: '2026-07-02T06:59:59.998Z',
      expiration: { endDateTime: null, duration: 'P14D', type: 'afterDuration' },
      recurrence: {
        pattern: {
          ...{ type: 'absoluteMonthly', interval: 3, month: 0, dayOfMonth: 0 },
          ...{ daysOfWeek: ['monday'], firstDayOfWeek: 'sunday', index: 'first' },
        },
        range: {
          type: 'noEnd',
          numberOfOccurrences: 0,
          recurrenceTimeZone: null,
          startDate: '2026-07-02',
          endDate: null,
        },
      },
    },
    primaryReviewers: [group(guid)],
    fallbackReviewers: [],
  },
  automaticRequestSettings: {
    requestAccessForAllowedTargets: true,
    removeAccessWhenTargetLeavesAllowedTargets: true,
    gracePeriodBeforeAccessRemoval: 'P7D',
  },
  notificationSettings: { isAssignmentNotificationDisabled: true },
  questions: [
    {
      '@odata.type': '#microsoft.graph.accessPackageMultipleChoiceQuestion',
      sequence: 1,
      text: 'Where do you work?',
      isRequired: true,
      isAnswerEditable: true,
      localizations: [],
      isMultipleSelectionAllowed: false,
      choices: [{ actualValue: 'KE', text: 'Kenya', localizations: [{ languageCode: 'de', text: 'Kenia' }] }],
    },
    {
      '@odata.type': '#microsoft.graph.accessPackageTextInputQuestion',
      sequence: 2,
      text: 'What do you do?',
      isRequired: false,
      isAnswerEditable: true,
      localizations: [{ languageCode: 'fr-CA', text: 'Que fais-tu?' }],
      isSingleLineQuestion: false,
      regexPattern: '[a-z]+',
    },
  ],
  customExtensionStageSettings: [
    {
      stage: 'assignmentRequestCreated',
      customExtension: { '@odata.type': '#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension', id: guid },
    },
  ],
};

const aStage = { primaryApprovers: [user(guid)] };
const approvalBy = (...stages: object[]) => ({ requestApprovalSettings: { isApprovalRequiredForAdd: true, stages } });

describe('POST /assignmentPolicies', () => {
  it('answers 201 with every member as it was sent, and ids for questions and call-outs', async () => {
    const displayName = name();
    const { status, body, headers } = await post({ ...everything, displayName });
    expect(status).toBe(201);
    const withId = (item: object) => ({ ...item, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(body).toEqual({
      '@odata.context': expect.stringContaining('#identityGovernance/entitlementManagement/assignmentPolicies/$entity'),
      '@openEntitlements.warnings': expect.arrayContaining([
        expect.stringContaining('its specificAllowedTargets name nobody'),
      ]),
      ...everything,
      id: expect.any(String),
      displayName,
      questions: everything.questions.map(withId),
      customExtensionStageSettings: everything.customExtensionStageSettings.map(withId),
      createdDateTime: expect.stringMatching(/Z$/),
      modifiedDateTime: body.createdDateTime,
    });
    expect(headers.get('location')).toBe(`${server.url}${collection}/${body.id}`);
    expect((await administrator().get(`${collection}/${body.id}`)).body).toEqual(body);
  });

  it('fills in what is left out: nulls, empty collections, and nobody may ask', async () => {
    const { body } = await post({ requestorSettings: {}, requestApprovalSettings: null });
    expectContract('accessPackageAssignmentPolicy', body);
    expect(body).toMatchObject({
      description: null,
      allowedTargetScope: 'notSpecified',
      expiration: null,
      automaticRequestSettings: null,
      reviewSettings: null,
      notificationSettings: null,
      requestApprovalSettings: null,
      specificAllowedTargets: [],
      questions: [],
      customExtensionStageSettings: [],
      requestorSettings: {
        enableTargetsToSelfAddAccess: false,
        allowCustomAssignmentSchedule: false,
        onBehalfRequestors: [],
      },
    });
  });

  it('reads liberally: texts for flags and numbers, any case of enumerations, types without #', async () => {
    const { status, body } = await post({
      '@odata.type': '#microsoft.graph.accessPackageAssignmentPolicy',
      allowedTargetScope: 'AllMemberUsers',
      specificAllowedTargets: [{ '@odata.type': 'microsoft.graph.singleUser', userId: guid.toUpperCase() }],
      requestorSettings: { enableTargetsToSelfAddAccess: 'true', onBehalfRequestors: null },
      reviewSettings: { schedule: { stopDateTime: null } },
      questions: [{ ...everything.questions[1], sequence: '3', isRequired: 'false' }],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      allowedTargetScope: 'allMemberUsers',
      specificAllowedTargets: [user(guid)],
      requestorSettings: { enableTargetsToSelfAddAccess: true, onBehalfRequestors: [] },
      questions: [{ sequence: 3, isRequired: false }],
    });
    expect(body.reviewSettings.schedule).toEqual({ startDateTime: null, recurrence: null, expiration: null });
  });

  it.each<[string, object, string]>([
    ['a misspelt member', { displayNam: 'x' }, 'displayNam'],
    [
      'a stop',
      { reviewSettings: { schedule: { stopDateTime: '2026-01-01T00:00:00Z' } } },
      'reviewSettings.schedule.stopDateTime',
    ],
    [
      'a misspelt member deep inside',
      approvalBy({ ...aStage, primaryAprovers: [] }),
      'requestApprovalSettings.stages[0].primaryAprovers',
    ],
    ['no package', { accessPackage: null }, 'accessPackage'],
    ['a package id that is no GUID', { accessPackage: { id: 'sales' } }, 'accessPackage.id'],
    ['a scope there is not', { allowedTargetScope: 'everybody' }, 'allowedTargetScope'],
    ['a duration that is none', { expiration: { type: 'afterDuration', duration: '-P1D' } }, 'expiration.duration'],
    ['no duration where one is needed', { expiration: { type: 'afterDuration' } }, 'expiration.duration'],
    ['no end where one is needed', { expiration: { type: 'afterDateTime' } }, 'expiration.endDateTime'],
    [
      'access for longer than ten years',
      { expiration: { type: 'afterDuration', duration: 'P3661D' } },
      'expiration.duration',
    ],
    [
      'an end that is no date',
      { expiration: { type: 'afterDateTime', endDateTime: '2027-02-30T00:00:00Z' } },
      'expiration.endDateTime',
    ],
    ['approval without stages', approvalBy(), 'requestApprovalSettings.stages'],
    ['four stages', approvalBy(aStage, aStage, aStage, aStage), 'requestApprovalSettings.stages'],
    [
      'escalation without a time',
      approvalBy({ ...aStage, isEscalationEnabled: true }),
      'requestApprovalSettings.stages[0].durationBeforeEscalation',
    ],
    [
      'a kind of people there is not',
      { specificAllowedTargets: [{ '@odata.type': '#microsoft.graph.everybody' }] },
      'specificAllowedTargets[0].@odata.type',
    ],
    ['people of no kind', { specificAllowedTargets: [{ userId: guid }] }, 'specificAllowedTargets[0].@odata.type'],
    [
      'a user without an id',
      { specificAllowedTargets: [{ '@odata.type': '#microsoft.graph.singleUser' }] },
      'specificAllowedTargets[0].userId',
    ],
    ['a group id that is no GUID', { specificAllowedTargets: [group('sales')] }, 'specificAllowedTargets[0].groupId'],
    ['an array that is none', { specificAllowedTargets: {} }, 'specificAllowedTargets'],
    ['a text where an object belongs', { questions: ['why?'] }, 'questions'],
    ['a choice among nothing', { questions: [{ ...everything.questions[0], choices: [] }] }, 'questions[0].choices'],
    ['a question that has an id already', { questions: [{ ...everything.questions[0], id: guid }] }, 'questions[0].id'],
    ['a member that only the server writes', { createdDateTime: '2026-01-01T00:00:00Z' }, 'createdDateTime'],
  ])('answers 400 to %s', async (_, sent, member) => {
    const { status, body } = await post(sent);
    expect([status, body.error]).toEqual([400, invalid(`'${member}'`)]);
  });

  it('answers 400 to null in a collection', async () => {
    const { status, body } = await post({ specificAllowedTargets: [null] });
    expect([status, body.error.code]).toEqual([400, 'InvalidModel']);
  });

  it('answers 404 to a package that is not there, and 409 to a name that another policy of it has', async () => {
    const missing = await post({ accessPackage: { id: randomUUID() } });
    expect([missing.status, missing.body.error.code]).toEqual([404, 'ResourceNotFound']);
    const displayName = name();
    expect((await post({ displayName })).status).toBe(201);
    const second = await post({ displayName });
    expect([second.status, second.body.error.code]).toEqual([409, 'DuplicateKey']);
  });

  it('answers 401 without a token, and 403 to somebody without a role', async () => {
    expect((await server.anonymous.post(collection, {})).status).toBe(401);
    expect((await server.as(aPerson(randomUUID())).post(collection, {})).status).toBe(403);
  });
});

describe('PUT /assignmentPolicies/{id}', () => {
  it('replaces the whole: what is left out goes back to its default', async () => {
    const { body: before } = await post(everything);
    const displayName = name();
    const { status, body } = await put(before.id, { displayName, accessPackage });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: before.id, displayName, description: null, allowedTargetScope: 'notSpecified' });
    expect(body).toMatchObject({ expiration: null, questions: [], createdDateTime: before.createdDateTime });
    expect((await administrator().get(`${collection}/${before.id}`)).body).toEqual(body);
  });

  it('takes back what a GET answered, and the questions keep their ids', async () => {
    const { body: before } = await post(everything);
    const { body: read } = await administrator().get(`${collection}/${before.id}?$expand=accessPackage`);
    const { status, body } = await put(before.id, read);
    expect(status).toBe(200);
    expect(body).toEqual({ ...before, modifiedDateTime: body.modifiedDateTime });
  });

  it('answers 400 without a package, to another package, to another id and to a question of another policy', async () => {
    const { body: policy } = await post(everything);
    const other = await given(server).aPackage();
    const refused = async (members: object) =>
      (await put(policy.id, { displayName: 'x', accessPackage, ...members })).body.error;
    expect(await refused({ accessPackage: undefined })).toEqual(invalid("'accessPackage'"));
    expect(await refused({ accessPackage: { id: other.id } })).toEqual(invalid("'accessPackage'"));
    expect(await refused({ id: randomUUID() })).toEqual(invalid("'id'"));
    expect(await refused({ questions: [{ ...policy.questions[0], id: randomUUID() }] })).toEqual(
      invalid("'questions[0].id'"),
    );
    expect(await refused({ questions: [policy.questions[0], policy.questions[0]] })).toEqual(
      invalid("'questions[1].id'"),
    );
  });

  it('answers 404 to an id that names nothing, and to a package that is not there', async () => {
    expect((await put(randomUUID(), { displayName: 'x', accessPackage })).status).toBe(404);
    const { body: policy } = await post({});
    expect((await put(policy.id, { displayName: 'x', accessPackage: { id: randomUUID() } })).status).toBe(404);
  });

  it('counts versions without a gap when several replace it at once', async () => {
    const { body: policy } = await post({});
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) => put(policy.id, { displayName: `${policy.id} ${n}`, accessPackage })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const kept = await server.app
      .get(Database)
      .client.assignmentPolicyVersion.findMany({ where: { policyId: policy.id } });
    expect(kept.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('DELETE /assignmentPolicies/{id}', () => {
  it('answers 204, and the policy is gone', async () => {
    const { body: policy } = await post(everything);
    expect((await administrator().delete(`${collection}/${policy.id}`)).status).toBe(204);
    expect((await administrator().get(`${collection}/${policy.id}`)).status).toBe(404);
  });

  it('answers 409 while people have access through it', async () => {
    const person = await given(server).aPerson();
    const policy = await given(server).aPolicy();
    const assignment = { targetId: person.id, ...policy.names };
    await administrator().post(`${entitlements}/assignmentRequests`, { requestType: 'adminAdd', assignment });
    await server.drain();
    const { status, body } = await administrator().delete(`${collection}/${policy.id}`);
    expect([status, body.error.code]).toEqual([409, 'ResourceInUse']);
  });
});

describe('GET /assignmentPolicies', () => {
  it('names the package only when it is expanded, and filters by it', async () => {
    const policy = await given(server).aPolicy();
    const filter = `$filter=accessPackage/id eq '${policy.accessPackageId}'`;
    const { body: plain } = await administrator().get(`${collection}?${filter}`);
    expect(plain.value).toHaveLength(1);
    expect(plain.value[0]).not.toHaveProperty('accessPackage');
    const { body: expanded } = await administrator().get(`${collection}?${filter}&$expand=accessPackage`);
    expect(expanded.value).toEqual([
      expect.objectContaining({ accessPackage: expect.objectContaining({ id: policy.accessPackageId }) }),
    ]);
  });
});
