import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './built-server.js';

/** How much of an experiment is run: `SIZE=full` for the whole, else what continuous integration can bear. */
export const size = process.env['SIZE'] === 'full' ? 'full' : 'ci';

/** The number for this size. */
export const sized = (numbers: { readonly ci: number; readonly full: number }): number => numbers[size];

/** Says what was measured, with its N, and keeps it in `.tmp/experiments.jsonl`. */
export function report(experiment: string, numbers: Record<string, unknown>): void {
  const line = JSON.stringify({ experiment, size, ...numbers });
  mkdirSync(join(root, '.tmp'), { recursive: true });
  appendFileSync(join(root, '.tmp/experiments.jsonl'), `${line}\n`);
  process.stdout.write(`${line}\n`);
}

export const sleep = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/** Asks until the answer is yes; false when it never was in that time. */
export async function eventually(ask: () => Promise<boolean>, withinMillis: number): Promise<boolean> {
  const until = performance.now() + withinMillis;
  while (!(await ask())) {
    if (performance.now() > until) return false;
    await sleep(50);
  }
  return true;
}
