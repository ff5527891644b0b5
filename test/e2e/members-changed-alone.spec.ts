import { randomUUID } from 'node:crypto';
import type { Dialect } from '../../src/platform/beta/names.js';
import { pathIn } from '../../src/platform/beta/paths.js';
import { DescribedRoutes } from '../../src/platform/openapi/described-routes.js';
import { type Prepares, worldOf } from '../support/accepted-calls.js';
import { acceptedOfDirectory, acceptedOfOrganizations } from '../support/accepted-directory.js';
import { acceptedOfExtensions } from '../support/accepted-extensions.js';
import { acceptedOfPackages, acceptedOfPolicies } from '../support/accepted-policies.js';
import { acceptedOfRequests } from '../support/accepted-requests.js';
import { acceptedOfResources } from '../support/accepted-resources.js';
import { bodyClasses, type Class } from '../support/body-classes.js';
import { type Change, changed, changesOf, comparable, inDialect } from '../support/changed-alone.js';
import { anAdministrator, startServer, type TestServer } from '../support/server.js';
import { size } from '../support/size.js';

const guids = [randomUUID(), randomUUID(), randomUUID()];

let server: TestServer;
let accepted: Prepares;
let classOf: ReadonlyMap<string, Class>;
beforeAll(async () => {
  server = await startServer();
  const world = worldOf(server, guids);
  for (const id of guids) await world.there.aPerson({ id, mail: `${id}@contoso.example` });
  accepted = {
    ...acceptedOfDirectory(world),
    ...acceptedOfOrganizations(world),
    ...(await acceptedOfPackages(world)),
    ...(await acceptedOfPolicies(world)),
    ...(await acceptedOfRequests(world)),
    ...acceptedOfResources(world),
    ...acceptedOfExtensions(world),
  };
  const { bodies } = await bodyClasses(server.app.get(DescribedRoutes, { strict: false }).byKey().values());
  classOf = new Map(
    bodies.flatMap(({ type, operations }) => operations.map((operation) => [operation, type] as const)),
  );
});
afterAll(() => server.close());

interface Outcome {
  readonly status: number;
  readonly text: string;
  /** What is stored then; empty for a refusal. */
  readonly stored: string;
}

/** Sends an operation's body in a dialect, with a change if one is given. */
async function sent(operation: string, dialect: Dialect, change?: Change): Promise<Outcome & { body: object }> {
  const [prepare, type] = [accepted[operation], classOf.get(operation)];
  if (!prepare || !type) throw new Error(`No body is known for ${operation}.`);
  const { path, body: said, stored, as = server.as(anAdministrator) } = await prepare(dialect);
  const named = inDialect(said, type, dialect);
  const body = change ? changed(named, change) : named;
  const method = operation.split(' ')[0]?.toLowerCase() as 'post' | 'put' | 'patch';
  const answer = await as[method](`/${dialect}/${pathIn(dialect, path)}`, body);
  // What a request has come to would differ with how far the worker is.
  if (operation.includes('assignmentRequests')) await server.drain();
  const row = answer.status < 400 ? comparable(await stored(answer), guids) : '';
  return { status: answer.status, text: answer.text, stored: row, body: named };
}

const pathOf = ({ path }: Change): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');

const isRefusal = ({ status }: Outcome): boolean => status >= 400 && status < 500;

/** What is wrong with what became of a member; undefined where it did as its class says. */
async function faultOf(changes: readonly Change[], attempt: (change: Change) => Promise<Outcome>, base: string) {
  const [first] = changes;
  if (!first) return undefined;
  for (const change of changes) {
    const outcome = await attempt(change);
    const [at, isSame] = [pathOf(change), outcome.stored === base];
    if (outcome.status >= 500) return `${at} ends in ${outcome.status}`;
    if (change.is === 'heeded' && (isRefusal(outcome) || !isSame)) return undefined;
    if (change.is !== 'heeded' && isRefusal(outcome) && !outcome.text.includes(`'${at}'`))
      return `${at} is refused without its name`;
    if (change.is === 'refused' && !isRefusal(outcome)) return `${at} is declared refused, and taken`;
    if (change.is === 'passed over' && !isRefusal(outcome) && !isSame)
      return `${at} is declared passed over, and changes something`;
  }
  return first.is === 'heeded' ? `${pathOf(first)} is declared heeded, and changes nothing` : undefined;
}

const operations = [
  ...[
    'PATCH accessPackageAssignmentApprovals/{id}/stages/{stageId}',
    'PATCH accessPackages/{id}',
    'PATCH catalogs/{id}',
  ],
  ...['PATCH assignmentPolicies/{id}', 'PATCH connectedOrganizations/{id}', 'PATCH groups/{id}', 'PATCH users/{key}'],
  ...['POST accessPackages', 'POST accessPackages/{id}/incompatibleAccessPackages/$ref', 'POST assignmentPolicies'],
  ...['POST accessPackages/{id}/incompatibleGroups/$ref', 'POST assignmentRequests', 'POST catalogs', 'POST groups'],
  ...['POST connectedOrganizations', 'POST connectedOrganizations/{id}/internalSponsors/$ref', 'POST users'],
  ...['POST connectedOrganizations/{id}/externalSponsors/$ref', 'POST directoryObjects/getByIds'],
  ...['POST groups/{id}/members/$ref', 'POST users/{key}/sponsors/$ref', 'PUT assignmentPolicies/{id}'],
  ...['POST resourceRequests', 'POST accessPackages/{id}/resourceRoleScopes'],
  'POST roleManagement/entitlementManagement/roleAssignments',
  'POST catalogs/{id}/customWorkflowExtensions',
  ...['PUT', 'PATCH'].map((method) => `${method} catalogs/{id}/customWorkflowExtensions/{extensionId}`),
  ...['POST groups/{id}/owners/$ref', 'POST servicePrincipals', 'PUT users/{key}/manager/$ref'],
];

/** In small size an operation is looked at in one dialect: they take turns. */
const asked = operations.flatMap((operation, at) =>
  (['v1.0', 'beta'] as const)
    .filter((_, which) => size !== 'small' || which === at % 2)
    .map((dialect) => [operation, dialect] as const),
);

/** The parts of policies are read the same for every operation: they are looked at where policies are made. */
const isDeep = (operation: string): boolean => !/P(UT|ATCH) assignmentPolicies/.test(operation);

describe('each member of a body, changed alone', () => {
  it('is looked at for every operation that takes a body', () => {
    expect([...classOf.keys()].sort()).toEqual([...operations].sort());
    expect(Object.keys(accepted).sort()).toEqual([...operations].sort());
  });

  it.each(asked)(
    'changes what is stored, is refused, or is declared passed over: %s in %s',
    async (operation, dialect) => {
      const type = classOf.get(operation);
      if (!type) throw new Error(`${operation} takes no body.`);
      const base = await sent(operation, dialect);
      expect([base.status < 300, base.text]).toEqual([true, base.text]);
      expect((await sent(operation, dialect)).stored).toBe(base.stored);
      const faults: string[] = [];
      const all = changesOf({ ...base.body }, type, dialect, guids);
      const looked = isDeep(operation) ? all : all.filter(([first]) => first?.path.length === 1);
      for (const changes of looked) {
        const fault = await faultOf(changes, (change) => sent(operation, dialect, change), base.stored);
        if (fault !== undefined) faults.push(fault);
      }
      expect(faults).toEqual([]);
    },
    300_000,
  );
});
