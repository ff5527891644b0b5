import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Routes } from '../../src/platform/http/routes.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { type CsdlDocument, readCsdl } from '../support/csdl.js';
import { aWideRequest, widestPolicy } from '../support/full-width.js';
import { entitlements, given } from '../support/given.js';
import { anAdministrator, startServer, type TestServer } from '../support/server.js';

interface Known {
  readonly base?: string;
  readonly members: readonly string[];
}

/** Names of types and members as Microsoft's SDK of beta has them (@microsoft/msgraph-beta-sdk 1.0.0-preview.81). */
const betas = JSON.parse(readFileSync(join(import.meta.dirname, '../contract/beta-members.json'), 'utf8')) as Readonly<
  Record<string, Known>
>;

/** Where what is served under /beta differs from what Graph has there, on purpose. */
const differences = {
  /** Sets of people that only v1.0 can name; a policy that has them says so. Applications and roles are as v1.0 has them. */
  otherTypes: [
    'directoryObject',
    ...['identityGovernance.groupBasedSubjectSet', 'identityGovernance.ruleBasedSubjectSet'],
    ...['accessPackageRequestApprovalStageCallbackConfiguration', 'customExtensionCallbackConfiguration'],
    ...['azureAdPopTokenAuthentication', 'azureAdTokenAuthentication', 'customExtensionAuthenticationConfiguration'],
    ...['customExtensionClientConfiguration', 'customExtensionEndpointConfiguration', 'httpRequestEndpoint'],
    'logicAppTriggerEndpointConfiguration',
    ...['rbacApplication', 'roleManagement'],
    ...['servicePrincipal', 'singleServicePrincipal', 'targetApplicationOwners', 'targetManager'],
    ...['', 'Schedule', 'ScheduleInstance', 'ScheduleRequest'].map((form) => `unifiedRoleAssignment${form}`),
    'unifiedRoleDefinition',
    ...['Schedule', 'ScheduleInstance', 'ScheduleRequest'].map((form) => `unifiedRoleEligibility${form}`),
    'unifiedRolePermission',
  ],
  /** A question is an entity, as in v1.0. */
  otherBases: ['accessPackageQuestion: entity'],
  /** Its catalog is a link as in v1.0, so that it can be expanded. */
  beyond: ['accessPackageResourceRequest.accessPackageCatalog'],
  /** What beta has of the types that are served, and is not there. */
  lacking: {
    accessPackage: ['uniqueName'],
    accessPackageAssignment: ['accessPackageAssignmentRequests', 'accessPackageAssignmentResourceRoles'],
    accessPackageAssignmentPolicy: ['accessPackageCatalog', 'customExtensionHandlers'],
    accessPackageAssignmentRequest: ['customExtensionHandlerInstances', 'parameters', 'verifiedCredentialsData'],
    accessPackageAssignmentRequestRequirements: ['verifiableCredentialRequirementStatus'],
    accessPackageCatalog: ['customAccessPackageWorkflowExtensions', ...['privilegeLevel', 'uniqueName']],
    accessPackageResourceAttribute: [
      ...['attributeDestination', 'attributeName', 'attributeSource', 'isEditable'],
      'isPersistedOnAssignmentRemoval',
    ],
    accessPackageResourceEnvironment: ['accessPackageResources', 'createdBy', 'modifiedBy'],
    accessPackageResourceRequest: ['accessPackageResource', 'executeImmediately', 'requestor'],
    accessPackageSubject: ['connectedOrganization'],
    assignmentReviewSettings: ['isAgenticExperienceEnabled'],
  },
  /** Of calls of extensions it is said that there are none; of the directory, and of what is beside these types, little is served. */
  lackingMuch: /[eE]xtension|^(user|group|identityGovernance|entitlementManagement)$/,
};

let server: TestServer;
let ours: CsdlDocument;

beforeAll(async () => {
  server = await startServer();
  ours = readCsdl((await server.anonymous.get('/beta/$metadata')).text);
});
afterAll(() => server.close());

