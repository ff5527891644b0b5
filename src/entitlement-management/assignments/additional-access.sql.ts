import { sql } from '../../platform/database/sql.js';
import type { Only } from '../../platform/odata/sql/source.js';
import { whereOf } from '../../platform/odata/sql/where.js';
import type { AssignmentState } from './assignment.js';

/** Two packages of which holders of the second are looked for among those of the first. */
interface PackagePair {
  readonly accessPackageId: string;
  readonly incompatibleWithId: string;
}

/** States in which nobody holds anything. */
const gone: readonly AssignmentState[] = ['expired', 'deliveryFailed'];

const isHeld = { state: { notIn: gone } };

/** The assignments to a package of those who hold another one too, as a Prisma `where`. */
export const heldBeside = ({ accessPackageId, incompatibleWithId }: PackagePair) => ({
  ...isHeld,
  accessPackageId,
  target: { assignments: { some: { ...isHeld, accessPackageId: incompatibleWithId } } },
});

/** The assignments that are held beside any package that is declared incompatible with theirs, as a condition on a list of assignments. */
export const heldBesideAny: Only = (source) => sql`(${whereOf(isHeld, source)} AND (
  SELECT TRUE FROM assignment other JOIN incompatible_access_package pair ON pair.tenant_id = other.tenant_id
    AND pair.access_package_id = ${source.column('accessPackageId')} AND pair.incompatible_with_id = other.access_package_id
  WHERE other.tenant_id = ${source.column('tenantId')} AND other.target_id = ${source.column('targetId')}
    AND NOT (other.state = ANY(${[...gone]}::text[])) LIMIT 1) IS TRUE)`;
