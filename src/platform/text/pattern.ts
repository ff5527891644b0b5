import { runInNewContext } from 'node:vm';

const longestMillis = 25;

/**
 * Whether a whole text fits a regular expression that somebody else wrote.
 *
 * It runs apart and for 25 ms at most: a pattern that is none, or that would take longer, fits nothing.
 */
export function fits(text: string, pattern: string): boolean {
  try {
    return runInNewContext(
      'new RegExp(`^(?:${pattern})$`, "u").test(text)',
      { pattern, text },
      { timeout: longestMillis },
    ) as boolean;
  } catch {
    return false;
  }
}
