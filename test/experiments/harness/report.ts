import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { size } from '../../support/size.js';
import { root } from './built-server.js';

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
