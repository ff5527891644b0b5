import type { IncompatiblePackages } from '../access-packages/index.js';
import type { AssignmentState } from './assignment.js';

/** States in which nobody holds anything. */
const gone: readonly AssignmentState[] = ['expired', 'deliveryFailed'];

const isHeld = { state: { notIn: gone } };

/** The assignments to a package of those who hold another one too, as a Prisma `where`. */
export const heldBeside = ({ accessPackageId, incompatibleWithId }: IncompatiblePackages) => ({
  ...isHeld,
  accessPackageId,
  target: { assignments: { some: { ...isHeld, accessPackageId: incompatibleWithId } } },
});

/** The assignments that are held beside any incompatible one; without a pair there are none. */
export const heldBesideAny = (pairs: readonly IncompatiblePackages[]): Readonly<Record<string, unknown>> =>
  pairs.length > 0 ? { OR: pairs.map(heldBeside) } : { id: { in: [] } };
