import type { Asked } from '../http/asked.js';
import { invalid, limits } from './query/limits.js';

/** How many there are: exactly, or at least so many where nobody counted on. */
export interface Counted {
  readonly count?: number;
  readonly countIsAtLeast?: number;
}

/** How far the database counts for a call: one beyond the limit tells that there are more; undefined without end. */
export const countedTo = ({ countsAll }: Asked): number | undefined => (countsAll ? undefined : limits.counted + 1);

/** What a number that the database counted to says. */
export const counted = (number: number, { countsAll }: Asked): Counted =>
  countsAll || number <= limits.counted ? { count: number } : { countIsAtLeast: limits.counted };

/** The bare number; refused where there are more than are counted. */
export function countAlone(number: number, asked: Asked): number {
  const { count } = counted(number, asked);
  if (count !== undefined) return count;
  throw invalid(
    `There are more than ${limits.counted}, and '/$count' counts no further: narrow it by '$filter', or send 'ConsistencyLevel: eventual' to have them all counted.`,
  );
}

/** What an answer says of a number, of itself or of one of its members. */
export const countOut = ({ count, countIsAtLeast }: Counted, name = ''): Readonly<Record<string, number>> => ({
  ...(count === undefined ? {} : { [`${name}@odata.count`]: count }),
  ...(countIsAtLeast === undefined ? {} : { [`${name}@openEntitlements.countIsAtLeast`]: countIsAtLeast }),
});
