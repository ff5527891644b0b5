import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { graphsMetadata } from '../support/body-classes.js';
import { ContractorsModule } from '../support/contractors/contractors.module.js';
import { callsIn, type CsdlDocument, readCsdl, type StructuredType } from '../support/csdl.js';
import { startServer, type TestServer } from '../support/server.js';

const documents = graphsMetadata.map((file) =>
  readCsdl(readFileSync(join(import.meta.dirname, '../contract', file), 'utf8')),
);
const graphs: CsdlDocument = {
  types: new Map(documents.flatMap(({ types }) => [...types].map(whole))),
  enums: new Map(documents.flatMap(({ enums }) => [...enums])),
  calls: documents.flatMap(({ calls }) => calls),
};

/** What is asked for a role, and how it is held, has members of a base at Graph, which are its own here. */
function whole([name, type]: readonly [string, StructuredType]): [string, StructuredType] {
  const base = name.startsWith('unifiedRole') ? roleBases().get(type.base ?? '') : undefined;
  if (!base) return [name, type];
  return [name, { ...type, base: 'entity', members: new Map([...type.members, ...base.members]) }];
}

function roleBases(): ReadonlyMap<string, StructuredType> {
  const roles = documents.find(({ types }) => types.has('unifiedRoleDefinition'));
  return new Map(
    [...(roles?.types ?? [])].filter(([name]) => /^(request|unifiedRoleSchedule(Instance)?Base)$/.test(name)),
  );
}

/** Where what is served differs from what Graph declares, on purpose. */
const differences = {
  /** Graph's metadata is a part of the whole, in which these are missing or cut short. */
  notInThePart: ['user', 'roleManagement', 'group.createdDateTime', 'group.owners'],
  /** Where Graph leads to any directoryObject, people alone are found here. */
  otherTypes: ['connectedOrganization.internalSponsors', 'connectedOrganization.externalSponsors'],
  /** What Graph declares for the same types and is not served: no other part of the types is missing. */
  lacking: [
    ...['accessPackageSuggestions', 'controlConfigurations', 'resourceRoleScopes', 'settings'].map(
      (name) => `entitlementManagement.${name}`,
    ),
    ...['accessPackageAssignmentPolicy.catalog', 'accessPackageResource.uploadSessions'],
    ...['destination', 'isEditable', 'isPersistedOnAssignmentRemoval', 'name', 'source'].map(
      (name) => `accessPackageResourceAttribute.${name}`,
    ),
    ...['accessPackageResourceEnvironment.resources', 'accessPackageResourceRequest.resource'],
    'accessPackageSubject.connectedOrganization',
    'rbacApplication.resourceNamespaces',
    ...['appScope', 'directoryScope'].map((name) => `unifiedRoleAssignment.${name}`),
    'unifiedRoleDefinition.inheritsPermissionsFrom',
  ],
  /** Of calls of extensions it is said that there are none; of applications it is known that they are there. */
  lackingWhole:
    /^(customExtensionCalloutInstance|servicePrincipal|directoryObject|unifiedRole(Assignment|Eligibility)Schedule\w*)\./,
  /** Never said here. */
  lackingWords: ['unknownFutureValue'],
};

let server: TestServer;
let text: string;
let ours: CsdlDocument;

beforeAll(async () => {
  server = await startServer({ extensions: [ContractorsModule] });
  const answer = await server.anonymous.get('/v1.0/$metadata');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8');
  text = answer.text;
  ours = readCsdl(text);
});
afterAll(() => server.close());

/** `on` is a text here, where Graph has an enumeration for each collection. */
const withoutWords = (call: string): string => call.replace(/\(on: [\w.]+\)/, '(on)');

const graphsOwn = () => [...ours.types].filter(([name]) => !differences.notInThePart.includes(name));