describe('/beta/$metadata', () => {
  it('declares only types that beta has, from the same base', () => {
    const strange = [...ours.types.keys()].filter((name) => !(name in betas));
    expect(strange.sort()).toEqual(differences.otherTypes.toSorted());
    const otherBases = [...ours.types].filter(([name, { base }]) => name in betas && betas[name]?.base !== base);
    expect(otherBases.map(([name, { base }]) => `${name}: ${base}`).sort()).toEqual(differences.otherBases.toSorted());
  });

  it('gives them only members that they have there', () => {
    const strange = [...ours.types].flatMap(([name, { members }]) =>
      [...members.keys()]
        .filter((member) => name in betas && !betas[name]?.members.includes(member))
        .map((member) => `${name}.${member}`),
    );
    expect(strange).toEqual(differences.beyond);
  });

  it('says what it lacks of them', () => {
    const lacking = [...ours.types].flatMap(([name, { members }]) => {
      const missing = (betas[name]?.members ?? []).filter((member) => !members.has(member) && member !== 'id');
      return missing.length > 0 && !differences.lackingMuch.test(name) ? [[name, missing.toSorted()] as const] : [];
    });
    expect(Object.fromEntries(lacking)).toEqual(differences.lacking);
  });

  it('refers only to what it declares, and to all of it', async () => {
    const { text } = await server.anonymous.get('/beta/$metadata');
    const known = new Set([...ours.types.keys(), ...ours.enums.keys()]);
    const named = [...text.matchAll(/"(?:Collection\()?(?:microsoft\.)?graph\.([\w.]+)\)?"/g)].map(([, name]) => name);
    expect(named.filter((name) => !known.has(name ?? '') && name !== 'identityGovernance')).toEqual([]);
    const derived = [...ours.types].filter(([, { base }]) => base !== undefined && base !== 'entity');
    const used = new Set([...named, ...derived.map(([name]) => name), 'entity', 'entitlementManagement']);
    expect([...known].filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('answers of /beta', () => {
  it('are held against it: every page and every entity of every collection, with every link followed', async () => {
    const there = given(server);
    await aWideRequest(server);
    await there.aCatalog({ description: 'Not yet', state: 'unpublished' });
    const policy = await there.aPolicy(widestPolicy);
    const person = await there.aPerson();
    const organization = await there.aConnectedOrganization();
    const reference = { '@odata.id': `${server.url}/v1.0/users/${person.id}` };
    const sponsors = `${entitlements}/connectedOrganizations/${organization.id}/internalSponsors/$ref`;
    expect((await server.as(anAdministrator).post(sponsors, reference)).status).toBe(204);
    const read = async (path: string) => {
      const { status, body, text } = await server.as(anAdministrator).get(`/beta/${path}`);
      if (status !== 200) throw new Error(`${path}: expected 200, got ${status}: ${text}`);
      return body;
    };
    const routes = server.app.get(Routes).list();
    const looked = new Set<string>();
    const { all } = server.app.get(ResourceRegistry);
    const inBeta = new Map(
      server.app
        .get(ResourceRegistry)
        .in('beta')
        .all.map(({ name, path }) => [name, path]),
    );
    for (const { name, path, links } of all) {
      const followed = Object.keys(links).length > 0 ? '?$expand=*' : '';
      if (looked.has(path) || !routes.includes(`GET /${path}`)) continue;
      const page = await read(`${inBeta.get(name)}${followed}`);
      for (const { id } of page.value) await read(`${inBeta.get(name)}/${id}${followed}`);
      if (page.value.length > 0) looked.add(path);
    }
    expect(looked.size).toBeGreaterThanOrEqual(8);
    const widest = await read(`identityGovernance/entitlementManagement/assignmentPolicies/${policy.id}`);
    expect(widest.requestorSettings.allowedRequestors).toHaveLength(widestPolicy.specificAllowedTargets.length);
  });
});
