import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/database.js';
import { columnsFor, documentsOf } from '../../src/platform/odata/plan/documents.js';
import { wholeShape } from '../../src/platform/odata/plan/shape.js';
import { limits } from '../../src/platform/odata/query/limits.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { Source } from '../../src/platform/odata/sql/source.js';
import { entitlements, given } from '../support/given.js';
import {
  anAdministrator,
  type Answered,
  developmentTenantId,
  startServer,
  type TestServer,
} from '../support/server.js';
import { databases } from '../support/size.js';
import { tokenFor } from '../support/tokens.js';

const policies = 999;
const holders = 300;
const fat = 60 * 1024;
const described = 50;
/** What a page has beside its documents: its other members and its links. */
const margin = 2 ** 20;
const tenant = developmentTenantId;

/** Policies whose settings are as large as a body may be, which the database keeps compressed to a hundredth. */
const fillPolicies = (database: Database, accessPackageId: string) => database.execute`
  INSERT INTO assignment_policy (tenant_id, id, access_package_id, display_name, settings, created_at, modified_at)
  SELECT ${tenant}::uuid, gen_random_uuid(), ${accessPackageId}::uuid, 'Policy ' || n,
    jsonb_build_object('specificAllowedTargets', jsonb_build_array(jsonb_build_object('@odata.type', '#microsoft.graph.singleUser',
      'userId', gen_random_uuid(), 'description', repeat('x', ${fat}::int4)))),
    now(), now()
  FROM generate_series(1, ${policies}::int4) AS n`;

/** People who hold a package, each under a policy of their own, or all under one. */
const fillHolders = (database: Database, accessPackageId: string, policyId: string | null) => database.execute`
  WITH people AS (
    INSERT INTO subject (tenant_id, id, object_id, created_at)
    SELECT ${tenant}::uuid, gen_random_uuid(), gen_random_uuid(), now() FROM generate_series(1, ${holders}::int4)
    RETURNING object_id
  ), numbered AS (SELECT object_id, row_number() OVER () AS n FROM people),
  named AS (SELECT id, row_number() OVER () AS n FROM assignment_policy WHERE display_name LIKE 'Policy %')
  INSERT INTO assignment (tenant_id, id, request_id, target_id, access_package_id, assignment_policy_id, policy_version,
    state, start_at, created_at)
  SELECT ${tenant}::uuid, gen_random_uuid(), gen_random_uuid(), object_id, ${accessPackageId}::uuid,
    COALESCE(${policyId}::uuid, named.id), 1, 'delivered', now(), now()
  FROM numbered JOIN named USING (n)`;

/** The documents that a resource reads where all of its members are shown. */
const read = {
  catalogs: ['description'],
  accessPackages: ['description'],
  assignmentPolicies: ['description', 'settings'],
  policyRequirements: ['description', 'settings'],
  assignmentRequests: ['answers', 'failure', 'justification', 'schedule'],
  approvalStages: ['justification', 'settings'],
  connectedOrganizations: ['description', 'identitySources'],
  groups: ['description'],
  roleDefinitions: ['description'],
  customWorkflowExtensions: [
    ...['authenticationConfiguration', 'callbackConfiguration', 'clientConfiguration'],
    ...['description', 'endpointConfiguration'],
  ],
  availableAccessPackages: ['description'],
  resources: ['attributes', 'description'],
  resourceRoles: ['description'],
  resourceEnvironments: ['description'],
};
/** Only beta's resource requests show the resource as it was. */
const readInBeta = { resourceRequests: ['resource'] };
/** Columns of texts of 320 characters at most: names, addresses and words. */
const short = [
  ...[
    'displayName',
    'mail',
    'email',
    'userPrincipalName',
    'principalName',
    'targetEmail',
    'reviewedByName',
    'userType',
  ],
  ...['catalogType', 'state', 'status', 'subjectType', 'requestType', 'effect', 'reviewResult', 'allowedTargetScope'],
  ...['id', 'type', 'name', 'source', 'originSystem', 'originId', 'environment'],
];

/** Packages in every catalog, each described at length by characters that JSON escapes. */
const fillDescribed = (database: Database) => database.execute`
  WITH made AS (
    INSERT INTO catalog (tenant_id, id, display_name, description, state, created_at, modified_at)
    SELECT ${tenant}::uuid, gen_random_uuid(), 'Described ' || n, repeat(chr(1), 4000), 'published', now(), now()
    FROM generate_series(1, ${described}::int4) AS n RETURNING id
  )
  INSERT INTO access_package (tenant_id, id, catalog_id, display_name, description, created_at, modified_at)
  SELECT ${tenant}::uuid, gen_random_uuid(), made.id, 'Described ' || n, repeat(chr(1), 4000), now(), now()
  FROM made, generate_series(1, ${described}::int4) AS n`;

