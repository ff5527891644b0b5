import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { roles } from '../../src/graph/index.js';
import { given } from '../support/given.js';
import { anAdministrator, anApplication, type Answered, aPerson, type Client } from '../support/server.js';
import { startServer, type TestServer } from '../support/server.js';
import { databases } from '../support/size.js';

type Json = Record<string, unknown>;

/** What the provider azuread sends with every call: a kind of content also where there is none, and OData's versions. */
const headers = {
  accept: 'application/json; charset=utf-8; IEEE754Compatible=false',
  'content-type': 'application/json; charset=utf-8',
  'odata-maxversion': '4.0',
  'odata-version': '4.0',
  'user-agent':
    'HashiCorp Terraform/1.9.8 (+https://www.terraform.io) Terraform Plugin SDK/2.34.0 terraform-provider-azuread/3.0.2 HashiCorp/go-azure-sdk (Go-http-Client/1.1 MicrosoftGraph-AccessPackage/beta)',
};

/** What a configuration says of each resource, as a body in one version; the provider sends what is unset as null. */
interface Configuration {
  readonly version: 'beta' | 'v1.0';
  readonly catalogs: string;
  readonly policies: string;
  catalog(published: boolean): Json;
  accessPackage(catalog: Json): Json;
  policy(accessPackageId: string, displayName: string, approverId: string): Json;
}

const entitlements = '/identityGovernance/entitlementManagement';
const roleAssignments = '/roleManagement/entitlementManagement/roleAssignments';
const packages = `${entitlements}/accessPackages`;
const about = (what: string): Json => ({ displayName: what, description: `${what}, kept by Terraform` });

/** The models of the provider's library drop what is read-only, and add the type that they are of. */
function asModel(answer: Json, type: string): Json {
  const dropped = ['@odata.context', 'createdBy', 'createdDateTime', 'modifiedBy', 'modifiedDateTime'];
  const kept = Object.entries(answer).filter(([name]) => !dropped.includes(name));
  return { ...Object.fromEntries(kept), '@odata.type': `#microsoft.graph.${type}` };
}

const inBeta: Configuration = {
  version: 'beta',
  catalogs: `${entitlements}/accessPackageCatalogs`,
  policies: `${entitlements}/accessPackageAssignmentPolicies`,
  catalog: (published) => ({
    ...about('Sales'),
    ...{ catalogStatus: published ? 'published' : 'unpublished', isExternallyVisible: false },
    '@odata.type': '#microsoft.graph.accessPackageCatalog',
  }),
  accessPackage: (catalog) => ({
    ...about('Sales tools'),
    ...{ isHidden: false, accessPackageCatalog: asModel(catalog, 'accessPackageCatalog') },
    '@odata.type': '#microsoft.graph.accessPackage',
  }),
  policy: (accessPackageId, displayName, id) => ({
    ...about(displayName),
    ...{ accessPackageId, canExtend: true, durationInDays: 90, expirationDateTime: null, questions: [] },
    requestorSettings: { scopeType: 'AllExistingDirectoryMemberUsers', acceptRequests: true, allowedRequestors: [] },
    requestApprovalSettings: {
      ...{ isApprovalRequired: true, isApprovalRequiredForExtension: false, isRequestorJustificationRequired: true },
      approvalStages: [
        {
          ...{ approvalStageTimeOutInDays: 14, escalationTimeInMinutes: null, isEscalationEnabled: null },
          ...{ isApproverJustificationRequired: null, escalationApprovers: [] },
          primaryApprovers: [{ '@odata.type': '#microsoft.graph.singleUser', id, isBackup: false }],
        },
      ],
    },
    '@odata.type': '#microsoft.graph.accessPackageAssignmentPolicy',
  }),
};

const inV1: Configuration = {
  version: 'v1.0',
  catalogs: `${entitlements}/catalogs`,
  policies: `${entitlements}/assignmentPolicies`,
  catalog: (published) => ({
    ...about('Sales'),
    ...{ state: published ? 'published' : 'unpublished', isExternallyVisible: false },
    '@odata.type': '#microsoft.graph.accessPackageCatalog',
  }),
  accessPackage: ({ id }) => ({
    ...about('Sales tools'),
    ...{ isHidden: false, catalog: { id } },
    '@odata.type': '#microsoft.graph.accessPackage',
  }),
  policy: (id, displayName, userId) => ({
    ...about(displayName),
    ...{ accessPackage: { id }, allowedTargetScope: 'allMemberUsers', questions: [] },
    expiration: { type: 'afterDuration', duration: 'P90D' },
    requestorSettings: { enableTargetsToSelfAddAccess: true },
    requestApprovalSettings: {
      ...{ isApprovalRequiredForAdd: true, isApprovalRequiredForUpdate: false, isRequestorJustificationRequired: true },
      stages: [
        {
          ...{ durationBeforeAutomaticDenial: 'P14D', isEscalationEnabled: false, escalationApprovers: [] },
          primaryApprovers: [{ '@odata.type': '#microsoft.graph.singleUser', userId }],
        },
      ],
    },
    '@odata.type': '#microsoft.graph.accessPackageAssignmentPolicy',
  }),
};

