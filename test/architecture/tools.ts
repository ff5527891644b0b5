import { execFile } from 'node:child_process';
import { dirname, join, relative } from 'node:path';

export const root = join(import.meta.dirname, '../..');
export const fixtures = join(import.meta.dirname, 'fixtures');

/** A rule that was broken, and the file that broke it, relative to the folder that was looked at. */
export interface Violation {
  readonly rule: string;
  readonly file: string;
  readonly message: string;
}

/** What the dependency rules say about the src folder of a place. */
export async function dependencyViolations(folder: string): Promise<Violation[]> {
  const said = await run('dependency-cruiser/bin/dependency-cruiser.mjs', folder, [
    ...['--config', configuration(folder, '.dependency-cruiser.js')],
    ...['--output-type', 'json', 'src'],
  ]);
  const { summary } = JSON.parse(said) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, file: from, message: `imports ${to}` }));
}

/** What the lint rules say about the src folder of a place. */
export async function lintViolations(folder: string): Promise<Violation[]> {
  const said = await run('eslint/bin/eslint.js', folder, [
    ...['--config', configuration(folder, 'eslint.config.js')],
    ...['--format', 'json', 'src'],
  ]);
  const files = JSON.parse(said) as { filePath: string; messages: { ruleId: string | null; message: string }[] }[];
  return files.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, message }) => ({ rule: ruleId ?? 'none', file: relative(folder, filePath), message })),
  );
}

const configuration = (folder: string, name: string): string => relative(folder, join(root, name)) || name;

/** Runs a tool as people do and answers what it prints; that it finds something is no failure. */
function run(script: string, cwd: string, args: string[]): Promise<string> {
  const path = join(root, 'node_modules', script);
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [path, ...args], { cwd, maxBuffer: 2 ** 27 }, (_, stdout, stderr) =>
      stdout ? resolve(stdout) : reject(new Error(`${dirname(script)}: ${stderr}`)),
    );
  });
}
