import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Api, idIn, requestsPath } from './harness/api.js';
import { builtForAll } from './harness/built-for-all.js';
import { faultsIn } from './harness/checker.js';
import { Cluster } from './harness/cluster.js';
import { KeptConnection, type Outcome } from './harness/kept-connection.js';
import { Ledger } from './harness/ledger.js';
import { ServerProcess } from './harness/server-process.js';
import { report, sleep } from './harness/report.js';
import { longDescribe, size, sized } from '../support/size.js';
import { type Grant, makeGrants } from './harness/world.js';

const longest = sized({ ci: 5, full: 30 }) * 60_000;
const rounds = sized({ ci: 4, full: 100 });
const world = { people: 20, packages: sized({ ci: 15, full: 150 }) };
const killAfterMillis = 30_000;
const busy = 8;
const idlers = 4;

const built = builtForAll();

/** One client: sends over its connection until it is refused, and notes every request that would change something. */
async function keepAsking(
  connection: KeptConnection,
  ledger: Ledger,
  { grants, pause }: { grants: Grant[]; pause: number },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let end = ''; end !== 'refused' && end !== 'broken';) {
    const assignment = outcomes.length % 2 === 0 ? grants.pop() : undefined;
    const clientId = randomUUID();
    if (assignment) ledger.note({ clientId, status: null, id: null });
    const body = assignment && { requestType: 'adminAdd', assignment, justification: clientId };
    const path = assignment ? requestsPath : `${requestsPath}?$top=5`;
    const outcome = await connection.send(assignment ? 'POST' : 'GET', path, body);
    const { status, text } = outcome;
    if (assignment && status > 0 && status < 500)
      ledger.note({ clientId, status, id: status === 201 ? idIn({ status, text, headers: new Headers() }) : null });
    outcomes.push(outcome);
    ({ end } = outcome);
    if (pause > 0) await sleep(Math.random() * pause);
  }
  return outcomes;
}

/** Tells a server that is under load to end, again and again; then everything is worked off and looked at. */
async function endUnderLoad(times: number, sabotage?: string) {
  const cluster = await Cluster.start(built.dist, { processes: 1 });
  const api = await Api.signIn(cluster.urls);
  const grants = await makeGrants(api, world);
  await cluster.kill(0);
  const ledger = new Ledger(join(built.dist, `../ledger-${randomUUID()}.jsonl`));
  const outcomes: Outcome[] = [];
  const exits: (number | null)[] = [];
  const millis: number[] = [];
  let held = 0;
  let untold = 0;
  for (let round = 0; round < times; round += 1) {
    const server = ServerProcess.start({ dist: built.dist, sabotage, env: cluster.env({}) });
    const url = await server.ready;
    const clients = Array.from({ length: busy + idlers }, () => new KeptConnection(url, api.headers));
    const asking = clients.map((client, at) => keepAsking(client, ledger, { grants, pause: at < busy ? 0 : 300 }));
    await sleep(300 + Math.random() * 700);
    const told = performance.now();
    const timer = setTimeout(() => void server.kill(), killAfterMillis);
    exits.push(await server.stop());
    clearTimeout(timer);
    millis.push(Math.round(performance.now() - told));
    const [row] = await cluster.query(`
      SELECT (SELECT count(*) FROM event_delivery)::int
        - (SELECT count(*) FROM (SELECT FROM event_delivery FOR UPDATE SKIP LOCKED) free)::int AS held`);
    held += Number(row?.['held']);
    for (const seen of await Promise.all(asking)) {
      outcomes.push(...seen);
      // Whoever was refused had been told before that its connection would be closed.
      if (seen.at(-1)?.end === 'refused' && seen.length > 1 && seen.at(-2)?.isLast !== true) untold += 1;
    }
    clients.forEach((client) => client.close());
  }
  await cluster.restart(0);
  const drained = await cluster.drained(60_000);
  const faults = await faultsIn(cluster.query, ledger.entries);
  const count = (test: (outcome: Outcome) => boolean): number => outcomes.filter(test).length;
  const numbers = {
    answered: count(({ end }) => end === 'answered'),
    refused: count(({ end }) => end === 'refused'),
    broken: count(({ end }) => end === 'broken'),
    stopping: count(({ status }) => status === 503),
    untold,
    held,
    acknowledged: ledger.acknowledged,
  };
  const why = [...new Set(outcomes.flatMap(({ end, why }) => (end === 'broken' ? [why] : [])))];
  const statuses = [...new Set(outcomes.map(({ status }) => status))];
  report('E14', {
    ...(sabotage && { sabotage }),
    times,
    ...numbers,
    statuses,
    why,
    slowestExitMillis: Math.max(...millis),
    faults,
  });
  ledger.close();
  await cluster.close();
  return { numbers, exits, drained, faults };
}

longDescribe(`a server that is told to end under load (E14, ${size})`, () => {
  it(
    'breaks no request, tells kept connections that they close, and leaves nothing held',
    async () => {
      const { numbers, exits, drained, faults } = await endUnderLoad(rounds);
      expect(numbers).toMatchObject({ broken: 0, untold: 0, held: 0, refused: rounds * (busy + idlers) });
      expect(exits).toEqual(Array(rounds).fill(0));
      expect(drained).toBe(true);
      expect(faults).toEqual([]);
    },
    longest,
  );

  it(
    'breaks what is under way when it ends at once (counter-run)',
    async () => {
      const { numbers } = await endUnderLoad(2, 'end-at-once.mjs');
      expect(numbers.broken).toBeGreaterThan(0);
    },
    longest,
  );
});
