import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { roles, type Task } from '../../src/graph/index.js';
import { aHalf, type Half } from '../support/delegated-world.js';
import { holds, type Role } from '../support/delegates.js';
import { entitlements, given } from '../support/given.js';
import { aPerson, anApplication, type Answered, type Client, startServer, type TestServer } from '../support/server.js';
import { sized } from '../support/size.js';

const catalogRoles = (Object.keys(roles) as Role[]).filter((role) => roles[role].heldIn === 'catalog');
const dialects = ['v1.0', 'beta'] as const;

/** Who holds which role where, in person or by a group, in some of the catalogs. */
const held = fc.array(
  fc.record({
    role: fc.constantFrom(...catalogRoles),
    at: fc.nat({ max: 2 }),
    by: fc.constantFrom('user' as const, 'group' as const),
  }),
  { maxLength: 4 },
);

/** What is read of a collection: everything that may lead from a row to others. */
const questions: Readonly<Record<string, readonly string[]>> = {
  catalogs: [
    '',
    '?$expand=accessPackages',
    '?$filter=accessPackages/any(p:p/displayName ne null)',
    '?$count=true&$top=1',
  ],
  accessPackages: [
    ...['', '?$expand=catalog,assignmentPolicies', '?$orderby=displayName desc&$top=50', '?$search="Package"'],
    ...['?$filter=catalog/displayName ne null', '?$filter=assignmentPolicies/$count gt 0&$count=true'],
  ],
  assignmentPolicies: ['', '?$expand=accessPackage($expand=catalog)', '?$filter=accessPackage/catalog/id ne null'],
  assignments: [
    ...['', '?$expand=target,accessPackage($expand=catalog),assignmentPolicy', '?$orderby=id desc'],
    ...['?$filter=accessPackage/catalog/displayName ne null&$count=true', "?$filter=target/displayName eq 'Holder'"],
  ],
  assignmentRequests: [
    ...['', '?$expand=requestor,accessPackage($expand=catalog),assignment', '?$orderby=createdDateTime desc'],
    ...["?$filter=requestType eq 'adminAdd'", '?$filter=assignment/accessPackage/id ne null'],
  ],
  subjects: ['', "?$filter=displayName eq 'Holder'", '?$orderby=displayName&$count=true'],
};
const asked = fc.array(
  fc
    .constantFrom(...Object.keys(questions))
    .chain((path) => fc.constantFrom(...(questions[path] ?? [])).map((query) => `${path}${query}`)),
  { minLength: 2, maxLength: 6 },
);

type Write = { readonly task: Task; readonly of: (client: Client, half: Half, text: string) => Promise<Answered> };

const at = (path: string): string => `${entitlements}/${path}`;
const writes: readonly Write[] = [
  {
    task: 'catalogs.manage',
    of: (client, { catalog }, description) => client.patch(at(`catalogs/${catalog}`), { description }),
  },
  {
    task: 'packages.manage',
    of: (client, { accessPackage }, description) =>
      client.patch(at(`accessPackages/${accessPackage}`), { description }),
  },
  {
    task: 'packages.manage',
    of: (client, { policy }, description) => client.patch(at(`assignmentPolicies/${policy}`), { description }),
  },
  {
    task: 'assignments.manage',
    of: (client, { assignment }) => client.post(at(`assignments/${assignment}/reprocess`)),
  },
];
const written = fc.array(fc.record({ write: fc.constantFrom(...writes), to: fc.nat({ max: 2 }) }), { maxLength: 4 });

describe('a delegate', () => {
  let server: TestServer;
  let halves: readonly Half[];
  beforeAll(async () => {
    server = await startServer();
    halves = [await aHalf(server), await aHalf(server), await aHalf(server)];
  }, 120_000);
  afterAll(() => server.close());

  /** Somebody who holds what was drawn. */
  const aDelegate = async (drawn: readonly { role: Role; at: number; by: 'user' | 'group' }[]): Promise<Client> => {
    const { id } = await given(server).aPerson();
    const group = await given(server).aGroup({ 'members@odata.bind': [`https://any.example/v1.0/users/${id}`] });
    const once = new Map(drawn.map((one) => [`${one.role} ${one.at} ${one.by}`, one]));
    for (const { role, at: place, by } of once.values()) {
      const holder = by === 'user' ? { id } : { id: group.id, kind: 'group' as const };
      await holds(server, holder, role, halves[place]?.catalog ?? '');
    }
    return server.as(aPerson(id));
  };

  /** Everything of a catalog as a reader of everything is shown it. */
  const stateOf = async ({ catalog, accessPackage, policy, hiding }: Half): Promise<string> => {
    const paths = [
      `catalogs/${catalog}`,
      `accessPackages/${accessPackage}`,
      `assignmentPolicies/${policy}`,
      `assignmentPolicies/${hiding}`,
    ];
    const answers = await Promise.all(paths.map((path) => server.as(anApplication).get(at(path))));
    return answers.map(({ text }) => text).join('\n');
  };

  it('sees and changes no more than the sum of their catalogs, whatever they hold, ask and write', async () => {
    const property = fc.asyncProperty(
      held,
      asked,
      written,
      fc.constantFrom(...dialects),
      async (drawn, queries, changes, dialect) => {
        const client = await aDelegate(drawn);
        const may = (task: Task, place: number): boolean =>
          drawn.some(({ role, at: where }) => where === place && (roles[role].tasks as readonly Task[]).includes(task));
        const hidden = halves.flatMap((half, place) => [
          ...(may('catalogs.read', place) ? [] : [half.catalog, half.accessPackage, half.policy, half.hiding]),
          ...(may('assignments.manage', place) ? [] : [half.assignment, half.request, half.pending, half.subject]),
        ]);
        for (const query of queries) {
          const { text, status } = await client.get(at(query).replaceAll(' ', '%20').replace('/v1.0', `/${dialect}`));
          // Beta has other names for some of what is asked about.
          if (dialect === 'v1.0') expect(status).toBe(200);
          for (const id of hidden) if (text.includes(id)) throw new Error(`${query} shows ${id}.`);
          for (const [place, { catalog }] of halves.entries()) {
            if (query === 'catalogs' && may('catalogs.read', place)) expect(text).toContain(catalog);
          }
        }
        const before = await Promise.all(halves.map(stateOf));
        for (const { write, to } of changes) {
          const half = halves[to] as Half;
          const { status } = await write.of(client, half, randomUUID());
          expect(status < 300).toBe(may(write.task, to));
        }
        const after = await Promise.all(halves.map(stateOf));
        for (const [place, state] of before.entries()) {
          const isTheirs = changes.some(({ write, to }) => to === place && may(write.task, to));
          if (!isTheirs) expect(after[place]).toBe(state);
        }
      },
    );
    await fc.assert(property, { numRuns: sized({ small: 12, ci: 25, full: 300 }) });
  }, 240_000);
});
