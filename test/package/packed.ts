import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { copyOfProject, pathOfMachine } from '../support/production.js';

export const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** What others have: the Node of these tests first, and no tool of this project. */
export const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  PATH: [dirname(process.execPath), pathOfMachine()].join(delimiter),
  HOME: process.env['HOME'] ?? '',
  ...(process.env['npm_config_cafile'] ? { npm_config_cafile: process.env['npm_config_cafile'] } : {}),
  ...more,
});

/** A folder with nothing in it, outside of this project; gone once its tests are done. */
export function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'packed-')));
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Runs a command line in a folder, as whoever has nothing of this project; answers what it printed, or throws it. */
export async function typed(line: string, folder: string, more: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run('bash', ['-c', line], { cwd: folder, env: environment(more), maxBuffer: 2 ** 26 });
  return stdout;
}

/** Packs this project in a copy of it, as `npm pack` does, into a folder; answers the path of the tarball. */
export async function packedInto(folder: string): Promise<string> {
  await typed('node scripts/build.mjs', root);
  const copy = copyOfProject();
  try {
    // What a clone without it builds, the image and the lines of the README about production show.
    cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true });
    await typed(`npm pack --silent --pack-destination ${folder}`, copy);
    const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
    return join(folder, name);
  } finally {
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Installs the tarball in a folder that knows no other package; what the machine's npm has seen before comes from its cache. */
export async function installedIn(folder: string, tarball: string): Promise<void> {
  writeFileSync(join(folder, 'package.json'), '{"name":"theirs","version":"1.0.0","private":true}');
  await typed(`npm install --prefer-offline --no-audit --no-fund --loglevel=error ${tarball}`, folder);
}

/** The project of a team, beside the installed package; its compiler comes from here. */
export function extensionProjectIn(folder: string): void {
  cpSync(join(root, 'test/extension-project'), folder, { recursive: true });
  symlinkSync(join(root, 'node_modules/typescript'), join(folder, 'node_modules/typescript'));
}
