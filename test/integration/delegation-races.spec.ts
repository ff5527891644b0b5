import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DelegatedAuthority } from '../../src/role-management/index.js';
import { holds } from '../support/delegates.js';
import { entitlements, given } from '../support/given.js';
import { type Answered, aPerson, anApplication } from '../support/server.js';
import { type Pair, replace, startPair } from '../support/two-servers.js';

const rounds = 4;
const roleAssignments = '/v1.0/roleManagement/entitlementManagement/roleAssignments';

describe('a role that is taken away while something is done by it', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair();
  }, 60_000);
  afterAll(() => pair.close());

  /** What happened, in the order of the log. */
  const logged = async (ids: readonly string[]): Promise<string[]> => {
    const rows = await pair.query(`SELECT name, aggregate_id FROM domain_event ORDER BY position`);
    return (rows as { name: string; aggregate_id: string }[])
      .filter(({ aggregate_id: id }) => ids.includes(id))
      .map(({ name }) => name);
  };

  const aDelegate = async () => {
    const { aPerson: aPersonIn, aPolicy, aCatalog, aPackage } = given(pair.one);
    const [catalog, delegate, target] = [await aCatalog(), await aPersonIn(), await aPersonIn()];
    const policy = await aPolicy({ accessPackage: { id: (await aPackage({ catalog: { id: catalog.id } })).id } });
    const role = await holds(pair.one, delegate, 'Access package assignment manager', catalog.id);
    const assign = (server: Pair['one']): Promise<Answered> =>
      server.as(aPerson(delegate.id)).post(`${entitlements}/assignmentRequests`, {
        requestType: 'adminAdd',
        assignment: { ...policy.names, targetId: target.id },
      });
    const take = (server: Pair['one']) => server.as(anApplication).delete(`${roleAssignments}/${role}`);
    return { role, assign, take };
  };

  it('is still theirs until that is committed, and not after: the log has them in this order', async () => {
    const settled: (() => void)[] = [];
    const reached: (() => void)[] = [];
    let isHeldUp = false;
    replace(pair.one, DelegatedAuthority, 'require', (require) => async (...given) => {
      await require(...given);
      if (!isHeldUp) return;
      reached.shift()?.();
      await new Promise<void>((go) => settled.push(go));
    });
    for (let round = 0; round < rounds; round += 1) {
      const { role, assign, take } = await aDelegate();
      isHeldUp = true;
      const authorized = new Promise<void>((resolve) => reached.push(resolve));
      const assigning = assign(pair.one);
      await authorized;
      isHeldUp = false;
      let isTaken = false;
      const taking = take(pair.other).then((answer) => {
        isTaken = true;
        return answer;
      });
      const waits = `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
      for (let look = 0; look < 200; look += 1) {
        const [row] = (await pair.query(waits)) as { waiting: number }[];
        if ((row?.waiting ?? 0) > 0) break;
        await new Promise((go) => setTimeout(go, 25));
      }
      expect(isTaken).toBe(false);
      settled.shift()?.();
      const assigned = await assigning;
      expect([assigned.status, (await taking).status]).toEqual([201, 204]);
      const { id } = assigned.body as { id: string };
      expect((await logged([id, role])).slice(0, 3)).toEqual([
        'roleAssignment.created',
        'assignmentRequest.submitted',
        'roleAssignment.deleted',
      ]);
      const refused = await assign(pair.other);
      expect([403, 404]).toContain(refused.status);
    }
  }, 60_000);

  it('lets nothing be done where it was taken first, though the guard of another process does not know yet', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { assign, take } = await aDelegate();
      // The guard of this process learns of the role now, and keeps it for up to a second.
      await pair.other.as(anApplication).get(`${entitlements}/catalogs`);
      const first = await assign(pair.other);
      expect(first.status).toBe(201);
      expect((await take(pair.one)).status).toBe(204);
      const refused = await assign(pair.other);
      expect([403, 404]).toContain(refused.status);
    }
  }, 60_000);
});
