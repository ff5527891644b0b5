import type { Dirent } from 'node:fs';
import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const others = 0o077;
const own = { folder: 0o700, file: 0o600 };
/** What a data folder of ours may hold. */
const ours = ['claims', 'database', 'database.complete'];

/**
 * Makes a data folder its owner's alone, with all of ours that is in it: keys, and people's data.
 *
 * A folder that holds anything else is somebody else's, such as `/tmp`: its rights are not ours to change, so it is refused.
 */
export async function keepToOwner(root: string): Promise<void> {
  await mkdir(root, { recursive: true, mode: own.folder });
  if (process.platform === 'win32') return;
  // What this process makes from now on is its owner's as well.
  process.umask(others);
  const { mode } = await lstat(root);
  if ((mode & others) !== 0) await tightenRoot(root, mode);
  await tighten(
    root,
    await readdir(root, { withFileTypes: true }).then((all) => all.filter(({ name }) => isOurs(name))),
  );
}

const isOurs = (name: string): boolean => ours.includes(name);

async function tightenRoot(root: string, mode: number): Promise<void> {
  const foreign = (await readdir(root)).filter((name) => !isOurs(name));
  const isChanged = foreign.length === 0 && (await chmod(root, own.folder).then(...yesOrNo));
  if (isChanged) return;
  const rights = (mode & 0o777).toString(8);
  throw new Error(
    `The data folder ${root} is open to others (${rights}): chmod 700 it, or set DATA_DIR to a new folder of its own.`,
  );
}

/** These entries of a folder and all that is in them; links are left alone, as what they lead to is not in it. */
async function tighten(folder: string, entries: readonly Dirent[]): Promise<void> {
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      await narrow(path, own.folder);
      await tighten(path, await readdir(path, { withFileTypes: true }));
    } else if (entry.isFile()) await narrow(path, own.file);
  }
}

/** What is gone by now has no rights: others who want the folder make and remove their claims meanwhile. */
async function narrow(path: string, wanted: number): Promise<void> {
  const { mode } = (await lstat(path).catch(nothingWhenGone)) ?? { mode: 0 };
  if ((mode & 0o777 & ~wanted) !== 0) await chmod(path, wanted).catch(nothingWhenGone);
}

function nothingWhenGone(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}

const yesOrNo = [() => true, () => false] as const;
