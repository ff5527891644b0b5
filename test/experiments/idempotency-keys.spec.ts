import { randomUUID } from 'node:crypto';
import { type Answer, Api, application, codeOf, requestsPath } from './harness/api.js';
import { builtForAll } from './harness/built-for-all.js';
import { Cluster } from './harness/cluster.js';
import { report } from './harness/report.js';
import { longIt, size, sized } from '../support/size.js';
import { type Grant, makeGrants } from './harness/world.js';

const twins = 50;
const rounds = sized({ ci: 3, full: 200 });
const longest = sized({ ci: 3, full: 30 }) * 60_000;

const built = builtForAll();

const postOf = (assignment: Grant, key: string, more = {}) => ({
  path: requestsPath,
  body: { requestType: 'adminAdd', assignment, ...more },
  headers: { 'idempotency-key': key },
});
const rowsFor = async (cluster: Cluster, { targetId, accessPackageId }: Grant): Promise<number> => {
  const sql = 'SELECT count(*)::int AS n FROM assignment_request WHERE target_id = $1 AND access_package_id = $2';
  return Number((await cluster.query(sql, [targetId, accessPackageId]))[0]?.['n']);
};
const isReplay = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';

/** The same request under the same key, many times at once, at both processes. */
async function askTogether(cluster: Cluster, api: Api, grant: Grant) {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: twins }, (_, at) => api.post(postOf(grant, key), at)));
  return {
    key,
    statuses: [...new Set(answers.map(({ status }) => status))],
    texts: new Set(answers.map(({ text }) => text)).size,
    replays: answers.filter(isReplay).length,
    rows: await rowsFor(cluster, grant),
  };
}

describe(`Idempotency-Keys on two processes (E8, ${size})`, () => {
  let cluster: Cluster;
  let api: Api;
  let grants: Grant[];
  beforeAll(async () => {
    cluster = await Cluster.start(built.dist, { processes: 2 });
    api = await Api.signIn(cluster.urls);
    grants = await makeGrants(api, { people: 10, packages: Math.ceil(rounds / 10) + 1 });
  }, longest);
  afterAll(() => cluster.close());

  const next = (): Grant => grants.pop() as Grant;
  const codeFor = async (grant: Grant, key: string, more = {}) => codeOf(await api.post(postOf(grant, key, more)));

  it(
    `answer ${twins} twins the same bytes, and have one effect`,
    async () => {
      for (let round = 0; round < rounds; round += 1) {
        const grant = next();
        const { key, ...outcome } = await askTogether(cluster, api, grant);
        expect(outcome).toEqual({ statuses: [201], texts: 1, replays: twins - 1, rows: 1 });
        expect(await codeFor(grant, key, { justification: 'another' })).toBe('IdempotencyKeyReused');
        expect(await rowsFor(cluster, grant)).toBe(1);
      }
      report('E8', { rounds, twins });
    },
    longest,
  );

  it('belong to their caller and tenant', async () => {
    const [grant, key] = [next(), randomUUID()];
    await api.post(postOf(grant, key));
    const others = [
      await Api.signIn(cluster.urls, { ...application, oid: '0b000000-0000-4000-8000-000000000002' }),
      await Api.signIn(cluster.urls, { ...application, tid: '7e4a0000-0000-4000-8000-000000000002' }),
    ];
    const answers = await Promise.all(others.map((other) => other.post(postOf(grant, key))));
    expect(answers.map(isReplay)).toEqual([false, false]);
    expect(answers.map(codeOf)).toEqual([
      expect.stringMatching(/^(Existing|InvalidRequestExisting)/),
      'ResourceNotFound',
    ]);
  });

  it('keep no refusal: what was refused may be asked again under the same key', async () => {
    const [grant, key] = [next(), randomUUID()];
    const unknown = { ...grant, targetId: randomUUID() };
    expect(await codeFor(unknown, key)).toBe('ResourceNotFound');
    expect((await api.post(postOf(grant, key))).status).toBe(201);
  });

  it('are fresh again after 24 hours, pruned or not', async () => {
    for (const prunes of [false, true]) {
      const [grant, another, key] = [next(), next(), randomUUID()];
      await api.post(postOf(grant, key));
      expect(await codeFor(another, key)).toBe('IdempotencyKeyReused');
      await cluster.query(
        `UPDATE idempotency_record SET created_at = created_at - interval '24 hours' WHERE key = $1`,
        [key],
      );
      if (prunes) await cluster.query(`DELETE FROM idempotency_record WHERE created_at < now() - interval '24 hours'`);
      const fresh = await api.post(postOf(another, key));
      expect([fresh.status, isReplay(fresh)]).toEqual([201, false]);
      expect(isReplay(await api.post(postOf(another, key)))).toBe(true);
      expect(await codeFor(grant, key)).toBe('IdempotencyKeyReused');
    }
  });

  it('are 1 to 255 visible ASCII characters', async () => {
    const grant = next();
    for (const key of ['x'.repeat(256), 'a b', 'é', '']) expect(await codeFor(grant, key)).toBe('BadRequest');
    expect((await api.post(postOf(grant, 'x'.repeat(255)))).status).toBe(201);
  });

  it(
    'hold while their process is run again after a conflict in time',
    async () => {
      await cluster.query(`CREATE SEQUENCE tries`);
      await cluster.query(`CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('tries') = 1 THEN RAISE SQLSTATE '40001'; END IF; RETURN NEW; END $$`);
      await cluster.query(
        'CREATE TRIGGER conflict BEFORE INSERT ON assignment_request FOR EACH ROW EXECUTE FUNCTION conflict()',
      );
      const grant = next();
      const { status, headers } = await api.post(postOf(grant, randomUUID()));
      await cluster.query('DROP TRIGGER conflict ON assignment_request');
      expect([status, headers.get('location')]).toEqual([201, expect.stringContaining(requestsPath)]);
      expect(await rowsFor(cluster, grant)).toBe(1);
      expect((await cluster.query('SELECT last_value::int AS tries FROM tries'))[0]).toEqual({ tries: 2 });
    },
    longest,
  );
});

describe('Idempotency-Keys that mean nothing (counter-run of E8)', () => {
  longIt(
    'are noticed',
    async () => {
      const cluster = await Cluster.start(built.dist, { processes: 2, sabotage: 'forget-keys.mjs' });
      const api = await Api.signIn(cluster.urls);
      const [grant] = await makeGrants(api, { people: 1, packages: 1 });
      const { key, ...outcome } = await askTogether(cluster, api, grant as Grant);
      report('E8 counter-run', outcome);
      await cluster.close();
      expect(outcome.statuses).not.toEqual([201]);
      expect(outcome.replays).toBe(0);
      expect(key).toBeDefined();
    },
    longest,
  );
});