interface Weighed extends Pick<Answered, 'status' | 'body'> {
  readonly bytes: number;
}

const idsIn = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

describe.each(databases)('The bytes of an answer on the %s database', (kind) => {
  let server: TestServer;
  let database: Database;
  let one: Awaited<ReturnType<ReturnType<typeof given>['aPolicy']>>;
  let fatPackage: string;
  let token: string;

  beforeAll(async () => {
    server = await startServer({ database: kind });
    database = server.app.get(Database);
    token = await tokenFor(server.app, { as: 'user', ...anAdministrator });
    one = await given(server).aPolicy();
    fatPackage = (await given(server).aPackage()).id;
    await fillPolicies(database, fatPackage);
    await database.execute`UPDATE assignment_policy SET display_name = 'One', settings = (SELECT settings FROM assignment_policy
      WHERE display_name = 'Policy 1') WHERE id = ${one.id}::uuid`;
    await fillHolders(database, fatPackage, null);
    await fillHolders(database, one.accessPackageId, one.id);
  }, 120_000);
  afterAll(() => server.close());

  async function get(path: string): Promise<Weighed> {
    const answer = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    const text = await answer.text();
    return { status: answer.status, bytes: Buffer.byteLength(text), body: JSON.parse(text) };
  }

  /** Every page from an address on. */
  async function walked(path: string): Promise<Weighed[]> {
    const pages: Weighed[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const page: Weighed = await get(next);
      expect([page.status, page.body.error?.message]).toEqual([200, undefined]);
      pages.push(page);
      next = page.body['@odata.nextLink']?.slice(server.url.length);
    }
    return pages;
  }

  it('of a page are bounded, and the rest follows, each row once', async () => {
    const pages = await walked(`${entitlements}/assignmentPolicies?$top=999&$orderby=displayName desc&$count=true`);
    const ids = pages.flatMap(({ body }) => idsIn(body.value));
    expect(Math.max(...pages.map(({ bytes }) => bytes))).toBeLessThan(limits.pageBytes + margin);
    expect(pages[0]?.body['@odata.count']).toBe(policies + 1);
    expect([ids.length, new Set(ids).size]).toEqual([policies + 1, policies + 1]);
    // Pages are as full as the budget lets them be.
    expect(pages.length).toBeLessThanOrEqual(Math.ceil((policies + 1) / Math.floor(limits.pageBytes / (fat + 200))));
  }, 120_000);

  it('leave the size of a page as it was asked for where it has room', async () => {
    const [first, ...others] = await walked(`${entitlements}/assignmentPolicies?$top=40&$skip=900`);
    expect([first, ...others].map((page) => page?.body.value.length)).toEqual([40, 40, 20]);
    const narrow = await get(`${entitlements}/assignmentPolicies?$top=999&$select=id,displayName`);
    expect([narrow.body.value.length, narrow.bytes < margin]).toEqual([999, true]);
  });

  it('of expanded collections are bounded, and each goes on where it was cut', async () => {
    const path = `${entitlements}/accessPackages?$expand=assignmentPolicies`;
    Object.assign(limits, { expandedBytes: 2 * 2 ** 20 });
    const answer = await get(path).finally(() => Object.assign(limits, { expandedBytes: 8 * 2 ** 20 }));
    expect([answer.status, answer.body.error?.message]).toEqual([200, undefined]);
    expect(answer.bytes).toBeLessThan(3 * 2 ** 20);
    const owners = answer.body.value as { id: string; assignmentPolicies: { id: string }[] }[];
    const lone = owners.find(({ id }) => id === one.accessPackageId);
    expect(idsIn(lone?.assignmentPolicies ?? [])).toEqual([one.id]);
    expect(lone).not.toHaveProperty(['assignmentPolicies@odata.nextLink']);
    const cut = owners.find(({ id }) => id === fatPackage) as Record<string, never> | undefined;
    const rest = await walked(String(cut?.['assignmentPolicies@odata.nextLink']).slice(server.url.length));
    const ids = [...idsIn(cut?.['assignmentPolicies'] ?? []), ...rest.flatMap(({ body }) => idsIn(body.value))];
    expect([ids.length, new Set(ids).size]).toEqual([policies, policies]);
  }, 120_000);

  it.each([
    ['each with another one', () => fatPackage],
    ['all with the same, which is written again and again', () => one.accessPackageId],
  ])('of links to one entity are refused where they are too many, %s', async (_, ofPackage) => {
    const path = `${entitlements}/assignments?$filter=accessPackage/id eq ${ofPackage()}`.replaceAll(' ', '%20');
    const refused = await get(`${path}&$top=999&$expand=assignmentPolicy`);
    expect([refused.status, refused.body.error]).toMatchObject([
      400,
      {
        code: 'InvalidFilter',
        message: expect.stringMatching(/8 MB at 'assignmentPolicy'.*'assignmentPolicy\(\$select=id\)'.*'\$top'/),
      },
    ]);
    const fewer = await get(`${path}&$top=100&$expand=assignmentPolicy`);
    expect([fewer.status, fewer.body.value.length]).toEqual([200, 100]);
    expect(fewer.bytes).toBeLessThan(limits.expandedBytes + margin);
    const narrow = await get(`${path}&$top=999&$expand=assignmentPolicy($select=id)`);
    expect([narrow.status, narrow.body.value.length]).toEqual([200, holders]);
  });

  it('of long texts are bounded like those of documents, as they are written', async () => {
    await fillDescribed(database);
    const told = `&$filter=startswith(displayName,'Described')`;
    const first = await get(`${entitlements}/accessPackages?$top=999${told}`);
    expect([first.status, first.bytes < limits.pageBytes + margin]).toEqual([200, true]);
    expect(first.body).toHaveProperty(['@odata.nextLink']);
    const refused = await get(`${entitlements}/accessPackages?$top=999${told}&$select=id&$expand=catalog`);
    expect([refused.status, refused.body.error.message]).toEqual([400, expect.stringContaining("8 MB at 'catalog'")]);
    const cut = await get(`${entitlements}/catalogs?$expand=accessPackages${told}`);
    expect([cut.status, cut.bytes < limits.pageBytes + limits.expandedBytes + margin]).toEqual([200, true]);
    expect(cut.body.value[0]).toHaveProperty(['accessPackages@odata.nextLink']);
    const narrow = await get(`${entitlements}/catalogs?$expand=accessPackages($select=id)&$select=id${told}`);
    expect([narrow.status, narrow.bytes < margin]).toEqual([200, true]);
    expect(narrow.body.value[0].accessPackages).toHaveLength(described);
  }, 120_000);

  it('of entities by their ids are bounded, where no next page could follow', async () => {
    const made = await database.query<{ id: string }[]>`
      INSERT INTO directory_group (tenant_id, id, display_name, description, created_at)
      SELECT ${tenant}::uuid, gen_random_uuid(), 'Described', repeat(chr(1), 4000), now() FROM generate_series(1, 400) RETURNING id`;
    const ask = (ids: readonly string[], select = '') =>
      server.as(anAdministrator).post(`/v1.0/directoryObjects/getByIds${select}`, { ids });
    const refused = await ask(idsIn(made));
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      expect.stringContaining('ask for fewer of them'),
    ]);
    const fewer = await ask(idsIn(made.slice(0, 100)));
    expect([fewer.status, fewer.body.value.length, fewer.text.length < limits.pageBytes]).toEqual([200, 100, true]);
    const narrow = await ask(idsIn(made), '?$select=id');
    expect([narrow.status, narrow.body.value.length]).toEqual([200, 400]);
  });

  it.each(['v1.0', 'beta'] as const)('are those of documents that a member shows, in %s', (dialect) => {
    const found = server.app
      .get(ResourceRegistry)
      .in(dialect)
      .all.map((resource) => {
        const source = Source.of(resource.model);
        const shape = wholeShape(resource);
        const isSmall = (name: string) => !['text', 'jsonb'].includes(source.typeOf(name)) || short.includes(name);
        const large = columnsFor(resource, shape.fields, source).filter((name) => !isSmall(name));
        expect(documentsOf(shape, source).map(({ name }) => name)).toEqual(expect.arrayContaining(large));
        return [resource.name, large.toSorted()] as const;
      });
    const shown = dialect === 'beta' ? { ...read, ...readInBeta } : read;
    expect(Object.fromEntries(found.filter(([, names]) => names.length > 0))).toEqual(shown);
  });
});
