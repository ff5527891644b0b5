import { randomUUID } from 'node:crypto';
import { entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, aPerson, type Client, startServer, type TestServer } from '../support/server.js';

const requests = `${entitlements}/assignmentRequests`;
const graph = '#microsoft.graph.';

/** The bodies of Graph's pages for these operations, with ids of what is here, and what its pages show of the answers. */
/** A policy that may call an extension; which one, is known once there is one. */
interface Calling {
  readonly customExtensionStageSettings?: readonly { readonly customExtension: { id: string } }[];
}

describe('the documented examples', () => {
  let server: TestServer;
  let there: ReturnType<typeof given>;
  let administrator: Client;
  beforeAll(async () => {
    server = await startServer();
    there = given(server);
    administrator = server.as(anAdministrator);
  });
  afterAll(() => server.close());

  const question = {
    ...{ '@odata.type': `${graph}accessPackageTextInputQuestion`, sequence: 1, text: 'Why?', isAnswerEditable: true },
  };
  const onBehalf = {
    ...(selfService['requestorSettings'] as object),
    enableOnBehalfRequestorsToAddAccess: true,
    onBehalfRequestors: [{ '@odata.type': `${graph}targetManager`, managerLevel: 1 }],
  };

  /** Somebody with a manager, and a policy with a question under which they may do everything themselves. */
  async function aWorld() {
    const boss = await there.aPerson();
    const bind = { 'manager@odata.bind': `${server.url}/v1.0/users/${boss.id}` };
    const mail = `${randomUUID()}@woodgrovebank.com`;
    const person = await there.aPerson({ ...bind, mail });
    const policy = await there.aPolicy({ ...selfService, requestorSettings: onBehalf, questions: [question] });
    const [asked] = policy['questions'] as { id: string }[];
    const answers = (value: string) => [
      {
        ...{ '@odata.type': `${graph}accessPackageAnswerString`, displayValue: 'Shown', value },
        answeredQuestion: { '@odata.type': `${graph}accessPackageTextInputQuestion`, id: asked?.id },
      },
    ];
    return { boss, person, mail, names: policy.names, answers, self: server.as(aPerson(person.id)) };
  }

  async function expectAccepted(client: Client, body: object): Promise<{ id: string; [member: string]: unknown }> {
    const { status, body: answer, text } = await client.post(requests, body);
    expect([status, text]).toEqual([201, expect.any(String)]);
    expect(answer).toMatchObject({ state: 'submitted', status: 'Accepted', completedDateTime: null });
    expect(answer['@odata.context']).toContain(
      '$metadata#identityGovernance/entitlementManagement/assignmentRequests/$entity',
    );
    await server.drain();
    const { body: after } = await administrator.get(`${requests}/${answer.id}`);
    expect(after.state).toBe('delivered');
    return answer;
  }

  const held = async (personId: string) => {
    const filter = encodeURIComponent(`target/objectId eq '${personId}'`);
    const { body } = await administrator.get(`${entitlements}/assignments?$filter=${filter}`);
    return body.value[0];
  };

  it('adminAdd for somebody in the directory, and adminRemove', async () => {
    const { person, names } = await aWorld();
    const added = await expectAccepted(administrator, {
      requestType: 'adminAdd',
      assignment: { targetId: person.id, ...names },
    });
    expect(added['requestType']).toBe('adminAdd');
    const removed = await expectAccepted(administrator, {
      requestType: 'adminRemove',
      assignment: { id: (await held(person.id)).id },
    });
    expect(removed['requestType']).toBe('adminRemove');
    expect((await held(person.id)).state).toBe('expired');
  });

  it('userAdd with answers, the policy left to the service, and userRemove', async () => {
    const { person, names, answers, self } = await aWorld();
    const added = await expectAccepted(self, {
      ...{ '@odata.type': `${graph}accessPackageAssignmentRequest`, requestType: 'userAdd' },
      answers: answers('Because'),
      assignment: { accessPackageId: names.accessPackageId },
    });
    expect(added).toMatchObject({
      requestType: 'userAdd',
      schedule: {
        startDateTime: null,
        recurrence: null,
        expiration: { endDateTime: null, duration: null, type: 'notSpecified' },
      },
      answers: answers('Because'),
    });
    await expectAccepted(self, { requestType: 'userRemove', assignment: { id: (await held(person.id)).id } });
  });

  it('userAdd with a justification, in the words of beta', async () => {
    const { names, self } = await aWorld();
    const added = await expectAccepted(self, {
      ...{ requestType: 'UserAdd', accessPackageAssignment: { accessPackageId: names.accessPackageId } },
      justification: 'Need access',
    });
    expect(added).toMatchObject({ requestType: 'userAdd', justification: 'Need access' });
  });

  it('adminAdd for somebody who is not in the directory yet', async () => {
    const { names } = await aWorld();
    const added = await expectAccepted(administrator, {
      requestType: 'AdminAdd',
      assignment: {
        target: { email: 'user@partner.example' },
        assignmentPolicy: { id: names.assignmentPolicyId },
        accessPackage: { id: names.accessPackageId },
      },
    });
    const { body } = await administrator.get(`${requests}/${added.id}?$expand=requestor`);
    expect(body.requestor.email).toBe('user@partner.example');
  });

  it('adminUpdate of answers, then of the expiry, and userUpdate of both', async () => {
    const { person, names, answers, self } = await aWorld();
    await expectAccepted(administrator, { requestType: 'adminAdd', assignment: { targetId: person.id, ...names } });
    const { id } = await held(person.id);
    const corrected = await expectAccepted(administrator, {
      ...{ requestType: 'adminUpdate', answers: answers('Corrected'), assignment: { id } },
    });
    expect(corrected).toMatchObject({ answers: answers('Corrected') });
    const until = (endDateTime: string) => ({
      startDateTime: '2023-05-23T20:04:02.39Z',
      recurrence: null,
      expiration: { endDateTime, duration: null, type: 'afterDateTime' },
    });
    const moved = await expectAccepted(administrator, {
      ...{ requestType: 'adminUpdate', schedule: until('2031-07-01T00:00:00.00Z'), assignment: { id } },
    });
    expect(moved).toMatchObject({ answers: [], customExtensionCalloutInstances: [] });
    expect(Date.parse((await held(person.id)).schedule.expiration.endDateTime)).toBe(Date.parse('2031-07-01'));
    const both = await expectAccepted(self, {
      ...{ requestType: 'userUpdate', answers: answers('Mine'), schedule: until('2030-10-18T20:49:15.17Z') },
      assignment: { id },
    });
    expect(both).toMatchObject({ requestType: 'userUpdate', answers: answers('Mine') });
    expect((await held(person.id)).schedule.expiration.endDateTime).toBe('2030-10-18T20:49:15.170Z');
  });

  it('UserAdd by a manager for a direct report', async () => {
    const { boss, person, mail, names } = await aWorld();
    const added = await expectAccepted(server.as(aPerson(boss.id)), {
      assignment: {
        ...{ accessPackageId: names.accessPackageId, assignmentPolicyId: names.assignmentPolicyId },
        schedule: { startDateTime: null, stopDateTime: null },
        target: {
          ...{ displayName: 'Idris Ibrahim', email: mail.toUpperCase() },
          ...{ objectId: person.id, subjectType: 'user' },
        },
      },
      ...{ justification: 'Access for direct employee', requestType: 'UserAdd', answers: [] },
    });
    expect(added['requestType']).toBe('userAdd');
    expect((await held(person.id)).state).toBe('delivered');
  });

  it.each<[string, object]>([
    [
      'for direct assignment only',
      {
        allowedTargetScope: 'notSpecified',
        specificAllowedTargets: [],
        expiration: { endDateTime: null, duration: null, type: 'noExpiration' },
        requestorSettings: {
          ...{ enableTargetsToSelfAddAccess: false, enableTargetsToSelfUpdateAccess: false },
          ...{ enableTargetsToSelfRemoveAccess: false, allowCustomAssignmentSchedule: true },
          ...{ enableOnBehalfRequestorsToAddAccess: false, enableOnBehalfRequestorsToUpdateAccess: false },
          ...{ enableOnBehalfRequestorsToRemoveAccess: false, onBehalfRequestors: [] },
        },
        requestApprovalSettings: {
          ...{ isApprovalRequiredForAdd: false, isApprovalRequiredForUpdate: false, stages: [] },
        },
      },
    ],
    [
      'for people from outside, with two stages and a quarterly review',
      {
        allowedTargetScope: 'allConfiguredConnectedOrganizationUsers',
        requestorSettings: { enableTargetsToSelfAddAccess: true },
        requestApprovalSettings: {
          isApprovalRequiredForAdd: true,
          stages: [`${graph}internalSponsors`, `${graph}externalSponsors`].map((type) => ({
            ...{ durationBeforeAutomaticDenial: 'P14D', isApproverJustificationRequired: false },
            ...{ isEscalationEnabled: false, durationBeforeEscalation: 'PT0S' },
            primaryApprovers: [{ '@odata.type': type }],
            ...{ fallbackPrimaryApprovers: [], escalationApprovers: [], fallbackEscalationApprovers: [] },
          })),
        },
        reviewSettings: {
          ...{ isEnabled: true, expirationBehavior: 'keepAccess', isRecommendationEnabled: true },
          ...{
            isReviewerJustificationRequired: true,
            isSelfReview: false,
            primaryReviewers: [],
            fallbackReviewers: [],
          },
          schedule: {
            startDateTime: '2022-07-02T06:59:59.998Z',
            expiration: { duration: 'P14D', type: 'afterDuration' },
            recurrence: {
              pattern: { type: 'absoluteMonthly', interval: 3, month: 0, dayOfMonth: 0, daysOfWeek: [] },
              range: { type: 'noEnd', numberOfOccurrences: 0 },
            },
          },
        },
      },
    ],
    [
      'that assigns by itself',
      {
        allowedTargetScope: 'specificDirectoryUsers',
        specificAllowedTargets: [
          {
            ...{ '@odata.type': `${graph}attributeRuleMembers`, description: 'All sales staff' },
            membershipRule: '(user.department -eq "Sales")',
          },
        ],
        automaticRequestSettings: {
          ...{ requestAccessForAllowedTargets: true, removeAccessWhenTargetLeavesAllowedTargets: true },
          gracePeriodBeforeAccessRemoval: 'P7D',
        },
      },
    ],
    [
      'with a question, whose flags and numbers are texts',
      {
        ...selfService,
        questions: [
          {
            '@odata.type': `${graph}accessPackageMultipleChoiceQuestion`,
            ...{ sequence: '1', isRequired: 'true', text: 'Where?', isMultipleSelectionAllowed: 'false' },
            choices: [{ actualValue: 'France', text: 'France', localizations: [] }],
          },
        ],
      },
    ],
    [
      'that calls out',
      {
        ...selfService,
        customExtensionStageSettings: [
          {
            stage: 'assignmentRequestCreated',
            customExtension: {
              '@odata.type': `${graph}accessPackageAssignmentRequestWorkflowExtension`,
              id: '219f57b6-7983-45a1-be01-2c228b7a43f8',
            },
          },
        ],
      },
    ],
  ])('a policy %s', async (displayName, policy) => {
    const catalog = { id: (await there.aCatalog()).id };
    const accessPackage = { id: (await there.aPackage({ catalog })).id };
    for (const { customExtension } of (policy as Calling).customExtensionStageSettings ?? [])
      customExtension.id = (await there.aCustomExtension(catalog.id)).id;
    const path = `${entitlements}/assignmentPolicies`;
    const made = await administrator.post(path, { displayName, description: displayName, accessPackage, ...policy });
    expect([made.status, made.body.error]).toEqual([201, undefined]);
    const { body } = await administrator.get(`${path}/${made.body.id}`);
    for (const name of Object.keys(policy)) expect(body).toHaveProperty(name);
  });
});