/** Calls as the provider makes them; what is not the status that it expects ends the run, and names the refusal. */
function provider(client: Client, version: string) {
  const at = (path: string) => `/${version}${path}`;
  const succeeded = ({ status, body }: Answered, expected: number[]): Json & { readonly id: string } => {
    expect([expected.includes(status), status, body?.error]).toEqual([true, status, undefined]);
    return body;
  };
  const read = async (path: string, id: string) => succeeded(await client.get(at(`${path}/${id}`), headers), [200]);
  return {
    read,
    list: async (path: string, query: Record<string, string>) =>
      succeeded(await client.get(at(`${path}?${String(new URLSearchParams(query))}`), headers), [200])[
        'value'
      ] as Json[],
    /** Reads at once what it has created: an answer of 404 would be read again and again. */
    create: async (path: string, body: Json) =>
      read(path, succeeded(await client.post(at(path), body, headers), [200, 201]).id),
    patch: async (path: string, id: string, body: Json) => {
      const { status, body: answer } = await client.patch(at(`${path}/${id}`), body, headers);
      expect([200, 204]).toContain(status);
      expect(answer?.error).toBeUndefined();
      return read(path, id);
    },
    replace: async (path: string, id: string, body: Json) => {
      succeeded(await client.put(at(`${path}/${id}`), body, headers), [200, 204]);
      return read(path, id);
    },
    /** Deletes, and reads until it is gone. */
    destroy: async (path: string, id: string) => {
      expect((await client.delete(at(`${path}/${id}`), headers)).status).toBe(204);
      expect((await client.get(at(`${path}/${id}`), headers)).status).toBe(404);
    },
  };
}

describe.each(databases)('Terraform against the %s database', (database) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ database });
  });
  afterAll(() => server.close());

  const somebody = async (): Promise<string> => (await given(server).aPerson()).id;

  /** Somebody who may open catalogs, and nothing else: in what they open they are the owner. */
  async function aCatalogCreator(): Promise<Client> {
    const principalId = await somebody();
    const body = { principalId, roleDefinitionId: roles['Catalog creator'].id, appScopeId: '/' };
    expect((await server.as(anAdministrator).post(`/v1.0${roleAssignments}`, body)).status).toBe(201);
    return server.as(aPerson(principalId));
  }
  const anOperator = (): Promise<Client> => Promise.resolve(server.as(anApplication));

  it.each([
    ['an application with the permission', 'beta', inBeta, anOperator],
    ['an application with the permission', 'v1.0', inV1, anOperator],
    ['a Catalog creator', 'beta', inBeta, aCatalogCreator],
    ['a Catalog creator', 'v1.0', inV1, aCatalogCreator],
  ] as const)('is applied, changed and destroyed by %s in %s', async (_, __, wanted, signIn) => {
    const [principalId, approverId] = [await somebody(), await somebody()];
    const terraform = provider(await signIn(), wanted.version);
    const name = { $filter: "displayName eq 'Access package manager'" };
    const [role] = await terraform.list('/roleManagement/entitlementManagement/roleDefinitions', name);
    expect(role).toMatchObject({
      id: roles['Access package manager'].id,
      templateId: roles['Access package manager'].id,
    });

    const catalog = await terraform.create(wanted.catalogs, wanted.catalog(false));
    const accessPackage = await terraform.create(
      packages,
      wanted.accessPackage(await terraform.read(wanted.catalogs, catalog.id)),
    );
    const policy = await terraform.create(wanted.policies, wanted.policy(accessPackage.id, 'Members', approverId));
    const assignment = await terraform.create(roleAssignments, {
      ...{ directoryScopeId: '/', principalId, roleDefinitionId: role?.['id'] },
      appScopeId: `/AccessPackageCatalog/${catalog.id}`,
    });
    expect(assignment).toMatchObject({ principalId, roleDefinitionId: role?.['id'] });
    expect(assignment['appScopeId']).toBe(`/AccessPackageCatalog/${catalog.id}`);

    const state = [
      [wanted.catalogs, catalog],
      [packages, accessPackage],
      [wanted.policies, policy],
      [roleAssignments, assignment],
    ] as const;
    for (const [path, kept] of state) expect(await terraform.read(path, kept.id)).toEqual(kept);

    const published = await terraform.patch(wanted.catalogs, catalog.id, wanted.catalog(true));
    expect(published).toMatchObject(
      wanted.version === 'beta' ? { catalogStatus: 'Published' } : { state: 'published' },
    );
    const members = wanted.policy(accessPackage.id, 'All members', approverId);
    expect(await terraform.replace(wanted.policies, policy.id, members)).toMatchObject({ displayName: 'All members' });

    for (const [path, { id }] of state.toReversed()) await terraform.destroy(path, id);
  });

  it('is refused with the first call to somebody who holds no role, and leaves nothing', async () => {
    const client = server.as(aPerson(await somebody()));
    const displayName = randomUUID();
    const refused = await client.post(`/beta${inBeta.catalogs}`, { ...inBeta.catalog(true), displayName }, headers);
    expect([refused.status, refused.body.error.message]).toEqual([403, expect.stringContaining('Catalog creator')]);
    const left = await server.as(anAdministrator).get(`/v1.0${inV1.catalogs}?$filter=displayName eq '${displayName}'`);
    expect(left.body.value).toEqual([]);
  });
});
