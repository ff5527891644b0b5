import { setFlagsFromString } from 'node:v8';
import type { PGlite } from '@electric-sql/pglite';
import { endingOfReads, inTime, longestEmbeddedReadMillis } from './deadline.js';
import { openDriver } from './driver.js';
import type { Engine } from './engine.js';
import { lockFolder } from './folder-lock.js';
import { Reads } from './reads.js';

/**
 * Keep WebAssembly as it is compiled first: what optimising Postgres takes is half of the process's memory, and little is won.
 *
 * All three: at run time the first one does not bring the others along.
 */
const flagsForWebAssembly = ['--liftoff-only', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering'];

/** Opens PGlite in a folder that this process alone holds, or in memory. */
export async function openEmbedded(dataDir: string): Promise<Engine> {
  const inMemory = dataDir.startsWith('memory://');
  const folder = inMemory ? undefined : await lockFolder(dataDir);
  const lite = await load(folder?.path ?? dataDir, folder?.isNew !== false).catch(async (error: unknown) => {
    await folder?.release();
    throw error;
  });
  await folder?.markComplete();
  await lite.exec(endingOfReads);
  const { PrismaPGlite } = await import('pglite-prisma-adapter');
  const driver = await openDriver(new PrismaPGlite(withHonestCommits(lite)));
  return {
    ...driver,
    kind: 'embedded',
    concurrency: 1,
    reads: new Reads(driver.adapter, 1, { millis: longestEmbeddedReadMillis, inTime: (column) => [inTime(column)] }),
    // It is in this process: what can be asked at all can be answered.
    answers: () => Promise.resolve(!lite.closed),
    withConnection: (work) =>
      work({
        query: async (sql, values) => (await lite.query<Record<string, unknown>>(sql, values ? [...values] : [])).rows,
        script: async (sql) => void (await lite.exec(sql)),
      }),
    close: async () => {
      await driver.prisma.$disconnect();
      if (!lite.closed) await lite.close();
      await folder?.release();
    },
  };
}

/** Flags hold for what is compiled after them, so they are set before PGlite is loaded, and nowhere else. */
async function load(path: string, isNew: boolean): Promise<PGlite> {
  flagsForWebAssembly.forEach((flag) => setFlagsFromString(flag));
  const { PGlite } = await import('@electric-sql/pglite');
  const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs');
  return PGlite.create(path, { loadDataDir: isNew ? await dataDir() : undefined });
}

/** The adapter hears of a COMMIT that failed and answers as if it had come true (pglite-prisma-adapter 0.7.2): here it stays a failure. */
function withHonestCommits(lite: PGlite): PGlite {
  const begin: PGlite['transaction'] = lite.transaction.bind(lite);
  lite.transaction = (work) => {
    const transaction = begin(work);
    const failure = (hear: (error: unknown) => unknown): Promise<never> => {
      const heard = transaction.then(
        (result) => result as never,
        (error: unknown) => {
          hear(error);
          throw error;
        },
      );
      heard.catch(() => undefined);
      return heard;
    };
    return Object.assign(transaction, { catch: failure as typeof transaction.catch });
  };
  return lite;
}
