import {
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** What a build needs; an image needs neither these nor the packages for development. */
export const sources = ['src', '.swcrc', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json', 'prisma.config.ts'];
const others = ['scripts', 'bin', 'prisma', 'package.json', 'package-lock.json', '.npmrc', 'README.md', 'LICENSE'];

/** A copy of this project outside of it, with its packages as `npm ci --include=dev` leaves them. */
export function copyOfProject(): string {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'production-')));
  for (const part of [...sources, ...others]) cpSync(join(root, part), join(project, part), { recursive: true });
  linkTree(join(root, 'node_modules'), join(project, 'node_modules'));
  return project;
}

/** The lines that README gives under "In production", without what they say of themselves. */
export function linesOfReadme(): string[] {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const block = /## In production\n\n```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => line.split(/\s+#/)[0] ?? '')
    .filter(Boolean);
}

/** The PATH that whoever has just copied the project has: without the tools of this one. */
export const pathOfMachine = (): string =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.endsWith('node_modules/.bin'))
    .join(delimiter);

/** Hard links where the file system has them. npm replaces files; what it writes in place is copied. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.name === '.package-lock.json') copyFileSync(source, target);
    else linkOrCopy(source, target);
  }
}

function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}
