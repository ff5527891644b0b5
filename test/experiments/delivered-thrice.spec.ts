import { Api, idIn, requestsPath } from './harness/api.js';
import { builtForAll } from './harness/built-for-all.js';
import { faultsIn, invariantsOf } from './harness/checker.js';
import { Cluster } from './harness/cluster.js';
import { eventually, report } from './harness/report.js';
import { longIt, size, sized } from '../support/size.js';
import { type Grant, makeGrants } from './harness/world.js';

const longest = sized({ ci: 5, full: 60 }) * 60_000;
const world = { people: 20, packages: sized({ small: 4, ci: 8, full: 275 }) };
const clients = 16;
const heard = [
  'assignmentRequest.submitted',
  'assignmentRequest.deliveryStarted',
  'assignment.delivered',
  'assignment.ended',
];

/** Every event that is heard gets two more deliveries, and all of them come in any order. */
const deliverThrice = `
  CREATE FUNCTION deliver_again() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO event_delivery (event_id, consumer, position) SELECT NEW.id, 'time ' || time, NEW.position FROM generate_series(2, 3) AS time;
    RETURN NULL;
  END $$;
  CREATE FUNCTION deliver_in_any_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    NEW.due_at := clock_timestamp() + random() * interval '300 ms';
    NEW.position := floor(random() * 1e9);
    RETURN NEW;
  END $$;
  CREATE TRIGGER deliver_again AFTER INSERT ON domain_event FOR EACH ROW
    WHEN (NEW.name IN (${heard.map((name) => `'${name}'`).join(', ')})) EXECUTE FUNCTION deliver_again();
  CREATE TRIGGER deliver_in_any_order BEFORE INSERT ON event_delivery FOR EACH ROW EXECUTE FUNCTION deliver_in_any_order();`;

const built = builtForAll();

/** Two workers that get everything three times, and people who are given access. */
async function start(people: number, packages: number, sabotage?: string) {
  const cluster = await Cluster.start(built.dist, { processes: 2, sabotage });
  const api = await Api.signIn(cluster.urls);
  const grants = await makeGrants(api, { people, packages });
  await cluster.query(deliverThrice);
  return { cluster, api, grants };
}

/** Sends one request for each, several at a time; answers the ids of those that were accepted. */
async function send(api: Api, bodies: readonly object[]): Promise<string[]> {
  const left = [...bodies];
  const accepted: string[] = [];
  const one = async (): Promise<void> => {
    for (let body = left.pop(); body; body = left.pop()) {
      const answer = await api.post({ path: requestsPath, body });
      if (answer.status === 201) accepted.push(idIn(answer));
    }
  };
  await Promise.all(Array.from({ length: clients }, one));
  return accepted;
}

const adding = (assignment: Grant): object => ({ requestType: 'adminAdd', assignment });
const removing = (id: unknown): object => ({ requestType: 'adminRemove', assignment: { id } });

/** Waits until nothing is left; what was put off because another delivery of the same was in its way comes at once. */
const drained = ({ query }: Cluster): Promise<boolean> =>
  eventually(async () => {
    await query(
      `UPDATE event_delivery SET attempts = 0, due_at = clock_timestamp() WHERE consumer LIKE 'time %' AND attempts > 0`,
    );
    return (await query('SELECT FROM event_delivery LIMIT 1')).length === 0;
  }, longest / 2);

/** How many events there were, and what is in the log twice. */
async function toldIn({ query }: Cluster): Promise<{ messages: number; twice: unknown[] }> {
  const [row] = await query('SELECT count(*)::int AS messages FROM domain_event WHERE name = ANY($1)', [heard]);
  const twice = await query(
    'SELECT aggregate_id, name FROM domain_event WHERE name = ANY($1) GROUP BY 1, 2 HAVING count(*) > 1',
    [heard],
  );
  return { messages: Number(row?.['messages']), twice };
}

/** How many deliveries the servers counted as deduplicated, each of them. */
async function deduplicated({ urls }: Cluster): Promise<number[]> {
  const texts = await Promise.all(urls().map(async (url) => (await fetch(`${url}/metrics`)).text()));
  return texts.map((text) =>
    [...text.matchAll(/^open_entitlements_deduplicated_deliveries_total\{.*\} (\d+)$/gm)].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    ),
  );
}

describe(`events that two workers get three times each, in any order (E6, ${size})`, () => {
  it(
    'have their effect once, and every extra delivery is counted',
    async () => {
      const { cluster, api, grants } = await start(world.people, world.packages);
      const added = await send(api, grants.map(adding));
      expect(await drained(cluster)).toBe(true);
      const given = await cluster.query('SELECT assignment_id AS id FROM live_assignment LIMIT $1', [
        grants.length / 5,
      ]);
      const removed = await send(
        api,
        given.map(({ id }) => removing(id)),
      );
      expect(await drained(cluster)).toBe(true);
      const { messages, twice } = await toldIn(cluster);
      const counted = await deduplicated(cluster);
      const faults = await faultsIn(cluster.query);
      report('E6', { messages, deliveries: 3 * messages, counted, faultCount: faults.length + twice.length });
      await cluster.close();
      expect([added.length, removed.length]).toEqual([grants.length, given.length]);
      expect([...faults, ...twice]).toEqual([]);
      expect(messages).toBe(3 * (added.length + removed.length));
      expect(counted.reduce((sum, count) => sum + count, 0)).toBe(2 * messages);
      // Neither has done it all.
      expect(Math.min(...counted)).toBeGreaterThan(messages / 20);
    },
    longest,
  );

  longIt(
    'have it again without the keys, when what was delivered looks as if it were not (counter-run)',
    async () => {
      const { cluster, api, grants } = await start(10, 1, 'forget-what-was-delivered.mjs');
      await cluster.query('ALTER TABLE live_assignment DROP CONSTRAINT live_assignment_pkey');
      await cluster.query('DROP INDEX assignment_tenant_id_request_id_key');
      await send(api, grants.map(adding));
      await drained(cluster);
      const faults = await faultsIn(cluster.query);
      const { messages } = await toldIn(cluster);
      const counted = await deduplicated(cluster);
      report('E6 counter-run', { messages, counted, faultCount: faults.length, invariants: invariantsOf(faults) });
      await cluster.close();
      expect(invariantsOf(faults)).toEqual(expect.arrayContaining(['I2', 'I3']));
      expect(counted.reduce((sum, count) => sum + count, 0)).toBeLessThan(2 * messages);
    },
    longest,
  );
});
