import { RE2JS } from 're2js';
import { PatternRefused, readPattern } from './pattern-syntax.js';

/** How large the program of a pattern may be, in instructions; `.{0,1000}` has 2,000. */
export const heaviestPattern = 2_500;

/** Compiling an instruction costs about as much as matching so many characters with it. */
const charactersPerCompilation = 300;

/** Compiled patterns that came last, and no heavy ones: each may hold up to 8 MB of states. */
const kept = new Map<string, RE2JS>();
const mostKept = 32;
const heaviestKept = 300;

/** How large a pattern's program gets; known before anything is compiled, infinite for a pattern that is refused. */
export function weightOf(pattern: string): number {
  try {
    return readPattern(pattern).weight;
  } catch {
    return Infinity;
  }
}

/** What it takes at most to see whether a text fits a pattern, in steps of about 30 ns. */
export const workOf = (text: string, pattern: string): number =>
  weightOf(pattern) * (text.length + charactersPerCompilation);

/** Why a pattern cannot be matched in linear time, as a sentence's end that names the piece; nothing when it can. */
export function faultOfPattern(pattern: string): string | undefined {
  try {
    compiled(pattern);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Whether a whole text fits a regular expression, by an automaton, in linear time (RE2); a pattern that cannot be taken fits nothing. */
export const fits = (text: string, pattern: string): boolean => misfitOf(text, pattern) === undefined;

/** Why a text does not fit: the pattern's own fault, or none that can be named. */
export function misfitOf(text: string, pattern: string): { readonly fault?: string } | undefined {
  try {
    return compiled(pattern).testExact(text) ? undefined : {};
  } catch (error) {
    return { fault: reasonOf(error) };
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace('error parsing regexp: ', '') : String(error);

function compiled(pattern: string): RE2JS {
  const known = kept.get(pattern);
  if (known) {
    kept.delete(pattern);
    kept.set(pattern, known);
    return known;
  }
  const { written, weight } = readPattern(pattern);
  if (weight > heaviestPattern) {
    throw new PatternRefused(
      `it makes a program of about ${weight} instructions, of which ${heaviestPattern} are allowed: repeat less`,
    );
  }
  const fresh = RE2JS.compile(written);
  if (weight <= heaviestKept) keep(pattern, fresh);
  return fresh;
}

function keep(pattern: string, fresh: RE2JS): void {
  kept.set(pattern, fresh);
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size > mostKept) kept.delete(oldest);
}
