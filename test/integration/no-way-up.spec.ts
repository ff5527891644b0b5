import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mostNestings } from '../../src/directory/index.js';
import { Database } from '../../src/platform/database/database.js';
import { rolesFor } from '../../src/graph/roles.js';
import {
  callers,
  type CallerName,
  groupsWithRights,
  type GroupsWithRights,
  places,
  tokenOf,
} from '../support/groups-with-rights.js';
import { given } from '../support/given.js';
import { readBy, readsDuring } from '../support/plans.js';
import {
  anApplication,
  type Answered,
  developmentTenantId as tenantId,
  startServer,
  type TestServer,
} from '../support/server.js';
import { databases } from '../support/size.js';

/** Who may put somebody into a group, by what the group gives. */
const anybody: readonly CallerName[] = callers;
const nameRoles: readonly CallerName[] = ['catalogOwner', 'administrator'];
const namePolicies: readonly CallerName[] = ['packageManager', 'catalogOwner', 'administrator'];
const administrators: readonly CallerName[] = ['administrator'];
const readCatalog: readonly CallerName[] = [
  'reader',
  'assignmentManager',
  'packageManager',
  'catalogOwner',
  'administrator',
];

type Case = readonly [name: string, make: (world: GroupsWithRights) => Promise<string>, mayGive: readonly CallerName[]];

const cases: readonly Case[] = [
  ['gives nothing', ({ aGroup }) => aGroup(), anybody],
  ['is in a group that gives nothing', async ({ aGroup, under }) => under(await aGroup(), 3), anybody],
  ...rolesFor('catalogs.read').map((role): Case => [
    `holds the role ${role} in a catalog`,
    ({ holding }) => holding(role),
    nameRoles,
  ]),
  ['holds the role Catalog creator', ({ holding }) => holding('Catalog creator', null), administrators],
  ...Object.entries(places).map(([place, stage]): Case => [
    `is named by a policy as ${place}`,
    async ({ deciding }) => (await deciding(stage)).groupId,
    namePolicies,
  ]),
  [
    'holds a role, and is named by a policy',
    async ({ holding, deciding }) => (await deciding(places.primary, await holding('Catalog reader'))).groupId,
    nameRoles,
  ],
  ['is in a group with a role', async ({ holding, under }) => under(await holding('Catalog owner'), 2), nameRoles],
  ['is ten deep in one', async ({ holding, under }) => under(await holding('Catalog owner'), 10), nameRoles],
  [
    'is eleven deep in one, where it counts no more',
    async ({ holding, under }) => under(await holding('Catalog owner'), 11),
    anybody,
  ],
  [
    'is in a group that a policy names',
    async ({ deciding, under }) => under((await deciding(places.fallback)).groupId, 4),
    namePolicies,
  ],
];

type Client = ReturnType<TestServer['as']>;
const to = (id: string, collection = 'users') => ({ '@odata.id': `https://any.example/v1.0/${collection}/${id}` });

/** Ids of people and of groups who are in no group yet. */
interface Fresh {
  readonly person: () => string;
  readonly group: () => string;
}

/** The ways of putting somebody into a group, or of making them its owner. */
const ways: Readonly<Record<string, (client: Client, path: string, fresh: Fresh) => Promise<Answered>>> = {
  'POST of a person': (client, path, { person }) => client.post(`${path}/members/$ref`, to(person())),
  'POST of a group': (client, path, { group }) => client.post(`${path}/members/$ref`, to(group(), 'groups')),
  'PATCH with both': (client, path, { person, group }) =>
    client.patch(path, { 'members@odata.bind': [`users/${person()}`, `groups/${group()}`] }),
  'POST of an owner': (client, path, { person }) => client.post(`${path}/owners/$ref`, to(person())),
};

async function freshIn(database: Database, each: number): Promise<Fresh> {
  const people = await database.query<{ id: string }[]>`
    INSERT INTO directory_user (tenant_id, id, display_name, user_principal_name)
    SELECT ${tenantId}::uuid, gen_random_uuid(), 'Fresh', gen_random_uuid() || '@contoso.example' FROM generate_series(1, ${each}::int4) RETURNING id`;
  const groups = await database.query<{ id: string }[]>`
    INSERT INTO directory_group (tenant_id, id, display_name)
    SELECT ${tenantId}::uuid, gen_random_uuid(), 'Fresh' FROM generate_series(1, ${each}::int4) RETURNING id`;
  const next = (rows: { id: string }[]) => () => rows.pop()?.id ?? '';
  return { person: next(people), group: next(groups) };
}

