import { invalid, limits } from '../query/limits.js';
import type { Shape } from './shape.js';

/** How many entities one row of a shape writes where each of its links shows one: itself and theirs. */
export const leastWritten = ({ expanded }: Shape): number =>
  expanded.reduce((sum, { reading }) => sum + leastWritten(reading.shape), 1);

/** How many entities an answer may have: with all control information one is as large as three. */
export const mostWritten = ({ full }: Shape): number => Math.floor(limits.writtenEntities / (full ? 3 : 1));

/** Whether some collection is expanded, at any depth. */
export const showsCollections = ({ expanded }: Shape): boolean =>
  expanded.some(({ many, reading }) => many || showsCollections(reading.shape));

/** Refuses a page that could not show one entity behind each link; where it can, smaller collections make the rest fit. */
export function refuseWhenTooMany(shape: Shape, size: number): void {
  const each = leastWritten(shape);
  const most = mostWritten(shape);
  if (size * each <= most) return;
  throw invalid(
    `A page of ${size} with what '$expand' follows is more than ${most} entities: ask for a '$top' of at most ${Math.floor(most / each)}, or follow fewer links.`,
  );
}
