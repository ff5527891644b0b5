import { readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { claimFolder } from './folder-claim.js';
import { keepToOwner } from './folder-rights.js';

/** The embedded database's folder, held by this process until released. */
export interface HeldFolder {
  readonly path: string;
  /** True while there is no database in it. */
  readonly isNew: boolean;
  /** Says that the first initialisation came to its end. */
  markComplete(): Promise<void>;
  release(): Promise<void>;
}

/** Postgres gives smaller numbers to what it makes itself. */
const firstTableOfOurs = 16_384;

/**
 * Holds the data folder for this process; PGlite itself takes no lock, and a second process would corrupt it (pglite#1106).
 *
 * A folder whose first initialisation was cut short is made anew; one that holds tables of ours is never thrown away.
 */
export async function lockFolder(dataDir: string): Promise<HeldFolder> {
  const root = resolve(dataDir);
  await keepToOwner(root);
  const release = await claimFolder(root);
  const path = join(root, 'database');
  const marker = join(root, 'database.complete');
  const isComplete = (await readdir(root)).includes('database.complete');
  const isNew = !isComplete && !(await holdsTablesOfOurs(path));
  if (isNew) await rm(path, { recursive: true, force: true });
  return {
    path,
    isNew,
    markComplete: async () => {
      // PGlite unpacks its first files with rights of its own (0666), whatever the umask.
      if (isNew) await keepToOwner(root);
      await writeFile(marker, 'The first initialisation of ./database came to its end.\n');
    },
    release,
  };
}

async function holdsTablesOfOurs(path: string): Promise<boolean> {
  const files = await readdir(join(path, 'base'), { recursive: true }).catch(() => []);
  return files.some((file) => Number(file.slice(file.lastIndexOf('/') + 1)) >= firstTableOfOurs);
}
