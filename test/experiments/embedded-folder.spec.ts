import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Api, requestsPath } from './harness/api.js';
import { type BuiltServer, builtServer, root } from './harness/built-server.js';
import { type Fault, faultsIn } from './harness/checker.js';
import { isAmbiguous, Ledger, LedgerClient } from './harness/ledger.js';
import { killAll, ServerProcess } from './harness/server-process.js';
import { eventually, report, sleep } from './harness/report.js';
import { longDescribe, size, sized } from '../support/size.js';
import { type Grant, makeGrants } from './harness/world.js';

const longest = sized({ ci: 4, full: 30 }) * 60_000;
const clients = 6;

let built: BuiltServer;
let folders: string;
// Where none of them is run, nothing is started for them.
if (size !== 'small') {
  beforeAll(async () => {
    built = await builtServer();
    folders = join(root, '.tmp', `folders-${randomUUID()}`);
    const first = start(join(folders, 'initialised'));
    await first.ready;
    await first.stop();
  }, 120_000);
  afterAll(() => {
    killAll();
    built.remove();
    rmSync(folders, { recursive: true, force: true, maxRetries: 5 });
  });
}

const newFolder = (): string => join(folders, randomUUID());
/** A folder that a server has initialised and left in order. */
function initialised(): string {
  const folder = newFolder();
  cpSync(join(folders, 'initialised'), folder, { recursive: true });
  return folder;
}
const start = (folder: string): ServerProcess => ServerProcess.start({ dist: built.dist, env: { DATA_DIR: folder } });
const filesOf = (folder: string): number =>
  existsSync(join(folder, 'database')) ? readdirSync(join(folder, 'database')).length : 0;
const isComplete = (folder: string): boolean => existsSync(join(folder, 'database.complete'));

/** Kill -9 in the middle of the first initialisation; true when it left something half made. */
async function cutShort(folder: string, afterMillis: number): Promise<boolean> {
  const server = start(folder);
  await eventually(() => Promise.resolve(filesOf(folder) > 0), 60_000);
  await sleep(afterMillis);
  await server.kill();
  return filesOf(folder) > 0 && !isComplete(folder);
}

/** Everything that the folder has not kept of what was promised; no server may be on it. */
async function faultsOf(folder: string, ledger: Ledger): Promise<Fault[]> {
  const lite = await PGlite.create(join(folder, 'database'));
  try {
    return await faultsIn(
      async (sql, values) => (await lite.query<Record<string, unknown>>(sql, values)).rows,
      ledger.entries,
    );
  } finally {
    await lite.close();
  }
}

/** Several clients that add access until they are told to stop. */
function addUntilStopped(client: LedgerClient, grants: Grant[]) {
  let isOver = false;
  const one = async (): Promise<void> => {
    for (let assignment = grants.pop(); assignment && !isOver; assignment = grants.pop()) {
      const answer = await client.send({ requestType: 'adminAdd', assignment }, { givesUp: true });
      if (isAmbiguous(answer)) return;
    }
  };
  const all = Promise.all(Array.from({ length: clients }, one));
  return async (): Promise<void> => {
    isOver = true;
    await all;
  };
}

