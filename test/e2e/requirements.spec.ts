import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectCollection, expectContract } from '../support/contract.js';
import { widestPolicy } from '../support/full-width.js';
import { directOnly, entitlements, given, selfService } from '../support/given.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const scope = 'EntitlementMgmt-SubjectAccess.ReadWrite';
const pathOf = (id: string) => `${entitlements}/accessPackages/${id}/getApplicablePolicyRequirements`;
const requirementsFor = (personId: string, packageId: string) =>
  server.as(aPerson(personId, scope)).post(pathOf(packageId));
const namesFor = async (personId: string, packageId: string): Promise<string[]> => {
  const { status, body, text } = await requirementsFor(personId, packageId);
  if (status !== 200) throw new Error(`Expected 200, got ${status}: ${text}`);
  return body.value.map(({ policyDisplayName }: { policyDisplayName: string }) => policyDisplayName);
};

describe('POST /accessPackages/{id}/getApplicablePolicyRequirements', () => {
  it('answers what the policy wants, in the shape that Graph declares', async () => {
    const there = given(server);
    const person = await there.aPerson();
    const policy = await there.aPolicy({
      ...widestPolicy,
      ...selfService,
      specificAllowedTargets: [],
      displayName: 'Whole',
      description: 'Ask here',
      expiration: { type: 'afterDuration', duration: 'P90D' },
    });
    const { status, body } = await requirementsFor(person.id, policy.accessPackageId);
    expect(status).toBe(200);
    expectCollection('accessPackageAssignmentRequestRequirements', body);
    const kept = await server.as(anAdministrator).get(`${entitlements}/assignmentPolicies/${policy.id}`);
    const { requestApprovalSettings: approval, requestorSettings, questions } = kept.body;
    expect(body).toEqual({
      '@odata.context': expect.stringContaining(
        '$metadata#Collection(microsoft.graph.accessPackageAssignmentRequestRequirements)',
      ),
      value: [
        {
          policyId: policy.id,
          policyDisplayName: 'Whole',
          policyDescription: 'Ask here',
          isApprovalRequiredForAdd: approval.isApprovalRequiredForAdd,
          isApprovalRequiredForUpdate: approval.isApprovalRequiredForUpdate,
          isRequestorJustificationRequired: approval.isRequestorJustificationRequired,
          allowCustomAssignmentSchedule: requestorSettings.allowCustomAssignmentSchedule,
          schedule: {
            startDateTime: null,
            recurrence: null,
            expiration: { endDateTime: null, duration: 'P90D', type: 'afterDuration' },
          },
          questions,
        },
      ],
    });
    expect(questions.length).toBeGreaterThan(0);
  });

  it('heeds $select, and refuses every other query option by name', async () => {
    const there = given(server);
    const person = await there.aPerson();
    const { accessPackageId } = await there.aPolicy({ ...selfService, displayName: 'Chosen' });
    const asked = (query: string) => server.as(aPerson(person.id, scope)).post(`${pathOf(accessPackageId)}?${query}`);
    const { body } = await asked('$select=policyDisplayName');
    expect(body).toEqual({
      '@odata.context': expect.stringMatching(/accessPackageAssignmentRequestRequirements\)\(policyDisplayName\)$/),
      value: [{ policyDisplayName: 'Chosen' }],
    });
    for (const name of ['$top', '$filter', '$orderby', '$expand', '$count', '$skip', '$search', '$format']) {
      const refused = await asked(`${name}=1`);
      expect([refused.status, refused.body.error]).toEqual([
        400,
        expect.objectContaining({ code: 'InvalidFilter', message: expect.stringContaining(`'${name}'`) }),
      ]);
    }
    expect((await asked('$select=nothing')).status).toBe(400);
  });

  it('answers no requirements of a policy that has none', async () => {
    const there = given(server);
    const requestorSettings = { enableTargetsToSelfAddAccess: true };
    const policy = await there.aPolicy({ allowedTargetScope: 'allDirectoryUsers', requestorSettings });
    const { body } = await requirementsFor((await there.aPerson()).id, policy.accessPackageId);
    expectContract('accessPackageAssignmentRequestRequirements', body.value[0]);
    expect(body.value).toEqual([
      expect.objectContaining({
        policyDescription: null,
        isApprovalRequiredForAdd: false,
        isApprovalRequiredForUpdate: false,
        isRequestorJustificationRequired: false,
        allowCustomAssignmentSchedule: false,
        questions: [],
      }),
    ]);
  });

  it('names only the policies under which the caller may ask, of the strictest scope that fits', async () => {
    const there = given(server);
    const [named, other, guest] = [
      await there.aPerson(),
      await there.aPerson(),
      await there.aPerson({ userType: 'Guest' }),
    ];
    const accessPackage = { id: (await there.aPackage()).id };
    const asked = (displayName: string, more: object) =>
      there.aPolicy({ ...selfService, displayName, accessPackage, ...more });
    const specificAllowedTargets = [{ '@odata.type': '#microsoft.graph.singleUser', userId: named.id }];
    await asked('named', { allowedTargetScope: 'specificDirectoryUsers', specificAllowedTargets });
    await asked('members', { allowedTargetScope: 'allMemberUsers' });
    await asked('everybody', {});
    await asked('everybody too', {});
    await asked('direct', { ...directOnly });
    await asked('silent', { requestorSettings: { enableTargetsToSelfUpdateAccess: true } });
    expect(await namesFor(named.id, accessPackage.id)).toEqual(['named']);
    expect(await namesFor(other.id, accessPackage.id)).toEqual(['members']);
    expect(await namesFor(guest.id, accessPackage.id)).toEqual(['everybody', 'everybody too']);
  });

  it('answers none to strangers, and of unpublished catalogs', async () => {
    const there = given(server);
    const person = await there.aPerson();
    const catalog = await there.aCatalog({ state: 'unpublished' });
    const unpublished = await there.aPackage({ catalog: { id: catalog.id } });
    await there.aPolicy({ ...selfService, accessPackage: { id: unpublished.id } });
    const open = await there.aPolicy(selfService);
    expect(await namesFor(person.id, unpublished.id)).toEqual([]);
    expect(await namesFor(randomUUID(), open.accessPackageId)).toEqual([]);
    expect(await namesFor(person.id, open.accessPackageId)).toHaveLength(1);
  });

  it('is for people with any of three scopes, and answers 401, 403 and 404 as it should', async () => {
    const there = given(server);
    const person = await there.aPerson();
    const { accessPackageId } = await there.aPolicy({ ...selfService });
    for (const permission of [scope, 'EntitlementManagement.Read.All', 'EntitlementManagement.ReadWrite.All']) {
      expect((await server.as(aPerson(person.id, permission)).post(pathOf(accessPackageId))).status).toBe(200);
    }
    const statuses = [
      await server.anonymous.post(pathOf(accessPackageId)),
      await server.as(anApplication).post(pathOf(accessPackageId)),
      await server.as(aPerson(person.id, 'User.Read.All')).post(pathOf(accessPackageId)),
      await requirementsFor(person.id, randomUUID()),
      await requirementsFor(person.id, 'sales'),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 403, 403, 404, 400]);
  });
});
