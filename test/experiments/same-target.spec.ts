import { type Answer, Api, codeOf, idIn, person, requestsPath } from './harness/api.js';
import { builtForAll } from './harness/built-for-all.js';
import { faultsIn, invariantsOf } from './harness/checker.js';
import { Cluster } from './harness/cluster.js';
import { report, sleep } from './harness/report.js';
import { longIt, size, sized } from '../support/size.js';
import { type Grant, makeGrants } from './harness/world.js';

const clients = 64;
const rounds = sized({ small: 10, ci: 25, full: 1_000 });
const longest = sized({ ci: 5, full: 60 }) * 60_000;
const drainMillis = 60_000;
/** How a request may lose against another of the same target. */
const documented = ['ExistingOpenRequest', 'InvalidRequestExistingGrant', 'InvalidRequestNoActiveGrant'];

const built = builtForAll();

const outcomeOf = (answer: Answer): string => (answer.status === 201 ? '201' : (codeOf(answer) ?? `${answer.status}`));

function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

describe(`requests for the same target at the same time, on two processes (E7, ${size})`, () => {
  let cluster: Cluster;
  let api: Api;
  let grants: Grant[];
  const outcomes = new Map<string, string[]>();

  beforeAll(async () => {
    cluster = await Cluster.start(built.dist, { processes: 2 });
    api = await Api.signIn(cluster.urls);
    grants = await makeGrants(api, { people: 10, packages: Math.ceil(rounds / 10) });
  }, longest);
  afterAll(() => cluster.close());

  const request = async (kind: string, body: object, by = api, at?: number): Promise<string> => {
    const outcome = outcomeOf(await by.post({ path: requestsPath, body }, at));
    outcomes.set(kind, [...(outcomes.get(kind) ?? []), outcome]);
    return outcome;
  };
  const add = (assignment: object, more = {}) => request('adminAdd', { requestType: 'adminAdd', assignment, ...more });
  const remove = (id: string) => request('adminRemove', { requestType: 'adminRemove', assignment: { id } });
  const liveOf = async ({ targetId, accessPackageId }: Grant): Promise<string[]> => {
    const rows = await cluster.query(
      'SELECT assignment_id AS id FROM live_assignment WHERE target_id = $1 AND access_package_id = $2',
      [targetId, accessPackageId],
    );
    return rows.map(({ id }) => String(id));
  };
  const settle = async (): Promise<void> => {
    expect(await cluster.drained(drainMillis)).toBe(true);
    expect(await faultsIn(cluster.query)).toEqual([]);
    const lost = [...outcomes].flatMap(([kind, all]) => all.map((outcome) => `${kind}: ${outcome}`));
    expect(
      lost.filter((outcome) => !outcome.endsWith(': 201') && !documented.some((code) => outcome.endsWith(code))),
    ).toEqual([]);
  };

  it(
    `accept one of ${clients} AdminAdds of one package, and give one assignment`,
    async () => {
      for (const grant of grants.slice(0, rounds)) {
        const answered = await Promise.all(Array.from({ length: clients }, () => add(grant)));
        expect(tally(answered)['201']).toBe(1);
      }
      await settle();
      for (const grant of grants.slice(0, rounds)) expect(await liveOf(grant)).toHaveLength(1);
      report('E7 add', { rounds, clients, outcomes: tally(outcomes.get('adminAdd') ?? []) });
    },
    longest,
  );

  it(
    'accept one of two removals, and end the assignment once',
    async () => {
      for (const grant of grants.slice(0, rounds)) {
        const [id = ''] = await liveOf(grant);
        const answered = await Promise.all([remove(id), remove(id)]);
        expect(tally(answered)['201']).toBe(1);
      }
      await settle();
      report('E7 remove twice', { rounds, outcomes: tally(outcomes.get('adminRemove') ?? []) });
    },
    longest,
  );

  it(
    'give and take away in some order, never both at once',
    async () => {
      for (const grant of grants.slice(0, rounds)) {
        await add(grant);
        const [id] = await liveOf(grant);
        await Promise.all([...(id ? [remove(id)] : []), add(grant), add(grant)]);
      }
      await settle();
    },
    longest,
  );

  it(
    'extend access before it ends, or not at all',
    async () => {
      const chosen = grants.slice(0, sized({ ci: 20, full: 200 }));
      await Promise.all(chosen.map(async (grant) => Promise.all((await liveOf(grant)).map(remove))));
      await settle();
      const soon = new Date(Date.now() + sized({ ci: 5_000, full: 15_000 }));
      for (const grant of chosen) await add(grant, expiring(soon));
      const people = new Map<string, Api>();
      for (const { targetId } of chosen) {
        if (!people.has(targetId)) people.set(targetId, await Api.signIn(cluster.urls, person(targetId)));
      }
      const later = new Date(soon.getTime() + 3_600_000);
      const extending = chosen.map(async (grant, order) => {
        await sleep(soon.getTime() - Date.now() - 400 + (order % 20) * 40);
        const body = { requestType: 'userExtend', assignment: grant, ...expiring(later) };
        return request('userExtend', body, people.get(grant.targetId));
      });
      await Promise.all(extending);
      await sleep(2_000);
      expect(await cluster.drained(drainMillis)).toBe(true);
      const faults = await faultsIn(cluster.query);
      expect(faults).toEqual([]);
      const [row] = await cluster.query(
        `
        SELECT count(*) FILTER (WHERE r.state = 'delivered')::int AS extended, count(*) FILTER (WHERE r.state = 'deliveryFailed')::int AS late,
          count(*) FILTER (WHERE r.state = 'delivered' AND (a.state = 'expired' OR a.end_at <> $1))::int AS broken,
          count(*) FILTER (WHERE r.state = 'deliveryFailed' AND a.state <> 'expired')::int AS "for nothing"
        FROM assignment_request r JOIN assignment a ON a.tenant_id = r.tenant_id AND a.id = r.assignment_id WHERE r.request_type = 'userUpdate'`,
        [later],
      );
      report('E7 extend and expire', { ...row, outcomes: tally(outcomes.get('userExtend') ?? []) });
      expect(row).toMatchObject({ broken: 0, 'for nothing': 0 });
      await settle();
    },
    longest,
  );

  it(
    'keep one legal history in any mix of them',
    async () => {
      const mixed = grants.slice(0, 8);
      const people = await Promise.all(mixed.map(({ targetId }) => Api.signIn(cluster.urls, person(targetId))));
      const one = async (): Promise<void> => {
        const at = Math.floor(Math.random() * mixed.length);
        const assignment = mixed[at] as Grant;
        const dice = Math.random();
        if (dice < 0.35) await add(assignment);
        else if (dice < 0.55) await request('userAdd', { requestType: 'userAdd', assignment }, people[at]);
        else if (dice < 0.7) await request('userExtend', { requestType: 'userExtend', assignment }, people[at]);
        else for (const id of await liveOf(assignment)) await remove(id);
      };
      for (let round = 0; round < rounds; round += 1) await Promise.all(Array.from({ length: 16 }, one));
      await settle();
      const [deadlocks] = await cluster.query(
        'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
      );
      report('E7 mix', {
        ...deadlocks,
        requests: rounds * 16,
        outcomes: Object.fromEntries([...outcomes].map(([kind, all]) => [kind, tally(all)])),
      });
    },
    longest,
  );
});

