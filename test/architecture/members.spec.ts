import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserSet } from '../../src/entitlement-management/subject-sets/subject-sets.beta.js';
import { SubjectSetBody } from '../../src/entitlement-management/subject-sets/subject-sets.body.js';
import { betaMembers, betaTypes } from '../../src/graph/index.js';
import { declaredMembers } from '../../src/platform/edm/declared-members.js';
import { unheededMembers } from '../../src/platform/edm/member-classes.js';
import { betaShapeOf, memberNamed } from '../../src/platform/http/member-index.js';
import { DescribedRoutes } from '../../src/platform/openapi/described-routes.js';
import { bodyTypeOf } from '../../src/platform/beta/bodies.js';
import { type Bodies, bodyClasses, type Class, graphMembers } from '../support/body-classes.js';
import { startServer, type TestServer } from '../support/server.js';
import { root } from './tools.js';

let server: TestServer;
let classes: Awaited<ReturnType<typeof bodyClasses>>;
let membersOf: Awaited<ReturnType<typeof graphMembers>>;
beforeAll(async () => {
  server = await startServer();
  classes = await bodyClasses(server.app.get(DescribedRoutes, { strict: false }).byKey().values());
  membersOf = await graphMembers();
});
afterAll(() => server.close());

const page = readFileSync(join(root, 'docs/compatibility.md'), 'utf8');
/** Types whose members Graph has by the hundred: what is not declared of them is refused all the same. */
const large = ['user', 'group'];

/** What samples send, and what a link carries of a type that derives from the one that its metadata has. */
const ours = new Set([
  ...['stopDateTime', 'choices', 'isMultipleSelectionAllowed', 'allowsMultipleSelection', 'isSingleLineQuestion'],
  ...[
    'regexPattern',
    'callbackConfiguration',
    'createdBy',
    'createdDateTime',
    'lastModifiedBy',
    'lastModifiedDateTime',
  ],
]);

/** Every class that a body or a part of one is read as, with its names at Graph and the dialect whose shape it is. */
const all = (): { type: Class; names: readonly string[]; dialect: 'v1.0' | 'beta' }[] => [
  ...classes.bodies.map(({ type }) => ({ type, names: classes.namesOf(type), dialect: 'v1.0' as const })),
  ...classes.parts.map(({ type, dialect }) => ({ type, names: classes.namesOf(type), dialect })),
];

const isInBetasShape = (name: string): boolean =>
  classes.parts.some(({ type, dialect }) => dialect === 'beta' && classes.namesOf(type).includes(name));

/** The members that Graph has of a class in the dialects in which it is read. */
function known({ type, names, dialect }: ReturnType<typeof all>[number]): string[] {
  return names.flatMap((name) => {
    const isInBeta = dialect === 'beta' || bodyTypeOf(type) !== undefined || !isInBetasShape(name);
    const ofV1 = dialect === 'v1.0' ? (membersOf('v1.0', name) ?? []) : [];
    const inBeta = dialect === 'beta' ? name : (betaTypes[name] ?? name);
    return [...ofV1, ...(isInBeta ? (membersOf('beta', inBeta) ?? []) : [])];
  });
}

describe('the members of bodies', () => {
  it('stand in docs/compatibility.md as the code declares them', () => {
    const isFresh = classes.printedInto(page, classes) === page;
    expect(isFresh ? 'fresh' : 'stale: run `npm run docs:members`').toBe('fresh');
  });

  it('would be stale there if a member came into another class', () => {
    const [first, ...others] = classes.bodies;
    if (!first) throw new Error('No operation takes a body.');
    const { heeded, passedOver } = first;
    const moved = { ...first, heeded: heeded.slice(1), passedOver: [...passedOver, ...heeded.slice(0, 1)] };
    const changed: Bodies = { parts: classes.parts, bodies: [moved, ...others] };
    expect(classes.printedInto(page, changed)).not.toBe(page);
  });

  it('are in exactly one class each: every property and link that Graph has of the type', () => {
    const looked = all().filter(({ names }) => !names.some((name) => large.includes(name)));
    const missing = looked.flatMap((entry) => {
      const shape = betaShapeOf(entry.type);
      const isSet = entry.type.prototype instanceof SubjectSetBody;
      const kinds = [entry.type, ...(shape ? [shape.type()] : []), ...(isSet ? [UserSet] : [])];
      return known(entry)
        .filter((name) => memberNamed(kinds, name) === undefined)
        .map((name) => `${entry.type.name} (${entry.names.join()}): ${name}`);
    });
    expect(missing).toEqual([]);
    expect(looked.flatMap(known).length).toBeGreaterThan(300);
  });

  it('are known to Graph where they are passed over or refused', () => {
    const strangers = all().flatMap((entry) => {
      const names = new Set([...known(entry), ...(membersOf('v1.0', 'directoryObject') ?? [])]);
      return [...unheededMembers(entry.type).keys()]
        .map((name) => name.replace(/@odata\.bind$/, ''))
        .filter((name) => !names.has(name) && !ours.has(name))
        .map((name) => `${entry.type.name} (${entry.names.join()}): ${name}`);
    });
    expect(strangers).toEqual([]);
  });

  it('never are heeded as two spellings of one', () => {
    for (const { type } of all()) {
      const names = [...declaredMembers(type).keys(), ...unheededMembers(type).keys()].map((name) =>
        name.toLowerCase(),
      );
      expect(names).toEqual([...new Set(names)]);
    }
    const betas = Object.values(betaMembers).flatMap((names) => Object.entries(names));
    for (const [name, other] of betas) expect(name.toLowerCase()).not.toBe(other.toLowerCase());
  });
});
