import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const root = join(import.meta.dirname, '../../..');

/** The built server, in a folder of its own that no later build changes. */
export interface BuiltServer {
  /** Where its `main.js` is. */
  readonly dist: string;
  remove(): void;
}

/** Builds the server if need be, and takes a copy. */
export async function builtServer(): Promise<BuiltServer> {
  await promisify(execFile)(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root });
  const folder = aFolder();
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const beside of ['prisma', 'package.json']) symlinkSync(join(root, beside), join(folder, beside));
  return serverIn(folder);
}

const builds = join(root, 'test/builds');

/** The builds that were kept (`npm run builds:record`), by their names. */
export const keptBuilds: readonly string[] = readdirSync(builds)
  .filter((name) => name.endsWith('.tar.gz'))
  .map((name) => name.slice(0, -'.tar.gz'.length));

/** Unpacks a build that was kept; it runs on the packages that are installed today. */
export async function keptBuild(name: string): Promise<BuiltServer> {
  const folder = aFolder();
  await promisify(execFile)('tar', ['-xzf', join(builds, `${name}.tar.gz`), '-C', folder]);
  return serverIn(folder);
}

function aFolder(): string {
  const folder = join(root, '.tmp', `experiment-${randomUUID()}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const serverIn = (folder: string): BuiltServer => ({
  dist: join(folder, 'dist'),
  remove: () => rmSync(folder, { recursive: true, force: true }),
});
