import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assignmentStates } from '../../src/entitlement-management/assignments/assignment.js';
import { requestStates } from '../../src/entitlement-management/assignment-requests/request-states.js';
import { Routes } from '../../src/platform/http/routes.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { expectCollection, expectContract } from '../support/contract.js';
import { aWideRequest, put, widestPolicy } from '../support/full-width.js';
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

/** The collections that this file fills; others that are served are looked at as they are. */
const filled = ['catalogs', 'accessPackages', 'assignmentPolicies', 'assignmentRequests', 'assignments', 'subjects'];

describe("answers in Graph's declared shape", () => {
  it('every page and every entity of every collection, with every link followed', async () => {
    const routes = server.app.get(Routes).list();
    const looked = new Set<string>();
    for (const { path, entityType, links } of server.app.get(ResourceRegistry).all) {
      const set = path.replace('identityGovernance/entitlementManagement/', '');
      if (looked.has(set) || set === path || !routes.includes(`GET /${path}`)) continue;
      const followed = Object.keys(links).length > 0 ? '?$expand=*' : '';
      const page = await read(`${set}${followed}`);
      expectCollection(entityType, page);
      for (const { id } of page.value) expectContract(entityType, await read(`${set}/${id}${followed}`));
      expectCollection(entityType, await read(`${set}?$select=id&$top=1`));
      if (page.value.length > 0) looked.add(set);
    }
    expect([...looked]).toEqual(expect.arrayContaining(filled));
  });

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

  it('a request as it is accepted, with its answers', async () => {
    const assignment = { id: wide.assignmentId };
    const { names } = await given(server).aPolicy();
    const person = await given(server).aPerson();
    const expiration = { type: 'afterDuration', duration: 'P60D' };
    const accepted = {
      userAdd: wide.accepted,
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

  it('a request of every type', async () => {
    const { requestType } = server.app.get(ResourceRegistry).named('assignmentRequests').fields;
    const types = requestType?.kind.edm === 'enum' ? requestType.kind.members : [];
    expect(types).toHaveLength(12);
    for (const type of types) {
      await put(server, 'assignmentRequest', wide.requestId, { requestType: type });
      const request = await read(`assignmentRequests/${wide.requestId}?$expand=*`);
      expect(request.requestType).toBe(type);
      expectContract('accessPackageAssignmentRequest', request);
    }
  });

  it.each(requestStates)('a request that is %s', async (state) => {
    await put(server, 'assignmentRequest', wide.requestId, { state });
    const request = await read(`assignmentRequests/${wide.requestId}?$expand=*`);
    expect(request.state).toBe(state);
    expectContract('accessPackageAssignmentRequest', request);
  });

  it.each(assignmentStates)('an assignment that is %s', async (state) => {
    await put(server, 'assignment', wide.assignmentId, { state });
    const assignment = await read(`assignments/${wide.assignmentId}?$expand=*`);
    expect(assignment.state).toBe(state);
    expectContract('accessPackageAssignment', assignment);
  });
});
