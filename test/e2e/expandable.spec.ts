import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Dialect } from '../../src/platform/beta/names.js';
import { pathIn } from '../../src/platform/beta/paths.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import type { Resource } from '../../src/platform/odata/resource.js';
import { type CsdlDocument, readCsdl } from '../support/csdl.js';
import { aWideRequest } from '../support/full-width.js';
import { entitlements } from '../support/given.js';
import { anAdministrator, startServer, type TestServer } from '../support/server.js';

/** What is no entity that has an address: the way to the collections, which are followed by addresses alone. */
const ways = ['entitlementManagement', 'identityGovernance', 'rbacApplication', 'roleManagement'];
/** Of which kind an entity is says each of them: nothing that one kind has is followed from what they have in common. */
const bases = ['directoryObject'];

interface Step {
  readonly name: string;
  readonly isNavigation: boolean;
}

let server: TestServer;
let packageId: string;
let catalogId: string;

beforeAll(async () => {
  server = await startServer();
  packageId = (await aWideRequest(server)).policy.accessPackageId;
  const { body } = await server.as(anAdministrator).get(`${entitlements}/accessPackages/${packageId}/catalog`);
  catalogId = body.id;
});
afterAll(() => server.close());

/** Each member of a type and of what it derives from. */
function* membersOf({ types }: CsdlDocument, type: string): Generator<[Step, string]> {
  const found = types.get(type);
  if (!found) return;
  for (const [name, text] of found.members) {
    const [, kind, to = ''] = /^(\w+) (?:Collection\()?(?:graph\.)?([\w.]+)/.exec(text) ?? [];
    yield [{ name, isNavigation: kind === 'NavigationProperty' }, to];
  }
  if (found.base !== undefined) yield* membersOf(document(found.base, types), found.base);
}

const document = (_: string, types: CsdlDocument['types']): CsdlDocument => ({ types, enums: new Map(), calls: [] });

/** The ways from a type to each navigation property of it and of the parts that it keeps in itself. */
function* waysFrom(
  metadata: CsdlDocument,
  type: string,
  entities: ReadonlySet<string>,
  before: readonly Step[] = [],
): Generator<readonly Step[]> {
  if (before.length > 4) return;
  for (const [step, to] of membersOf(metadata, type)) {
    const way = [...before, step];
    if (step.isNavigation) yield way;
    if (entities.has(to) || !metadata.types.has(to)) continue;
    yield* waysFrom(metadata, to, entities, way);
    for (const kind of kindsOf(metadata, to)) {
      const cast = { name: `microsoft.graph.${kind}`, isNavigation: false };
      for (const own of metadata.types.get(kind)?.members ?? [])
        if (own[1].startsWith('Navigation')) yield [...way, cast, { name: own[0], isNavigation: true }];
    }
  }
}

/** The types that derive from one directly. */
const kindsOf = ({ types }: CsdlDocument, type: string): string[] =>
  [...types].filter(([, { base }]) => base === type).map(([name]) => name);

/** `answers/answeredQuestion` where the first is complex, `stages($expand=extension)` where it is an entity itself. */
const asExpanded = ([step, ...rest]: readonly Step[]): string => {
  if (!step) return '';
  if (rest.length === 0) return step.name;
  return step.isNavigation ? `${step.name}($expand=${asExpanded(rest)})` : `${step.name}/${asExpanded(rest)}`;
};

/** Where what has no address of its own is listed. */
const listed = (): Readonly<Record<string, string>> => ({
  resourceRoles: `catalogs/${catalogId}/resourceRoles`,
  resourceScopes: `catalogs/${catalogId}/resourceScopes`,
  resourceRoleScopes: `accessPackages/${packageId}/resourceRoleScopes`,
});

async function read(dialect: Dialect, { name, path, fields }: Resource, query: string) {
  const isAnswer = path.startsWith('Collection');
  const requirements = `${entitlements}/accessPackages/${packageId}/getApplicablePolicyRequirements`;
  if (isAnswer) return server.as(anAdministrator).post(`${requirements.replace('v1.0', dialect)}?${query}`);
  expect(fields).toHaveProperty('id');
  const below = listed()[name];
  const at = below === undefined ? path : pathIn(dialect, `identityGovernance/entitlementManagement/${below}`);
  return server.as(anAdministrator).get(`/${dialect}/${at}?${query}`);
}

describe.each<Dialect>(['v1.0', 'beta'])('$expand on %s', (dialect) => {
  const isThere = ({ name }: Resource) =>
    !['requestors', 'approvals', 'approvalStages', 'offeredRoleScopes'].includes(name);

  it('takes every navigation property that $metadata declares, of entities and of what they keep in themselves', async () => {
    const metadata = readCsdl((await server.anonymous.get(`/${dialect}/$metadata`)).text);
    const resources = server.app.get(ResourceRegistry).in(dialect).all;
    const entities = new Set([...resources.map(({ entityType }) => entityType), ...ways, ...bases]);
    const reached = new Set<string>();
    const answers: [string, number][] = [];
    for (const resource of resources.filter(isThere)) {
      for (const way of waysFrom(metadata, resource.entityType, entities)) {
        reached.add(way.at(-1)?.name ?? '');
        for (const options of ['', '&$select=*']) {
          const query = `$expand=${asExpanded(way)}${options}`;
          const { status } = await read(dialect, resource, query);
          answers.push([`${resource.name}?${query}`, status]);
        }
      }
    }
    expect(answers.filter(([, status]) => status !== 200)).toEqual([]);
    expect(answers.length).toBeGreaterThan(40);
    const declared = [...metadata.types].flatMap(([type, { members }]) =>
      [...members].filter(([, text]) => text.startsWith('Navigation') && !ways.includes(type)).map(([name]) => name),
    );
    const ofApprovals = dialect === 'beta' ? 'steps' : 'stages';
    expect([...new Set(declared)].filter((name) => !reached.has(name))).toEqual([ofApprovals]);
  });

  it('shows what it names beside what is selected, and refuses what it cannot do there', async () => {
    const policies = resourceNamed('assignmentPolicies');
    const both = '$select=id&$expand=questions,customExtensionStageSettings($expand=customExtension)';
    const { body } = await read(dialect, policies, both);
    for (const policy of body.value)
      expect(Object.keys(policy).sort()).toEqual(['customExtensionStageSettings', 'id', 'questions']);
    const whole = await read(dialect, policies, '$select=id,questions,customExtensionStageSettings');
    expect(body.value).toEqual(whole.body.value);
    for (const [query, message] of [
      ['questions($top=1)', "'questions' is shown as a whole"],
      ['questions($levels=2)', "'questions' is shown as a whole"],
      ['questions($expand=text)', "'text', which is no navigation property of 'questions'"],
      ['displayName', "Could not find a property named 'displayName'"],
      ['questions/text', "Could not find a property named 'questions/text'"],
      ['nothing/at/all', "Could not find a property named 'nothing/at/all'"],
    ] as const) {
      const refused = await read(dialect, policies, `$expand=${query}`);
      expect([query, refused.status, refused.body.error?.message]).toEqual([
        query,
        400,
        expect.stringContaining(message),
      ]);
    }
  });

  function resourceNamed(name: string): Resource {
    return server.app.get(ResourceRegistry).in(dialect).named(name);
  }
});
