import { runInNewContext } from 'node:vm';

const longestMillis = 250;

/**
 * Whether a whole text fits a regular expression that somebody else wrote.
 *
 * It runs apart and for a quarter of a second at most: a pattern that is none, or that would take longer, fits nothing.
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
