/** How often in a row a system was away, and until when nobody calls it (circuit breaker); instants in milliseconds. */
export interface Breaker {
  readonly failures: number;
  readonly openUntil: number;
}

/** How often in a row a system is away until it is left alone. */
const mostFailures = 5;
const longestMillis = 60_000;

export const closed: Breaker = { failures: 0, openUntil: -Infinity };

export const isOpen = ({ openUntil }: Breaker, now: number): boolean => now < openUntil;

/** How many effects may be carried out in it at once: one, while it is not known whether a system that was away is back (half-open). */
export const atOnce = ({ failures }: Breaker, concurrency: number): number =>
  failures >= mostFailures ? 1 : concurrency;

/** The system was away once more: from the fifth time on it is left alone for 1, 2, 4 s and so on, up to a minute. */
export function away({ failures }: Breaker, now: number): Breaker {
  const [next, over] = [failures + 1, failures + 1 - mostFailures];
  return { failures: next, openUntil: over < 0 ? -Infinity : now + Math.min(longestMillis, 1_000 * 2 ** over) };
}

/** The system asked not to be called for so long. */
export const asked = ({ failures }: Breaker, now: number, millis: number): Breaker => ({
  failures,
  openUntil: now + Math.min(millis, longestAskedMillis),
});

const longestAskedMillis = 3_600_000;
