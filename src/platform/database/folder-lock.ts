import { mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The embedded database's folder, held by this process until released. */
export interface HeldFolder {
  readonly path: string;
  /** Says that the first initialisation came to its end. */
  markComplete(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Holds the data folder for this process; PGlite itself takes no lock, and a second process would corrupt it (pglite#1106).
 *
 * A folder whose first initialisation was cut short holds nothing yet, so it is made anew.
 */
export async function lockFolder(dataDir: string): Promise<HeldFolder> {
  const root = resolve(dataDir);
  await mkdir(root, { recursive: true });
  const lockFile = join(root, 'server.pid');
  await takeLock(lockFile, root);
  const path = join(root, 'database');
  const marker = join(root, 'database.complete');
  if (!(await exists(marker))) await rm(path, { recursive: true, force: true });
  return {
    path,
    markComplete: () => writeFile(marker, 'The first initialisation of ./database came to its end.\n'),
    release: () => rm(lockFile, { force: true }),
  };
}

async function takeLock(lockFile: string, root: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const file = await open(lockFile, 'wx');
      await file.writeFile(`${process.pid}\n${await startOf(process.pid)}\n`);
      await file.close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      await refuseWhenHeld(lockFile, root);
      await rename(lockFile, `${lockFile}.${process.pid}.stale`).catch(() => undefined);
      await rm(`${lockFile}.${process.pid}.stale`, { force: true });
    }
  }
  throw new Error(`The data folder ${root} could not be locked: another server is starting on it.`);
}

async function refuseWhenHeld(lockFile: string, root: string): Promise<void> {
  const [pid, startedAt] = (await readFile(lockFile, 'utf8').catch(() => '')).split('\n');
  const holder = Number(pid);
  if (holder === process.pid || !Number.isInteger(holder) || holder <= 0 || !isAlive(holder)) return;
  const start = await startOf(holder);
  if (startedAt && start && startedAt !== start) return; // the id was given to another process meanwhile
  throw new Error(
    `The data folder ${root} is in use by process ${holder}: stop it, or set DATA_DIR to another folder.`,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, in kernel ticks; empty where the system does not say. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

const exists = async (file: string): Promise<boolean> =>
  (await readdir(resolve(file, '..'))).includes(file.slice(file.lastIndexOf('/') + 1));
