import { Database } from '../../src/platform/database/database.js';
import { pathIn } from '../../src/platform/beta/paths.js';
import { ResourceRegistry } from '../../src/platform/odata/resource-registry.js';
import { entitlements } from '../support/given.js';
import { everyMigration, type KeptDatabase, keptDatabases, restored } from '../support/kept-databases.js';
import { anAdministrator, anApplication, aPerson, startServer, type TestServer } from '../support/server.js';

type Json = Record<string, unknown>;

const dialects = ['v1.0', 'beta'] as const;
const requests = `${entitlements}/assignmentRequests`;

describe.each(keptDatabases)('a server that starts on the database %s', (name) => {
  let kept: KeptDatabase;
  let server: TestServer;
  const query = <Row>(sql: string, ...values: unknown[]): Promise<Row[]> =>
    // eslint-disable-next-line no-restricted-syntax -- The statements are this test's own.
    server.app.get(Database).pool.$queryRawUnsafe<Row[]>(sql, ...values);
  const stateOf = async (id: string): Promise<unknown> =>
    (await server.as(anApplication).get(`${requests}/${id}`)).body.state;
  /** How often something was told of each of these requests. */
  const told = async (fact: string, ids: readonly string[]): Promise<number[]> => {
    const sql = `SELECT count(*)::int AS times FROM domain_event WHERE name = $1 AND aggregate_id = $2::uuid`;
    const rows = await Promise.all(ids.map((id) => query<{ times: number }>(sql, fact, id)));
    return rows.map(([row]) => row?.times ?? 0);
  };
  const assignmentsOf = async (ids: readonly string[]): Promise<number[]> => {
    const sql = `SELECT count(*)::int AS times FROM assignment WHERE request_id = $1::uuid AND state = 'delivered'`;
    const rows = await Promise.all(ids.map((id) => query<{ times: number }>(sql, id)));
    return rows.map(([row]) => row?.times ?? 0);
  };

  beforeAll(async () => {
    kept = await restored(name);
    server = await startServer({ env: kept.env });
  });
  afterAll(async () => {
    await server.close();
    await kept.drop();
  });

  it('applies the migrations that it lacks', async () => {
    const rows = await query<{ name: string }>('SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1');
    expect(rows.map((row) => row.name)).toEqual(everyMigration());
    expect((await server.anonymous.get('/health/ready')).status).toBe(200);
  });

  it('lists every collection, and shows each of its members, in both dialects', async () => {
    const registry = server.app.get(ResourceRegistry);
    const seen: Record<string, number> = {};
    for (const dialect of dialects) {
      for (const { path, links } of registry.in(dialect).all) {
        const address = `/${dialect}/${pathIn(dialect, path)}`;
        const expand = Object.keys(links).join(',');
        const { status, text, body } = await server
          .as(anAdministrator)
          .get(`${address}?$top=999${expand && `&$expand=${expand}`}`);
        // What has no address of its own, or none here yet.
        if ([400, 404, 501].includes(status)) continue;
        expect({ address, status, text: status === 200 ? '' : text }).toEqual({ address, status: 200, text: '' });
        const members = body.value as Json[];
        seen[address] = members.length;
        for (const { id } of members)
          expect((await server.as(anAdministrator).get(`${address}/${String(id)}`)).status).toBeLessThan(500);
      }
    }
    expect(Object.values(seen).filter((count) => count > 0).length).toBeGreaterThan(14);
  });

  it('delivers once what nobody had delivered', async () => {
    const { undelivered } = kept.facts;
    await server.drain();
    expect(await Promise.all(undelivered.map(stateOf))).toEqual(undelivered.map(() => 'delivered'));
    const once = undelivered.map(() => 1);
    expect(await told('assignmentRequest.delivered', undelivered)).toEqual(once);
    expect(await assignmentsOf(undelivered)).toEqual(once);
    await server.drain();
    expect(await told('assignmentRequest.delivered', undelivered)).toEqual(once);
  });

  it('keeps what was given up', async () => {
    const rows = await query<Json>('SELECT event_id::text AS id, consumer, reason FROM event_dead_letter ORDER BY 1');
    expect(rows).toEqual(kept.facts.deadLetters);
  });

  it('answers what it answered when a key comes again, and does nothing more', async () => {
    const count = 'SELECT count(*)::int AS all FROM assignment_request';
    const before = await query(count);
    for (const { path, body, headers, answer } of kept.facts.kept) {
      const again = await server.as(anApplication).post(path, body, headers);
      expect([again.status, again.text]).toEqual([answer['status'], answer['text']]);
    }
    expect(await query(count)).toEqual(before);
  });

  it('lets the approvers that were asked decide, stage by stage', async () => {
    const { requestId, approvers, personId } = kept.facts.pending;
    const stages = `${entitlements}/accessPackageAssignmentApprovals/${requestId}/stages`;
    expect(await stateOf(requestId)).toBe('pendingApproval');
    for (const [index, approver] of approvers.entries()) {
      const { body } = await server.as(aPerson(approver)).get(stages);
      const open = (body.value as Json[]).find((stage) => stage['status'] === 'InProgress');
      const decision = { reviewResult: 'Approve', justification: `Number ${index}` };
      expect((await server.as(aPerson(approver)).patch(`${stages}/${String(open?.['id'])}`, decision)).status).toBe(
        204,
      );
      await server.drain();
    }
    expect(await stateOf(requestId)).toBe('delivered');
    const held = await server
      .as(anApplication)
      .get(`${entitlements}/assignments?$filter=target/objectId eq '${personId}'`);
    expect(await assignmentsOf([requestId])).toEqual([1]);
    expect(held.status).toBe(200);
  });

  it('starts what was scheduled when its time comes, and not before', async () => {
    const { requestIds, startDateTime } = kept.facts.scheduled;
    expect(await Promise.all(requestIds.map(stateOf))).toEqual(requestIds.map(() => 'scheduled'));
    const { status, text } = await server.anonymous.post('/dev/clock/advance', { to: startDateTime });
    expect([status, text]).toEqual([200, expect.any(String)]);
    await server.drain();
    expect(await Promise.all(requestIds.map(stateOf))).toEqual(requestIds.map(() => 'delivered'));
    expect(await assignmentsOf(requestIds)).toEqual(requestIds.map(() => 1));
  });
});
