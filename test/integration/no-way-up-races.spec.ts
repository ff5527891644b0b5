import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { GroupRightsReader } from '../../src/directory/group-rights.reader.js';
import { roles } from '../../src/graph/roles.js';
import { groupsWithRights, type GroupsWithRights, tokenOf } from '../support/groups-with-rights.js';
import { createMigratedDatabase, type TestDatabase } from '../support/postgres.js';
import { withoutRowLocks } from '../support/row-locks.js';
import { aPerson, developmentTenantId as tenantId, startServer, type TestServer } from '../support/server.js';
import { replace } from '../support/two-servers.js';

const given = `INSERT INTO role_assignment (tenant_id, id, role_definition_id, principal_id, group_id, catalog_id) VALUES ($1, gen_random_uuid(), $2, $3, $3, $4)`;
const to = (id: string) => ({ '@odata.id': `https://any.example/v1.0/users/${id}` });

/** Two transactions at once, of which one gives a group a role or takes its owner out, and the other fills it. */
describe('a group that is filled while it comes to give rights', () => {
  let database: TestDatabase;
  let server: TestServer;
  let world: GroupsWithRights;
  let beside: pg.Client;
  let takeBack: (() => void) | undefined;

  beforeAll(async () => {
    database = await createMigratedDatabase();
    server = await startServer({ env: { DATABASE_URL: database.url } });
    world = await groupsWithRights(server);
    beside = new pg.Client({ connectionString: database.url });
    await beside.connect();
  });
  afterEach(() => takeBack?.());
  afterAll(async () => {
    await beside.end();
    await server.close();
    await database.drop();
  });

  const fill = async (groupId: string, who: 'groupsAdministrator' | 'groupOwner', userId: string) => {
    const client = server.as(tokenOf(who, world.ids[who] ?? ''));
    return (await client.post(`/v1.0/groups/${groupId}/members/$ref`, to(userId))).status;
  };
  const role = (groupId: string) => [tenantId, roles['Catalog owner'].id, groupId, world.catalogId];
  /** Until somebody waits for a lock that another transaction holds. */
  const somebodyWaits = async (watch: pg.Client): Promise<void> => {
    for (;;) {
      const { rows } = await watch.query<{ many: number }>(
        `SELECT count(*)::int4 AS many FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (rows[0]?.many) return;
      await sleep(10);
    }
  };

  it('is refused to who could not give the role, where the role comes first', async () => {
    const groupId = await world.aGroup();
    const { id: ada } = await world.there.aPerson();
    await beside.query('BEGIN');
    await beside.query(given, role(groupId));
    const filled = fill(groupId, 'groupsAdministrator', ada);
    await somebodyWaits(beside);
    await beside.query('COMMIT');
    expect(await filled).toBe(403);
  });

  it('would be filled by them, were no row locked', async () => {
    const groupId = await world.aGroup();
    const { id: ada } = await world.there.aPerson();
    takeBack = withoutRowLocks();
    await beside.query('BEGIN');
    await beside.query(given, role(groupId));
    expect(await fill(groupId, 'groupsAdministrator', ada)).toBe(204);
    await beside.query('COMMIT');
  });

  it('is given the role with whoever is in it by then, where they come first', async () => {
    const groupId = await world.aGroup();
    const { id: ada } = await world.there.aPerson();
    const [looked, goOn] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const watch = new pg.Client({ connectionString: database.url });
    await watch.connect();
    replace(server, GroupRightsReader, 'rightsBy', (rightsBy) => async (id) => {
      const found = await rightsBy(id);
      looked.resolve(undefined);
      await goOn.promise;
      return found;
    });
    const filled = fill(groupId, 'groupsAdministrator', ada);
    await looked.promise;
    const inserted = beside.query(given, role(groupId));
    await somebodyWaits(watch);
    goOn.resolve(undefined);
    expect(await filled).toBe(204);
    await inserted;
    const { rows } = await watch.query(
      'SELECT FROM role_assignment r JOIN group_member m USING (tenant_id, group_id) WHERE r.group_id = $1 AND m.user_id = $2',
      [groupId, ada],
    );
    expect(rows).toHaveLength(1);
    await watch.end();
  });

  it('is changed no more by an owner whom somebody takes out meanwhile', async () => {
    const groupId = await world.aGroup();
    const { id: ada } = await world.there.aPerson();
    await beside.query('BEGIN');
    await beside.query('SELECT FROM directory_group WHERE id = $1 FOR UPDATE', [groupId]);
    await beside.query('DELETE FROM group_owner WHERE group_id = $1', [groupId]);
    const filled = fill(groupId, 'groupOwner', ada);
    await somebodyWaits(beside);
    await beside.query('COMMIT');
    expect(await filled).toBe(403);
    expect(
      (await server.as(aPerson(randomUUID(), 'Group.Read.All')).get(`/v1.0/groups/${groupId}/members`)).body.value,
    ).toEqual([]);
  });
});
