import { randomUUID } from 'node:crypto';
import { openPolicies } from '../../src/entitlement-management/assignment-requests/reading/own-access/open-policies.js';
import { RequestFactsReader } from '../../src/entitlement-management/assignment-requests/deciding/request-facts.reader.js';
import type {
  Person,
  PolicyFacts,
} from '../../src/entitlement-management/assignment-requests/deciding/request-facts.js';
import { allowedTargetScopes } from '../../src/entitlement-management/assignment-policies/policy-settings.js';
import { Database } from '../../src/platform/database/database.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { entitlements } from '../support/given.js';
import { randomly } from '../support/patterns.js';
import { readBy, readsDuring } from '../support/plans.js';
import { facts, policy } from '../support/request-facts.js';
import {
  anAdministrator,
  aPerson,
  developmentTenantId as tenantId,
  startServer,
  type TestServer,
} from '../support/server.js';
import { databases } from '../support/size.js';

const graph = '#microsoft.graph.';
const stamped = { createdAt: new Date(0), modifiedAt: new Date(0) };
const [group, otherGroup, fabrikam, proposed] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const people: string[] = Array.from({ length: 8 }, () => randomUUID());
const scope = 'EntitlementMgmt-SubjectAccess.ReadWrite';
const path = `${entitlements}/accessPackages/filterByCurrentUser(on='allowedRequestor')`;

describe.each(databases)('own access on the %s database', (kind) => {
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
    const check = async (kept: readonly PolicyFacts[]): Promise<number[]> => {
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
          const own = kept.filter((one) => one.accessPackageId === accessPackageId);
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
      return seen;
    };
    const seen = await check(policies);
    expect(new Set(seen).size).toBeGreaterThan(4);
    expect(seen[2]).toBe(0);
    // Written by SQL, as processes of before do: what a policy offers follows it.
    const [gone, changed, silenced] = [0, 1, 2].map((rest) => policies.filter((_, at) => at % 6 === rest));
    const among = (those: readonly PolicyFacts[] = []) => ({
      where: { tenantId, id: { in: those.map(({ id }) => id) } },
    });
    const targets = [{ '@odata.type': `${graph}singleUser`, userId: people[3] ?? '' }];
    const now = { requestorSettings: { enableTargetsToSelfAddAccess: true }, specificAllowedTargets: targets };
    const allowedTargetScope = 'specificDirectoryUsers';
    await pool.assignmentPolicy.deleteMany(among(gone));
    await pool.assignmentPolicy.updateMany({ ...among(changed), data: { allowedTargetScope, settings: now } });
    await pool.assignmentPolicy.updateMany({ ...among(silenced), data: { settings: {} } });
    const kept = policies
      .filter((one) => !gone?.includes(one))
      .map((one) => ({
        ...one,
        ...(changed?.includes(one) ? { allowedTargetScope, settings: now } : {}),
        ...(silenced?.includes(one) ? { settings: {} } : {}),
      }));
    expect((await check(kept))[3]).toBeGreaterThan(changed?.length ? 30 : Infinity);
    // Every package is opened, or closed, by its catalog alone.
    const turned = (data: { state?: string; isExternallyVisible?: boolean }) =>
      pool.catalog.updateMany({ where: { tenantId, id: { in: catalogs.map(({ id }) => id) } }, data }).then(() => {
        for (const one of catalogs) Object.assign(one, data);
      });
    await turned({ state: 'published', isExternallyVisible: true });
    await check(kept);
    await turned({ state: 'unpublished' });
    expect(await check(kept)).toEqual(people.map(() => 0));
  }, 120_000);

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
    const sent = await readsDuring(async () => {
      const { status, body } = await server.as(anAdministrator).get(`${entitlements}/assignments/additionalAccess()`);
      expect([status, body.value]).toEqual([200, []]);
    });
    expect(sent.length).toBeGreaterThan(0);
    for (const statement of sent) expect((await readBy(database, statement)).rows).toBeLessThan(100);
  });
});