const expiring = (endDateTime: Date): object => ({
  schedule: { expiration: { type: 'afterDateTime', endDateTime: endDateTime.toISOString() } },
});

describe('requests for the same target, without the keys and the check that keep them apart (counter-run of E7)', () => {
  longIt(
    'give the same access twice',
    async () => {
      const cluster = await Cluster.start(built.dist, { processes: 2, sabotage: 'deliver-anyway.mjs' });
      await cluster.query('ALTER TABLE open_request DROP CONSTRAINT open_request_pkey');
      await cluster.query('ALTER TABLE live_assignment DROP CONSTRAINT live_assignment_pkey');
      const api = await Api.signIn(cluster.urls);
      const accepted: number[] = [];
      for (const assignment of await makeGrants(api, { people: 3, packages: 1 })) {
        const body = { requestType: 'adminAdd', assignment };
        const answers = await Promise.all(
          Array.from({ length: clients }, () => api.post({ path: requestsPath, body })),
        );
        accepted.push(answers.filter(({ status }) => status === 201).map(idIn).length);
      }
      await cluster.drained(drainMillis);
      const invariants = invariantsOf(await faultsIn(cluster.query));
      report('E7 counter-run', { accepted, invariants });
      await cluster.close();
      expect(Math.max(...accepted)).toBeGreaterThan(1);
      expect(invariants).toContain('I3');
    },
    longest,
  );
});
