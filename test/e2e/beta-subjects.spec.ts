import { widestPolicy } from '../support/full-width.js';
import { betaEntitlements as beta, entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

const requests = `${beta}/accessPackageAssignmentRequests`;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const admin = () => server.as(anAdministrator);
const there = () => given(server);

describe('a subject under /beta', () => {
  it('has its shape, by itself, as the target of an assignment and as the requestor of a request', async () => {
    const domainName = 'partner.example';
    const identitySources = [
      { '@odata.type': '#microsoft.graph.domainIdentitySource', displayName: 'Partner', domainName },
    ];
    const organization = await there().aConnectedOrganization({ identitySources, state: 'configured' });
    for (const [mail, connectedOrganizationId] of [
      [`ada@${domainName}`, organization.id],
      ['ada@nowhere.example', null],
    ] as const) {
      const person = await there().aPerson({ displayName: 'Ada', mail });
      const { names } = await there().aPolicy();
      const posted = await admin().post(requests, {
        requestType: 'AdminAdd',
        accessPackageAssignment: { target: { objectId: person.id, type: 'User' }, ...names },
      });
      expect([posted.status, posted.body.error]).toEqual([201, undefined]);
      const asked = await admin().get(`${requests}/${posted.body.id}?$expand=requestor`);
      await server.drain();
      const alone = await admin().get(`${beta}/subjects(objectId='${person.id}')`);
      const { '@odata.context': _, ...subject } = alone.body;
      expect(subject).toEqual({
        ...{ id: expect.any(String), objectId: person.id, type: 'User', displayName: 'Ada', email: mail },
        ...{ principalName: person['userPrincipalName'], onPremisesSecurityIdentifier: null },
        ...{ subjectLifecycle: 'notDefined', altSecId: null, cleanupScheduledDateTime: null, connectedOrganizationId },
      });
      const assignment = await admin().get(
        `${beta}/accessPackageAssignments?$filter=target/objectId eq '${person.id}' and target/type eq 'User'&$expand=target`,
      );
      expect(assignment.body.value[0].target).toEqual(subject);
      const mine = await admin().get(`${requests}/${posted.body.id}?$expand=requestor`);
      expect(Object.keys(mine.body.requestor).sort()).toEqual(Object.keys(subject).sort());
      expect(asked.body.requestor.type).toBe('User');
    }
  });

  it('is named by its type in the bodies of both, and keeps the shape of v1.0 there', async () => {
    const person = await there().aPerson();
    for (const [path, subjectType, assignment] of [
      [requests, 'subjectType', 'accessPackageAssignment'],
      [`${entitlements}/assignmentRequests`, 'type', 'assignment'],
    ] as const) {
      const { names } = await there().aPolicy();
      const target = { objectId: person.id, [subjectType]: 'user' };
      const body = { requestType: 'adminAdd', [assignment]: { target, ...names } };
      expect((await server.as(anApplication).post(path, body)).status).toBe(201);
    }
    await server.drain();
    const { body } = await admin().get(`${entitlements}/subjects(objectId='${person.id}')`);
    expect(body).toMatchObject({ subjectType: 'user' });
    expect(body).not.toHaveProperty('connectedOrganizationId');
  });
});

describe('what a policy wants of a request under /beta', () => {
  it("is said in beta's names, and its questions as in policies", async () => {
    const person = await there().aPerson();
    const policy = await there().aPolicy({
      ...{ ...widestPolicy, ...selfService, specificAllowedTargets: [], displayName: 'Whole' },
      expiration: { type: 'afterDuration', duration: 'P90D' },
    });
    const requirements = await server
      .as(aPerson(person.id))
      .post(`${beta}/accessPackages/${policy.accessPackageId}/getApplicablePolicyRequirements`);
    const own = await admin().get(`${beta}/accessPackageAssignmentPolicies/${policy.id}`);
    const { questions, requestApprovalSettings: approval } = own.body;
    expect(requirements.body.value).toEqual([
      {
        ...{ policyId: policy.id, policyDisplayName: 'Whole', policyDescription: own.body.description },
        ...{ isApprovalRequired: approval.isApprovalRequired },
        ...{ isApprovalRequiredForExtension: approval.isApprovalRequiredForExtension },
        ...{ isRequestorJustificationRequired: approval.isRequestorJustificationRequired },
        isCustomAssignmentScheduleAllowed: true,
        schedule: {
          ...{ startDateTime: null, recurrence: null },
          expiration: { endDateTime: null, duration: 'P90D', type: 'afterDuration' },
        },
        ...{ questions, existingAnswers: [] },
      },
    ]);
    expect(questions[0].text).toMatchObject({ defaultText: expect.any(String) });
  });
});

describe('a request that is only validated', () => {
  it.each([
    [beta, 'accessPackageAssignmentRequests', 'UserUpdate', 'UserExtend'],
    [beta, 'accessPackageAssignmentRequests', 'adminadd', 'AdminAdd'],
    [entitlements, 'assignmentRequests', 'AdminAdd', 'adminAdd'],
  ])('is answered in the words of %s', async (root, path, requestType, answered) => {
    const { names } = await there().aPolicy();
    const { id: targetId } = await there().aPerson();
    const body = { requestType, isValidationOnly: true, accessPackageAssignment: { targetId, ...names } };
    const sender = requestType.startsWith('User') ? server.as(aPerson(targetId)) : admin();
    const answer = await sender.post(`${root}/${path}`, body);
    expect([answer.status, answer.body.requestType, answer.body.isValidationOnly]).toEqual([200, answered, true]);
  });
});
