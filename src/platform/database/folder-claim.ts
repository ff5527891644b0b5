import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const tries = 100;
const longestPauseMillis = 100;
const word = 'holds the folder';

/** Who claims a folder: a process, by its id and by when it started, as ids come again. */
interface Claim {
  readonly pid: number;
  readonly startedAt: string;
}

/**
 * Claims a folder for this process, and answers how it is released; whoever comes second is refused.
 *
 * Each process makes a file of its own, whole from the first instant, and then looks for others: of two, the later one sees the earlier.
 * None ever takes another's file away, unless that process is gone, so that no pause of any length lets two in.
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const claims = join(folder, 'claims');
  await mkdir(claims, { recursive: true });
  const own = { pid: process.pid, startedAt: await startOf(process.pid) };
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const file = await make(folder, claims, own);
    const others = await othersAlive(claims, own);
    if (others.length === 0) {
      await writeFile(file, word);
      return () => rm(file, { force: true });
    }
    await rm(file, { force: true });
    for (const other of others) if (await holds(claims, other)) throw inUse(folder, other.pid);
    // Those who come at the same time all step back; the pauses differ, so that one of them is first.
    await sleep(Math.random() * longestPauseMillis);
  }
  throw new Error(`The data folder ${folder} could not be claimed: other servers are starting on it.`);
}

async function make(folder: string, claims: string, own: Claim): Promise<string> {
  const file = join(claims, nameOf(own));
  // Where the system does not say when processes started, a file of our own name is an earlier process's.
  await writeFile(file, '', { flag: own.startedAt ? 'wx' : 'w' }).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? inUse(folder, own.pid) : error;
  });
  return file;
}

async function othersAlive(claims: string, own: Claim): Promise<Claim[]> {
  const others = (await readdir(claims)).filter((name) => name !== nameOf(own)).map(claimOf);
  const alive = await Promise.all(others.map(isStillThere));
  const gone = others.filter((_, place) => !alive[place]);
  await Promise.all(gone.map((claim) => rm(join(claims, nameOf(claim)), { force: true })));
  return others.filter((_, place) => alive[place]);
}

const nameOf = ({ pid, startedAt }: Claim): string => `${pid}-${startedAt}`;

function claimOf(name: string): Claim {
  const [pid, startedAt = ''] = name.split('-');
  return { pid: Number(pid), startedAt };
}

const holds = async (claims: string, claim: Claim): Promise<boolean> =>
  (await readFile(join(claims, nameOf(claim)), 'utf8').catch(() => '')) === word;

const inUse = (folder: string, pid: number): Error =>
  new Error(`The data folder ${folder} is in use by process ${pid}: stop it, or set DATA_DIR to another folder.`);

/** In a container an earlier process often had our own id: it is still there only if it started when that one did. */
async function isStillThere({ pid, startedAt }: Claim): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  const start = await startOf(pid);
  return start && startedAt ? start === startedAt : pid !== process.pid;
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
