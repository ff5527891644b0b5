import { randomUUID } from 'node:crypto';
import { heldBesideAny } from '../../src/entitlement-management/assignments/additional-access.sql.js';
import { openPolicies } from '../../src/entitlement-management/assignment-requests/own-access/open-policies.js';
import { requestableBy } from '../../src/entitlement-management/assignment-requests/own-access/requestable.sql.js';
import { RequestFactsReader } from '../../src/entitlement-management/assignment-requests/request-facts.reader.js';
import type { Person, PolicyFacts } from '../../src/entitlement-management/assignment-requests/request-facts.js';
import { allowedTargetScopes } from '../../src/entitlement-management/assignment-policies/policy-settings.js';
import { Database } from '../../src/platform/database/database.js';
import { sql } from '../../src/platform/database/sql.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { Source, type Only } from '../../src/platform/odata/sql/source.js';
import { entitlements } from '../support/given.js';
import { randomly } from '../support/patterns.js';
import { facts, policy } from '../support/request-facts.js';
import {
  anAdministrator,
  aPerson,
  developmentTenantId as tenantId,
  startServer,
  type TestServer,
} from '../support/server.js';

const graph = '#microsoft.graph.';
const stamped = { createdAt: new Date(0), modifiedAt: new Date(0) };
const [group, otherGroup, fabrikam, proposed] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const people: string[] = Array.from({ length: 8 }, () => randomUUID());
const scope = 'EntitlementMgmt-SubjectAccess.ReadWrite';
const path = `${entitlements}/accessPackages/filterByCurrentUser(on='allowedRequestor')`;