describe.each(databases)('a group that gives rights, on the %s database,', (kind) => {
  let server: TestServer;
  let world: GroupsWithRights;
  const client = (name: CallerName) => server.as(tokenOf(name, world.ids[name] ?? ''));
  let fresh: Fresh;
  const insideOf = async (id: string) =>
    (
      await server.app.get(Database).query<{ many: number }[]>`
        SELECT (SELECT count(*) FROM group_member WHERE group_id = ${id}::uuid)::int4 + (SELECT count(*) FROM nested_group WHERE group_id = ${id}::uuid)::int4
          + (SELECT count(*) FROM group_owner WHERE group_id = ${id}::uuid)::int4 AS many`
    )[0]?.many;

  beforeAll(async () => {
    server = await startServer({ database: kind });
    world = await groupsWithRights(server);
    fresh = await freshIn(server.app.get(Database), callers.length * cases.length * 3);
  });
  afterAll(() => server.close());

  it.each(cases)(
    'where it %s, is filled by who may give that, and by nobody else',
    async (_, make, mayGive) => {
      const id = await make(world);
      const path = `/v1.0/groups/${id}`;
      for (const [way, change] of Object.entries(ways)) {
        for (const name of callers) {
          const before = await insideOf(id);
          const { status, body, text } = await change(client(name), path, fresh);
          const isGiven = mayGive.includes(name);
          expect([way, name, status]).toEqual([way, name, isGiven ? 204 : 403]);
          expect([way, name, (await insideOf(id)) !== before]).toEqual([way, name, isGiven]);
          if (isGiven) continue;
          expect([name, body.error.message]).toEqual([name, expect.stringContaining('to add members or owners needs')]);
          const isTold = readCatalog.includes(name) && mayGive === namePolicies;
          expect([way, name, text.includes(world.catalogId)]).toEqual([way, name, isTold]);
        }
      }
    },
    60_000,
  );

  it('names the role or the policy to who can read it, and says what would do', async () => {
    const [groupId, other] = [await world.holding('Catalog reader'), await world.deciding(places.escalation)];
    const add = async (id: string, name: CallerName) =>
      (await client(name).post(`/v1.0/groups/${id}/members/$ref`, to(randomUUID()))).body.error.message;
    const reader = {
      as: 'user' as const,
      oid: randomUUID(),
      scp: 'Group.ReadWrite.All EntitlementManagement.Read.All',
    };
    const all = server.as({ ...reader, roles: ['GroupsAdministrator', 'GlobalReader'] });
    const told = await all.post(`/v1.0/groups/${groupId}/members/$ref`, to(randomUUID()));
    expect(told.body.error.message).toBe(
      `Whoever is in the group '${groupId}' has the role Catalog reader in the catalog '${world.catalogId}', by it or by a group that it is in: ` +
        'to add members or owners needs the delegated permission EntitlementManagement.ReadWrite.All or RoleManagement.ReadWrite.Directory ' +
        'and one of the directory roles IdentityGovernanceAdministrator, GlobalAdministrator, or the role Catalog owner there.',
    );
    expect(await add(groupId, 'packageManager')).toContain(
      'has rights in entitlement management that you may not give',
    );
    expect(await add(other.groupId, 'reader')).toContain(
      `is an approver of the assignment policy '${other.policyId}' in the catalog '${world.catalogId}'`,
    );
    const untold = await add(other.groupId, 'groupsAdministrator');
    expect(untold).toContain('has rights in entitlement management that you may not give');
    expect(untold).not.toMatch(new RegExp(`${world.catalogId}|${other.policyId}|policy|Catalog`));
  });

  it('lets members and owners go, and is renamed and deleted, as before', async () => {
    const id = await world.holding('Catalog owner');
    const path = `/v1.0/groups/${id}`;
    const { id: ada } = await given(server).aPerson();
    await server.as(anApplication).post(`${path}/members/$ref`, to(ada));
    const one = client('groupsAdministrator');
    const answers = [
      await one.delete(`${path}/members/${ada}/$ref`),
      await one.delete(`${path}/owners/${world.ids['groupOwner'] ?? ''}/$ref`),
      await one.patch(path, { displayName: 'Renamed' }),
      await one.patch(path, { 'members@odata.bind': [] }),
      await one.delete(path),
    ];
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
  });

  it('does not come back, filled, under the id that a policy still names', async () => {
    const { groupId: id } = await world.deciding(places.primary);
    expect((await server.as(anApplication).delete(`/v1.0/groups/${id}`)).status).toBe(204);
    const { id: ada } = await given(server).aPerson();
    const filled = { id, displayName: 'Again', 'members@odata.bind': [`users/${ada}`] };
    const owned = { id, displayName: 'Again', 'owners@odata.bind': [`users/${ada}`] };
    const one = client('groupsAdministrator');
    expect((await one.post('/v1.0/groups', filled)).status).toBe(403);
    expect((await one.post('/v1.0/groups', owned)).status).toBe(403);
    expect((await one.post('/v1.0/groups', { id, displayName: 'Again' })).status).toBe(201);
    expect((await one.post(`/v1.0/groups/${id}/members/$ref`, to(ada))).status).toBe(403);
    const another = { ...filled, id: randomUUID() };
    expect((await one.post('/v1.0/groups', another)).status).toBe(201);
  });

  it('is found among many policies, roles and groups by a few rows, and where there are too many, administrators alone fill it', async () => {
    const database = server.app.get(Database);
    const { groupId } = await world.deciding(places.primary);
    const [policies, catalogs] = [20_000, 1_500];
    await database.execute`
      INSERT INTO assignment_policy (tenant_id, id, access_package_id, display_name, allowed_target_scope, settings, created_at, modified_at)
      SELECT p.tenant_id, gen_random_uuid(), p.access_package_id, 'Policy ' || n, p.allowed_target_scope,
        jsonb_set(p.settings, '{requestApprovalSettings,stages,0,primaryApprovers}', jsonb_build_array(
          jsonb_build_object('@odata.type', '#microsoft.graph.groupMembers', 'groupId', gen_random_uuid()))) #- '{requestApprovalSettings,stages,1}', now(), now()
      FROM (SELECT * FROM assignment_policy WHERE settings::text LIKE ${`%${groupId}%`} LIMIT 1) p CROSS JOIN generate_series(1, ${policies}::int4) AS n`;
    await database.execute`ANALYZE assignment_policy`;
    const looks = async (id: string) => {
      const add = () => client('packageManager').post(`/v1.0/groups/${id}/members/$ref`, to(randomUUID()));
      let status = 0;
      const sent = await readsDuring(async () => (status = (await add()).status));
      const asked = sent.filter(({ text }) => text.includes('approver_groups_of'));
      const reads = await Promise.all(asked.map((one) => readBy(database, one)));
      return { status, asked: asked.length, rows: reads.reduce((sum, { rows }) => sum + rows, 0) };
    };
    const one = await looks(groupId);
    expect([one.status, one.asked]).toEqual([404, 1]);
    expect(one.rows).toBeLessThan(1_000);

    const holder = await world.holding('Catalog reader');
    await database.execute`
      WITH opened AS (INSERT INTO catalog (tenant_id, id, display_name, created_at, modified_at)
        SELECT ${tenantId}::uuid, gen_random_uuid(), 'Catalog number ' || n, now(), now() FROM generate_series(1, ${catalogs}::int4) AS n RETURNING id)
      INSERT INTO role_assignment (tenant_id, id, role_definition_id, principal_id, group_id, catalog_id)
      SELECT r.tenant_id, gen_random_uuid(), r.role_definition_id, r.principal_id, r.group_id, opened.id
      FROM role_assignment r CROSS JOIN opened WHERE r.group_id = ${holder}::uuid`;
    const many = await looks(holder);
    expect([many.status, many.asked]).toEqual([403, 1]);
    expect(many.rows).toBeLessThan(2_100);

    const inMany = await world.aGroup();
    await database.execute`
      WITH outer_ones AS (INSERT INTO directory_group (tenant_id, id, display_name)
        SELECT ${tenantId}::uuid, gen_random_uuid(), 'Outer ' || n FROM generate_series(1, ${mostNestings}::int4 + 1) AS n RETURNING id)
      INSERT INTO nested_group (tenant_id, group_id, member_id) SELECT ${tenantId}::uuid, id, ${inMany}::uuid FROM outer_ones`;
    expect((await looks(inMany)).status).toBe(403);
    expect((await client('administrator').post(`/v1.0/groups/${inMany}/members/$ref`, to(randomUUID()))).status).toBe(
      404,
    );
  }, 120_000);
});
