import { mkdir, open, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The embedded database's folder, held by this process until released. */
export interface HeldFolder {
  readonly path: string;
  /** True while there is no database in it. */
  readonly isNew: boolean;
  /** Says that the first initialisation came to its end. */
  markComplete(): Promise<void>;
  release(): Promise<void>;
}

const tries = 100;
const pauseMillis = 50;
/** Postgres gives smaller numbers to what it makes itself. */
const firstTableOfOurs = 16_384;

/**
 * Holds the data folder for this process; PGlite itself takes no lock, and a second process would corrupt it (pglite#1106).
 *
 * A folder whose first initialisation was cut short is made anew; one that holds tables of ours is never thrown away.
 */
export async function lockFolder(dataDir: string): Promise<HeldFolder> {
  const root = resolve(dataDir);
  await mkdir(root, { recursive: true });
  const lockFile = join(root, 'server.pid');
  await takeLock(lockFile, root);
  const path = join(root, 'database');
  const marker = join(root, 'database.complete');
  const isComplete = (await readdir(root)).includes('database.complete');
  const isNew = !isComplete && !(await holdsTablesOfOurs(path));
  if (isNew) await rm(path, { recursive: true, force: true });
  return {
    path,
    isNew,
    markComplete: () => writeFile(marker, 'The first initialisation of ./database came to its end.\n'),
    release: () => rm(lockFile, { force: true }),
  };
}

async function holdsTablesOfOurs(path: string): Promise<boolean> {
  const files = await readdir(join(path, 'base'), { recursive: true }).catch(() => []);
  return files.some((file) => Number(file.slice(file.lastIndexOf('/') + 1)) >= firstTableOfOurs);
}

async function takeLock(lockFile: string, root: string): Promise<void> {
  const content = `${process.pid}\n${await startOf(process.pid)}\n`;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    try {
      const file = await open(lockFile, 'wx');
      await file.writeFile(content);
      await file.close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      await refuseWhenHeld(lockFile, root);
      await removeStale(lockFile, root);
    }
  }
  throw new Error(`The data folder ${root} could not be locked: another server is starting on it.`);
}

/** One process at a time, so that none removes the lock of another that was quicker. */
async function removeStale(lockFile: string, root: string): Promise<void> {
  const turn = `${lockFile}.takeover`;
  try {
    await mkdir(turn);
  } catch {
    const since = await stat(turn).catch(() => undefined);
    // Whoever took the turn was killed in it.
    if (since && performance.timeOrigin + performance.now() - since.mtimeMs > 2_000)
      await rmdir(turn).catch(() => undefined);
    await sleep(pauseMillis);
    return;
  }
  try {
    await refuseWhenHeld(lockFile, root);
    await rm(lockFile, { force: true });
  } finally {
    await rmdir(turn).catch(() => undefined);
  }
}

async function refuseWhenHeld(lockFile: string, root: string): Promise<void> {
  const [pid, startedAt = ''] = (await contentOf(lockFile)).split('\n');
  const holder = Number(pid);
  if (!Number.isInteger(holder) || holder <= 0 || !(await isStillThere(holder, startedAt))) return;
  throw new Error(
    `The data folder ${root} is in use by process ${holder}: stop it, or set DATA_DIR to another folder.`,
  );
}

/** Ids come again, in a container often as our own: the process is still there when it started when the holder did. */
async function isStillThere(holder: number, startedAt: string): Promise<boolean> {
  if (!isAlive(holder)) return false;
  const start = await startOf(holder);
  return start && startedAt ? start === startedAt : holder !== process.pid;
}

/** What the lock says; whoever has just made it may not have written it yet. */
async function contentOf(lockFile: string): Promise<string> {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const content = await readFile(lockFile, 'utf8').catch(() => undefined);
    if (content === undefined || content.endsWith('\n')) return content ?? '';
    await sleep(pauseMillis);
  }
  return '';
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