/** Processes come together to a folder that a dead one holds; what those said who got it. */
async function claimedByMany(folder: string): Promise<string[]> {
  mkdirSync(join(folder, 'claims'), { recursive: true });
  writeFileSync(join(folder, 'claims', '999999999-1'), 'holds the folder');
  const entry = join(import.meta.dirname, 'entries/claim-folder.mjs');
  const together = String(Date.now() + 1_500);
  const processes = Array.from({ length: 6 }, () =>
    spawn(process.execPath, [entry, built.dist, folder, together], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  const said = await Promise.all(
    processes.map(
      (process) => new Promise<string>((resolve) => process.stdout.once('data', (text) => resolve(String(text)))),
    ),
  );
  processes.forEach((process) => process.kill('SIGKILL'));
  return said.filter((text) => !text.includes('is in use by process'));
}

async function idle(api: Api): Promise<boolean> {
  const filter = encodeURIComponent(`state eq 'submitted' or state eq 'delivering'`);
  return eventually(async () => {
    const { status, text } = await api.get(`${requestsPath}?$filter=${filter}&$top=1`);
    return status === 200 && (JSON.parse(text) as { value: unknown[] }).value.length === 0;
  }, 60_000);
}

longDescribe(`the folder of the embedded database (E17, ${size})`, () => {
  it(
    'opens again after a kill in its first initialisation',
    async () => {
      const rounds = sized({ ci: 2, full: 50 });
      let halfMade = 0;
      for (let round = 0; round < rounds; round += 1) {
        const folder = newFolder();
        if (await cutShort(folder, Math.random() * 250)) halfMade += 1;
        const again = start(folder);
        const address = await again.ready;
        const api = await Api.signIn(() => [address]);
        await makeGrants(api, { people: 1, packages: 1 });
        await again.kill();
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
      report('E17 first initialisation', { rounds, halfMade });
      expect(halfMade).toBeGreaterThan(0);
    },
    longest,
  );

  it(
    'keeps what was acknowledged through kills and SIGTERMs under load',
    async () => {
      const rounds = sized({ ci: 4, full: 100 });
      const folder = initialised();
      const ledger = new Ledger(join(folders, 'ledger.jsonl'));
      let grants: Grant[] = [];
      const exits: unknown[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const server = start(folder);
        const address = await server.ready;
        const api = await Api.signIn(() => [address]);
        if (grants.length < 200) grants = await makeGrants(api, { people: 20, packages: 25 });
        const stop = addUntilStopped(new LedgerClient(api, ledger), grants);
        await sleep(200 + Math.random() * 800);
        if (round % 2 === 0) await server.kill();
        else exits.push(await server.stop());
        await stop();
      }
      const last = start(folder);
      const address = await last.ready;
      expect(await idle(await Api.signIn(() => [address]))).toBe(true);
      exits.push(await last.stop());
      const { acknowledged, ambiguous } = ledger;
      const faults = await faultsOf(folder, ledger);
      report('E17 under load', { rounds, acknowledged, ambiguous, faults });
      expect(faults).toEqual([]);
      expect(new Set(exits)).toEqual(new Set([0]));
      expect(acknowledged).toBeGreaterThan(rounds);
    },
    longest,
  );

  it(
    'is refused to a second process, which says who has it',
    async () => {
      const folder = initialised();
      const first = start(folder);
      const address = await first.ready;
      const second = start(folder);
      expect(await second.exited).toBe(1);
      expect(second.output).toContain(`The data folder ${folder} is in use by process ${first.pid}`);
      expect((await fetch(`${address}/health/ready`)).status).toBe(200);
      await first.kill();
      const several = Array.from({ length: 4 }, () => start(folder));
      const refused = await Promise.all(several.map(({ ready }) => ready.then(() => '', String)));
      expect(refused.filter((reason) => reason.includes('is in use by process'))).toHaveLength(3);
      await Promise.all(several.map((server) => server.kill()));
    },
    longest,
  );

  it(
    'is never thrown away once it holds tables of ours',
    async () => {
      const folder = initialised();
      const first = start(folder);
      const address = await first.ready;
      await makeGrants(await Api.signIn(() => [address]), { people: 1, packages: 1 });
      await first.kill();
      rmSync(join(folder, 'database.complete'));
      const second = start(folder);
      const again = await Api.signIn(await second.ready.then((url) => () => [url]));
      expect((JSON.parse((await again.get('/v1.0/users')).text) as { value: unknown[] }).value.length).toBeGreaterThan(
        1,
      );
      await second.kill();
    },
    longest,
  );
});

longDescribe('a folder whose holder was killed', () => {
  it(
    'goes to one of many processes that come at once on a busy machine',
    async () => {
      const rounds = sized({ ci: 6, full: 200 });
      const busy = Array.from({ length: 4 }, () => spawn(process.execPath, ['-e', 'for (;;);']));
      const held: number[] = [];
      try {
        for (let round = 0; round < rounds; round += 1) held.push((await claimedByMany(newFolder())).length);
      } finally {
        busy.forEach((process) => process.kill('SIGKILL'));
      }
      report('E17 many claims', { rounds, held });
      expect(held).toEqual(Array.from({ length: rounds }, () => 1));
    },
    longest,
  );
});

longDescribe('the folder of the embedded database without its guards (counter-runs of E17)', () => {
  it(
    'is spoilt by two processes when their lock is taken away',
    async () => {
      const folder = initialised();
      const ledger = new Ledger(join(folders, 'ledger-counter.jsonl'));
      const first = start(folder);
      const addresses = [await first.ready];
      rmSync(join(folder, 'claims'), { recursive: true });
      const second = start(folder);
      addresses.push(await second.ready);
      const apis = await Promise.all(addresses.map((address) => Api.signIn(() => [address])));
      for (const api of apis) {
        const stop = addUntilStopped(
          new LedgerClient(api, ledger),
          await makeGrants(api, { people: 10, packages: 5 }).catch(() => []),
        );
        await sleep(1_000);
        await stop();
      }
      await Promise.all([first.kill(), second.kill()]);
      const faults = await faultsOf(folder, ledger).catch((error: unknown) => [
        { invariant: 'opens', what: String(error) },
      ]);
      report('E17 counter-run', {
        acknowledged: ledger.acknowledged,
        faults: faults.slice(0, 3),
        faultCount: faults.length,
      });
      expect(faults.filter(({ invariant }) => /^(I1|opens)/.test(invariant)).length).toBeGreaterThan(0);
    },
    longest,
  );

  it(
    'does not open when half of it is taken for the whole',
    async () => {
      const folder = newFolder();
      expect(await cutShort(folder, 50)).toBe(true);
      // PGlite writes it late, and takes it for the sign that all is there.
      writeFileSync(join(folder, 'database/PG_VERSION'), '18\n');
      writeFileSync(join(folder, 'database.complete'), '');
      await expect(start(folder).ready).rejects.toThrow('The server ended before it listened');
      rmSync(join(folder, 'database.complete'));
      const guarded = start(folder);
      await expect(guarded.ready).resolves.toBeDefined();
      await guarded.kill();
    },
    longest,
  );
});
