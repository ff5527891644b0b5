import { ApprovalBecameMoot } from '../../src/entitlement-management/approvals/index.js';
import { Database } from '../../src/platform/database/database.js';
import { type BuiltServer, keptBuild, keptBuilds } from '../experiments/harness/built-server.js';
import { eventually } from '../experiments/harness/report.js';
import { killAll, ServerProcess } from '../experiments/harness/server-process.js';
import { entitlements, given, needsApproval } from '../support/given.js';
import { announce } from '../support/happenings.js';
import { createMigratedDatabase, type TestDatabase } from '../support/postgres.js';
import { anApplication, aPerson, type TestServer } from '../support/server.js';
import { quietServer } from '../support/two-servers.js';

const requests = `${entitlements}/assignmentRequests`;

/** What comes of each request by its first step. */
const expected = { forApproval: 'pendingApproval', forItsStart: 'scheduled', forNothing: 'delivered' };
type Requests = Record<keyof typeof expected, string>;

describe('events in the form of the release before', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createMigratedDatabase();
    server = await quietServer({ env: { DATABASE_URL: database.url } });
  });
  afterAll(async () => {
    killAll();
    await server.close();
    await database.drop();
  });

  const stateOf = async (id: string): Promise<unknown> =>
    (await server.as(anApplication).get(`${requests}/${id}`)).body.state;
  const statesOf = async (made: Requests): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      await Promise.all(Object.entries(made).map(async ([what, id]) => [what, await stateOf(id)] as const)),
    );
  const accepted = async (as: object, body: object): Promise<string> => {
    const { status, text, body: answer } = await server.as(as).post(requests, body);
    expect({ status, text }).toEqual({ status: 201, text: expect.any(String) });
    return String(answer.id);
  };

  /** A request that waits for an approval, one for its start and one for nothing; nobody has heard of any. */
  async function unheard(): Promise<Requests> {
    const there = given(server);
    const { id: managerId } = await there.aPerson();
    const [asking, waiting, direct] = [await there.aPerson(), await there.aPerson(), await there.aPerson()];
    await server.as(anApplication).put(`/v1.0/users/${asking.id}/manager/$ref`, {
      '@odata.id': `https://graph.microsoft.com/v1.0/users/${managerId}`,
    });
    const [approved, free] = [await there.aPolicy(needsApproval), await there.aPolicy()];
    const schedule = { startDateTime: new Date(Date.now() + 40 * 86_400_000).toISOString() };
    const adminAdd = (targetId: string) => ({ requestType: 'adminAdd', assignment: { targetId, ...free.names } });
    return {
      forApproval: await accepted(aPerson(asking.id), { requestType: 'userAdd', assignment: approved.names }),
      forItsStart: await accepted(anApplication, { ...adminAdd(waiting.id), schedule }),
      forNothing: await accepted(anApplication, adminAdd(direct.id)),
    };
  }

  /** Leaves what was stored of these requests in the words of the release before. */
  const forgetWordsOfNow = (ids: readonly string[]) => server.app.get(Database).pool.$executeRaw`
    UPDATE domain_event SET payload = payload - 'waitsFor' - 'ends' WHERE aggregate_id = ANY (${ids}::uuid[])`;

  it('lead a request of each kind to its first step', async () => {
    const made = await unheard();
    expect(await forgetWordsOfNow(Object.values(made))).toBe(3);
    await server.drain();
    expect(await statesOf(made)).toEqual(expected);
  });

  it.each(['denied', 'canceled'] as const)('end a request as %s that nobody has to decide any more', async (ends) => {
    const made = await unheard();
    await server.drain();
    await announce(
      server,
      new ApprovalBecameMoot(made.forApproval, made.forApproval, ends, 'gone', new Date().toISOString()),
    );
    await forgetWordsOfNow([made.forApproval]);
    await server.drain();
    expect(await stateOf(made.forApproval)).toBe(ends);
  });

  describe.each(keptBuilds)('are read by the build of %s, which runs beside us', (name) => {
    let kept: BuiltServer;
    beforeAll(async () => {
      kept = await keptBuild(name);
    });
    afterAll(() => kept.remove());

    it('and leads every request on by what is published now', async () => {
      const made = await unheard();
      const moot = await unheard();
      await server.drain();
      const again = await unheard();
      const at = new Date().toISOString();
      await announce(server, new ApprovalBecameMoot(moot.forApproval, moot.forApproval, 'canceled', 'gone', at));
      await announce(server, new ApprovalBecameMoot(made.forApproval, made.forApproval, 'denied', 'gone', at));
      const old = ServerProcess.start({ dist: kept.dist, env: { DATABASE_URL: database.url } });
      await old.ready;
      const isDone = async (): Promise<boolean> =>
        JSON.stringify(await statesOf(again)) === JSON.stringify(expected) &&
        (await stateOf(moot.forApproval)) === 'canceled' &&
        (await stateOf(made.forApproval)) === 'denied';
      await eventually(isDone, 30_000);
      await old.stop();
      expect(await statesOf(again)).toEqual(expected);
      expect([await stateOf(moot.forApproval), await stateOf(made.forApproval)]).toEqual(['canceled', 'denied']);
    }, 60_000);
  });
});
