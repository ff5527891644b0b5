import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools.js';

/** Every file that is, or would be, committed. Without git (an archive) there is nothing to look at. */
function committedFiles(): string[] {
  if (!existsSync(join(root, '.git'))) return [];
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  return [...new Set(listed.split('\0'))].filter((file) => file && existsSync(join(root, file)));
}

const files = committedFiles();
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const lines = (file: string): number => read(file).split('\n').length - 1;
const filesThatSay = (pattern: RegExp, among = files): string[] => among.filter((file) => pattern.test(read(file)));

describe('the house', () => {
  it('has no source file over 250 lines', () => {
    expect(files.filter((file) => /^src\/.*\.ts$/.test(file) && lines(file) > 250)).toEqual([]);
  });

  it('has a README of at most 150 lines', () => {
    expect(files.filter((file) => file === 'README.md' && lines(file) > 150)).toEqual([]);
  });

  it('commits nothing that is generated or local', () => {
    const local = /^(dist|data|certs|coverage|node_modules|\.tmp|src\/platform\/database\/generated)\//;
    expect(files.filter((file) => local.test(file))).toEqual([]);
  });

  it('names no folder of a machine', () => {
    expect(filesThatSay(/(?<![\w.*-])\/(?:work|root|home\/\w+|Users\/\w+)\//)).toEqual([]);
  });

  it('names no package registry, in the lock file neither', () => {
    expect(filesThatSay(/https?:\/\/[^\s/"'`]*(?:registry|npmjs|yarnpkg|artifactory|nexus)/i)).toEqual([]);
    expect(filesThatSay(/"resolved": "(?!scripts\/runtime")/, ['package-lock.json'])).toEqual([]);
  });

  it('has no test that is skipped or alone', () => {
    const tests = files.filter((file) => file.endsWith('.spec.ts'));
    expect(filesThatSay(/\b(?:it|test|describe)\.(?:skip|only|todo)\b|\bx(?:it|describe)\(/, tests)).toEqual([]);
  });

  it('has no test that sees the locks or the connections of another database', () => {
    const statements = files
      .filter((file) => file.startsWith('test/'))
      .flatMap((file) => [...read(file).matchAll(/FROM pg_(?:locks|stat_activity)\b[^`;]*/g)]);
    expect(statements.length).toBeGreaterThan(5);
    const its = /current_database\(\)|\$\{locksOfThisDatabase\}|\bpid = /;
    expect(statements.map(([statement]) => statement).filter((statement) => !its.test(statement))).toEqual([]);
  });
});