describe('$metadata', () => {
  it('declares only types that Graph has, as entities or complex types as Graph does, from the same base', () => {
    const headOf = (document: CsdlDocument, name: string) => {
      const { kind, base, isAbstract } = document.types.get(name) ?? {};
      return { name, kind, base, isAbstract };
    };
    const different = graphsOwn()
      .filter(([name]) => JSON.stringify(headOf(ours, name)) !== JSON.stringify(headOf(graphs, name)))
      .map(([name, { base }]) => `${name}: ${base}`);
    expect(different).toEqual([]);
  });

  it('gives every member the type that Graph gives it', () => {
    const faults = graphsOwn().flatMap(([name, { members }]) =>
      [...members]
        .filter(([member, type]) => graphs.types.get(name)?.members.get(member) !== type)
        .map(([member]) => `${name}.${member}`),
    );
    const missing = differences.notInThePart.filter((fault) => fault.includes('.'));
    expect(faults.sort()).toEqual([...missing, ...differences.otherTypes].sort());
  });

  it('lets a member be null that one of several resources of a type leaves open', () => {
    // A subject may have no object id yet; a requestor that the directory speaks for has one.
    expect(ours.types.get('accessPackageSubject')?.required.has('objectId')).toBe(false);
    expect(ours.types.get('accessPackage')?.required.has('displayName')).toBe(true);
  });

  it('says what it lacks of the types that it has', () => {
    const lacking = graphsOwn().flatMap(([name, { members }]) =>
      [...(graphs.types.get(name)?.members.keys() ?? [])]
        .filter((member) => !members.has(member))
        .map((member) => `${name}.${member}`),
    );
    const others = lacking.filter((member) => !differences.lackingWhole.test(member));
    expect(others.sort()).toEqual(differences.lacking.sort());
  });

  // Numbers stand behind Graph's words; here there are none, and none are sent.
  it('has the words of every enumeration that Graph has', () => {
    for (const [name, words] of ours.enums) {
      const graphsWords = (graphs.enums.get(name) ?? []).filter((word) => !differences.lackingWords.includes(word));
      expect([name, words.toSorted()]).toEqual([name, graphsWords.toSorted()]);
    }
  });

  it('refers only to what it declares', () => {
    const known = new Set([...ours.types.keys(), ...ours.enums.keys()]);
    const named = [...text.matchAll(/"(?:Collection\()?(?:microsoft\.)?graph\.([\w.]+)\)?"/g)].map(([, name]) => name);
    expect(named.filter((name) => !known.has(name ?? '') && !name?.startsWith('identityGovernance.'))).toEqual([]);
  });

  it('has the functions and actions as Graph has them', () => {
    const known = new Set(callsIn(graphs).map(withoutWords));
    expect(callsIn(ours).filter((call) => !known.has(withoutWords(call)))).toEqual([]);
    expect(callsIn(ours)).toEqual(
      expect.arrayContaining([
        'Action cancel on graph.accessPackageAssignmentRequest ()',
        'Action reprocess on graph.accessPackageAssignmentRequest ()',
        'Action reprocess on graph.accessPackageAssignment ()',
      ]),
    );
  });

  it('leads from the singleton to every collection, and knows nothing of extensions', () => {
    for (const name of ['identityGovernance', 'roleManagement'])
      expect(text).toContain(`<Singleton Name="${name}" Type="microsoft.graph.${name}" />`);
    expect([...(ours.types.get('rbacApplication')?.members.keys() ?? [])].sort()).toEqual([
      ...['roleAssignmentScheduleInstances', 'roleAssignmentScheduleRequests', 'roleAssignmentSchedules'],
      ...['roleAssignments', 'roleDefinitions', 'roleEligibilityScheduleInstances'],
      ...['roleEligibilityScheduleRequests', 'roleEligibilitySchedules'],
    ]);
    expect([...(ours.types.get('entitlementManagement')?.members.keys() ?? [])].sort()).toEqual([
      ...['accessPackageAssignmentApprovals', 'accessPackages', 'assignmentPolicies', 'assignmentRequests'],
      ...['assignments', 'availableAccessPackages', 'catalogs', 'connectedOrganizations'],
      ...['resourceEnvironments', 'resourceRequests', 'resources', 'subjects'],
    ]);
    expect(text).not.toMatch(/contractor/i);
  });
});
