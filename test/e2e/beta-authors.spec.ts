import { betaEntitlements, entitlements, given, selfService } from '../support/given.js';
import {
  administrator,
  anAdministrator,
  anApplication,
  aPerson,
  startServer,
  type TestServer,
} from '../support/server.js';

describe('createdBy and modifiedBy under /beta', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const admin = () => server.as(anAdministrator);
  const authorsOf = async (path: string, who = anAdministrator) => {
    const { status, body } = await server.as(who).get(path);
    expect(status).toBe(200);
    return [body.createdBy, body.modifiedBy];
  };

  it('name who made an entity and who changed it last', async () => {
    const catalogs = `${betaEntitlements}/accessPackageCatalogs`;
    const made = await admin().post(catalogs, { displayName: 'Sales', catalogStatus: 'Published' });
    const path = `${catalogs}/${made.body.id}`;
    const { userPrincipalName } = administrator;
    expect(await authorsOf(path)).toEqual([userPrincipalName, userPrincipalName]);
    await server.as(anApplication).patch(path, { description: 'Those who sell' });
    expect(await authorsOf(path)).toEqual([userPrincipalName, anApplication.oid]);
    const v1 = await admin().get(`${entitlements}/catalogs/${made.body.id}`);
    expect(Object.keys(v1.body)).not.toContain('createdBy');
    expect((await admin().get(`${catalogs}?$filter=createdBy eq 'x'`)).status).toBe(400);
  });

  it('come with packages, policies and connected organizations, also where these are expanded', async () => {
    const there = given(server);
    const [organization, policy] = [await there.aConnectedOrganization(), await there.aPolicy()];
    const { accessPackageId } = policy;
    const byApplication = [anApplication.oid, anApplication.oid];
    expect(await authorsOf(`${betaEntitlements}/connectedOrganizations/${organization.id}`)).toEqual(byApplication);
    const change = { displayName: 'Everybody', accessPackageId, durationInDays: 30 };
    await admin().put(`${betaEntitlements}/accessPackageAssignmentPolicies/${policy.id}`, change);
    const { body } = await admin().get(
      `${betaEntitlements}/accessPackages/${accessPackageId}?$expand=accessPackageAssignmentPolicies`,
    );
    expect([body.createdBy, body.modifiedBy]).toEqual(byApplication);
    const [{ createdBy, modifiedBy }] = body.accessPackageAssignmentPolicies;
    expect([createdBy, modifiedBy]).toEqual([anApplication.oid, administrator.userPrincipalName]);
  });

  it('are told to nobody who does not read everything', async () => {
    const there = given(server);
    const [{ id }, policy] = [await there.aPerson(), await there.aPolicy(selfService)];
    const assignment = policy.names;
    await server.as(aPerson(id)).post(`${entitlements}/assignmentRequests`, { requestType: 'userAdd', assignment });
    await server.drain();
    const path = `${betaEntitlements}/accessPackageAssignmentPolicies/${policy.id}`;
    expect(await authorsOf(path, aPerson(id))).toEqual([null, null]);
    expect(await authorsOf(path)).toEqual([anApplication.oid, anApplication.oid]);
  });
});