interface Plan {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

/** How many rows of tables a plan read. */
const rowsRead = (plan: Plan): number =>
  (plan['Relation Name'] ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'] : 0) +
  (plan.Plans ?? []).reduce((sum, part) => sum + rowsRead(part), 0);

describe.each(['embedded', 'postgres'] as const)('own access on the %s database', (kind) => {
  let server: TestServer;
  let database: Database;

  beforeAll(async () => {
    server = await startServer({ database: kind });
    database = server.app.get(Database);
    const user = (at: number, more: object = {}) => ({
      ...{ tenantId, id: people[at] ?? '', displayName: `P${at}`, userPrincipalName: `p${at}@own.example`, ...more },
    });
    await database.pool.directoryUser.createMany({
      data: [
        ...[user(0), user(1, { userType: 'Guest' }), user(2, { accountEnabled: false }), user(3)],
        ...[user(4, { userType: 'Guest', mail: 'x@FABRIKAM.example' }), user(5, { mail: 'y@fabrikam.example' })],
        ...[user(6, { mail: 'z@proposed.example', userType: 'Guest' })],
      ],
    });
    await database.pool.directoryGroup.createMany({
      data: [group, otherGroup].map((id) => ({ tenantId, id, displayName: id })),
    });
    await database.pool.groupMember.createMany({
      data: [0, 1, 2].map((at) => ({ tenantId, groupId: group, userId: people[at] ?? '' })),
    });
    const organization = (id: string, name: string, state: string) => ({
      ...{ tenantId, id, displayName: name, state, ...stamped },
      identitySources: [
        { '@odata.type': `${graph}domainIdentitySource`, displayName: name, domainName: `${name}.example` },
      ],
    });
    await database.pool.connectedOrganization.createMany({
      data: [organization(fabrikam, 'fabrikam', 'configured'), organization(proposed, 'proposed', 'proposed')],
    });
  });
  afterAll(() => server.close());

  const personOf = (id: string): Promise<Person | null> =>
    server.app.get(Transactions).run({ tenantId, actor: 'test' }, () => server.app.get(RequestFactsReader).person(id));

  const explained = async (model: string, condition: Only, limit: number): Promise<number> => {
    const source = Source.of(model);
    const where = condition(source);
    const [row] = await database.query<[{ 'QUERY PLAN': [{ Plan: Plan }] }]>(sql`EXPLAIN (ANALYZE, FORMAT JSON)
      SELECT ${source.column('id')} FROM ${source.from} WHERE ${source.column('tenantId')} = ${tenantId}::uuid AND ${where}
      ORDER BY ${source.column('id')} LIMIT ${limit}`);
    return rowsRead(row['QUERY PLAN'][0].Plan);
  };

  it('is in SQL what the rules of a request say, for generated policies and people', async () => {
    const random = randomly(13);
    const one = <T>(items: readonly T[]): T => items[random(items.length)] as T;
    const set = () => {
      const type = `${one(['#microsoft.graph.', 'microsoft.graph.', ''])}${one(['singleUser', 'groupMembers', 'connectedOrganizationMembers', 'requestorManager'])}`;
      const groupId = one([group, otherGroup, null]);
      const connectedOrganizationId = one([fabrikam, proposed, null]);
      return { '@odata.type': type, userId: one([...people, null]), groupId, connectedOrganizationId };
    };
    const catalogs = [true, false].flatMap((isExternallyVisible) =>
      ['published', 'unpublished'].map((state) => ({ id: randomUUID(), isExternallyVisible, state })),
    );
    const packages = Array.from({ length: 300 }, () => ({
      id: randomUUID(),
      catalog: one(catalogs),
      isHidden: random(2) === 0,
    }));
    const policies = packages.flatMap(({ id: accessPackageId }): PolicyFacts[] =>
      Array.from({ length: random(4) }, () =>
        policy({
          ...{
            id: randomUUID(),
            displayName: randomUUID(),
            accessPackageId,
            allowedTargetScope: one(allowedTargetScopes),
          },
          settings: {
            requestorSettings: one([
              null,
              {},
              { enableTargetsToSelfAddAccess: false },
              ...Array(5).fill({ enableTargetsToSelfAddAccess: true }),
            ]),
            specificAllowedTargets: one([null, [], [set()], [set(), set(), set()]]),
          },
        }),
      ),
    );
    const { pool } = database;
    await pool.catalog.createMany({
      data: catalogs.map((one) => ({ tenantId, displayName: one.id, ...stamped, ...one })),
    });
    await pool.accessPackage.createMany({
      data: packages.map(({ id, catalog, isHidden }) => ({
        ...{ tenantId, id, catalogId: catalog.id, isHidden },
        displayName: id,
        ...stamped,
      })),
    });
    await pool.assignmentPolicy.createMany({
      data: policies.map(({ settings, ...row }) => ({
        tenantId,
        ...row,
        settings: { ...settings } as never,
        ...stamped,
      })),
    });
    const ours = new Set<string>(packages.map(({ id }) => id));
    const seen: number[] = [];
    for (const id of people) {
      const person = await personOf(id);
      const open = packages.filter(({ id: accessPackageId, catalog }) => {
        const accessPackage = {
          ...facts().accessPackage,
          id: accessPackageId,
          catalogState: catalog.state,
          isExternallyVisible: catalog.isExternallyVisible,
        } as never;
        const own = policies.filter((one) => one.accessPackageId === accessPackageId);
        const given = { accessPackage, accessPackageId, policies: own, policy: null, assignmentPolicyId: null };
        const caller = { ...facts().caller, objectId: id };
        return openPolicies(facts({ ...given, caller, targetId: id, target: person, requestor: person })).length > 0;
      });
      const { status, body, text } = await server.as(aPerson(id, scope)).get(`${path}?$top=999&$select=id`);
      if (id !== people[2]) expect([status, text.slice(0, 200)]).toEqual([200, expect.anything()]);
      const rows = status === 200 ? (body.value as { id: string }[]) : [];
      const found = rows.map((row) => row.id).filter((row) => ours.has(row));
      expect(found.sort()).toEqual(open.map((one) => one.id).sort());
      seen.push(found.length);
    }
    expect(new Set(seen).size).toBeGreaterThan(4);
    expect(seen[2]).toBe(0);
  }, 120_000);

  describe('among 20,000 packages with two policies each', () => {
    const catalogId = randomUUID();

    beforeAll(async () => {
      await database.pool.catalog.create({ data: { tenantId, id: catalogId, displayName: catalogId, ...stamped } });
      await database.execute`
        INSERT INTO access_package (tenant_id, id, catalog_id, display_name, created_at, modified_at)
        SELECT ${tenantId}::uuid, gen_random_uuid(), ${catalogId}::uuid, 'Many ' || n, now(), now() FROM generate_series(1, 20000) n`;
      await database.execute`
        INSERT INTO assignment_policy (tenant_id, id, access_package_id, display_name, allowed_target_scope, settings, created_at, modified_at)
        SELECT p.tenant_id, gen_random_uuid(), p.id, scope, scope, jsonb_build_object('requestorSettings', jsonb_build_object('enableTargetsToSelfAddAccess', true),
          'specificAllowedTargets', jsonb_build_array(jsonb_build_object('@odata.type', '#microsoft.graph.groupMembers', 'groupId', ${otherGroup}::text))), now(), now()
        FROM access_package p CROSS JOIN (VALUES ('specificDirectoryUsers'), ('allMemberUsers')) scopes (scope) WHERE p.catalog_id = ${catalogId}::uuid`;
      await database.execute`ANALYZE`;
    }, 120_000);

    it('reads the packages of a page and their policies, and no more', async () => {
      expect(await explained('accessPackage', requestableBy(await personOf(people[0] ?? '')), 2)).toBeLessThan(60);
      expect(await explained('accessPackage', requestableBy(await personOf(people[0] ?? '')), 101)).toBeLessThan(1_000);
    });

    it('reads each package and its policies once where nobody fits', async () => {
      const read = await explained('accessPackage', requestableBy(await personOf(people[1] ?? '')), 1_000);
      expect(read).toBeLessThan(20_500 * 4);
      const none = await explained('accessPackage', requestableBy(await personOf(people[2] ?? '')), 1_000);
      expect(none).toBe(0);
    });

    it('answers a page with where the next one is', async () => {
      const { status, body } = await server.as(aPerson(people[0] ?? '', scope)).get(`${path}?$top=1`);
      expect([status, body.value.length, typeof body['@odata.nextLink']]).toEqual([200, 1, 'string']);
    });
  });

  it('finds who holds too much, whatever number of pairs is declared', async () => {
    const [catalogId, one, other] = [randomUUID(), randomUUID(), randomUUID()];
    const { pool } = database;
    await pool.catalog.create({ data: { tenantId, id: catalogId, displayName: catalogId, ...stamped } });
    await pool.accessPackage.createMany({
      data: [one, other].map((id) => ({ tenantId, id, catalogId, displayName: id, ...stamped })),
    });
    await database.execute`
      INSERT INTO incompatible_access_package (tenant_id, access_package_id, incompatible_with_id)
      SELECT tenant_id, ${one}::uuid, id FROM access_package WHERE tenant_id = ${tenantId}::uuid AND id <> ${one}::uuid
      UNION ALL SELECT tenant_id, id, ${other}::uuid FROM access_package WHERE tenant_id = ${tenantId}::uuid AND id NOT IN (${one}::uuid, ${other}::uuid)`;
    const { status, body } = await server.as(anAdministrator).get(`${entitlements}/assignments/additionalAccess()`);
    expect([status, body.value]).toEqual([200, []]);
    expect(await explained('assignment', heldBesideAny, 100)).toBeLessThan(100);
  });
});
