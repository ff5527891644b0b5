import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assignmentStates } from '../../src/entitlement-management/assignments/assignment.js';
import { requestStates } from '../../src/entitlement-management/assignment-requests/request-states.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { expectCollection, expectContract } from '../support/contract.js';
import { aWideRequest, putInState, widestPolicy } from '../support/full-width.js';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, aPerson, startServer, type TestServer } from '../support/server.js';

let server: TestServer;
let wide: Awaited<ReturnType<typeof aWideRequest>>;
let policyId: string;

beforeAll(async () => {
  server = await startServer();
  const there = given(server);
  await there.aCatalog({ description: 'Not yet', state: 'unpublished', isExternallyVisible: true });
  const accessPackage = { id: (await there.aPackage({ description: 'Tools', isHidden: true })).id };
  policyId = (await there.aPolicy({ ...widestPolicy, accessPackage })).id;
  wide = await aWideRequest(server);
});
afterAll(() => server.close());

const read = async (path: string) => {
  const { status, body, text } = await server.as(anAdministrator).get(`${entitlements}/${path}`);
  if (status !== 200) throw new Error(`Expected 200, got ${status}: ${text}`);
  return body;
};
const ask = (who: object, body: object) => server.as(who).post(`${entitlements}/assignmentRequests`, body);

const collections = {
  catalogs: 'accessPackageCatalog',
  accessPackages: 'accessPackage',
  assignmentPolicies: 'accessPackageAssignmentPolicy',
  assignmentRequests: 'accessPackageAssignmentRequest',
  assignments: 'accessPackageAssignment',
  subjects: 'accessPackageSubject',
};

describe("answers in Graph's declared shape", () => {
  it('are looked at for every collection of entitlement management there is', () => {
    const prefix = 'identityGovernance/entitlementManagement/';
    const served = server.app.get(ResourceRegistry).all.filter(({ path }) => path.startsWith(prefix));
    expect(new Set(served.map(({ path }) => path.slice(prefix.length)))).toEqual(new Set(Object.keys(collections)));
  });

  it.each(Object.entries(collections))(
    '%s: every page and every entity, with every link followed',
    async (set, type) => {
      const followed = set === 'subjects' ? '' : '?$expand=*';
      const page = await read(`${set}${followed}`);
      expectCollection(type, page);
      expect(page.value.length).toBeGreaterThan(0);
      for (const { id } of page.value) expectContract(type, await read(`${set}/${id}${followed}`));
      expectCollection(type, await read(`${set}?$select=id&$top=1`));
    },
  );

  it('the collections inside others', async () => {
    const [{ id: catalogId }] = (await read("catalogs?$filter=state eq 'published'".replaceAll(' ', '%20'))).value;
    expectCollection('accessPackage', await read(`catalogs/${catalogId}/accessPackages`));
    const packageId = wide.policy.accessPackageId;
    expectCollection('accessPackageAssignmentPolicy', await read(`accessPackages/${packageId}/assignmentPolicies`));
    expectContract('accessPackageSubject', await read(`subjects(objectId='${wide.personId}')`));
  });

  it('a policy with every nested type, as it is made, read and replaced', async () => {
    const policy = await read(`assignmentPolicies/${policyId}?$expand=accessPackage`);
    expect(policy).toMatchObject(JSON.parse(JSON.stringify(widestPolicy)));
    const replaced = await server.as(anAdministrator).put(`${entitlements}/assignmentPolicies/${policyId}`, policy);
    expect(replaced.status).toBe(200);
    expectContract('accessPackageAssignmentPolicy', replaced.body);
  });

  it('a request as it is accepted, of every type, with its answers', async () => {
    const assignment = { id: wide.assignmentId };
    const { names } = await given(server).aPolicy();
    const person = await given(server).aPerson();
    const expiration = { type: 'afterDuration', duration: 'P60D' };
    const accepted = {
      userAdd: wide.asked,
      adminAdd: await ask(anAdministrator, { requestType: 'adminAdd', assignment: { targetId: person.id, ...names } }),
      userUpdate: await ask(aPerson(wide.personId), {
        requestType: 'UserExtend',
        assignment,
        schedule: { expiration },
      }),
      adminRemove: await ask(anAdministrator, { requestType: 'adminRemove', assignment }),
    };
    for (const [type, { status, body }] of Object.entries(accepted)) {
      expect([type, status, body.requestType]).toEqual([type, 201, type]);
      expectContract('accessPackageAssignmentRequest', body);
    }
    await server.drain();
  });

  it.each(requestStates)('a request that is %s', async (state) => {
    await putInState(server, 'assignmentRequest', wide.requestId, state);
    const request = await read(`assignmentRequests/${wide.requestId}?$expand=*`);
    expect(request.state).toBe(state);
    expectContract('accessPackageAssignmentRequest', request);
  });

  it.each(assignmentStates)('an assignment that is %s', async (state) => {
    await putInState(server, 'assignment', wide.assignmentId, state);
    const assignment = await read(`assignments/${wide.assignmentId}?$expand=*`);
    expect(assignment.state).toBe(state);
    expectContract('accessPackageAssignment', assignment);
  });
});
