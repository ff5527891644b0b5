import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
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
  const folder = join(root, '.tmp', `experiment-${randomUUID()}`);
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const beside of ['prisma', 'package.json']) symlinkSync(join(root, beside), join(folder, beside));
  return { dist: join(folder, 'dist'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
