import { roles } from '../graph/index.js';
import type { RoleAssignment } from '../platform/database/generated/client.js';
import type { NewRow } from '../platform/database/models.js';
import { DomainError } from '../platform/errors/domain-error.js';
import type { Decision } from '../platform/eventing/decision.js';
import { RoleAssignmentCreated, RoleAssignmentDeleted } from './role-assignment.events.js';

export type { RoleAssignment };

/** Who is given a role: a person, a group with whoever is in it, or an application. */
export interface Principal {
  readonly kind: 'user' | 'group' | 'servicePrincipal';
  readonly id: string;
}

/** A role for somebody, everywhere (null) or in one catalog. */
export interface RoleAssignmentValues {
  readonly roleDefinitionId: string;
  readonly principal: Principal;
  readonly catalogId: string | null;
}

/** Somebody is given a role; that they have it once in one place is the database's to know. */
export function createRoleAssignment(
  id: string,
  { roleDefinitionId, principal: { kind, id: principalId }, catalogId }: RoleAssignmentValues,
  now: Date,
): Decision<NewRow<RoleAssignment, 'tenantId'>> {
  const values = { roleDefinitionId, principalId, catalogId };
  const principal = {
    userId: kind === 'user' ? principalId : null,
    groupId: kind === 'group' ? principalId : null,
    servicePrincipalId: kind === 'servicePrincipal' ? principalId : null,
  };
  return { row: { id, ...values, ...principal, createdAt: now }, events: [new RoleAssignmentCreated(id, values)] };
}

/** The last owner of a catalog is for an administrator to remove. */
export function requireAnotherOwner({ roleDefinitionId, catalogId }: RoleAssignment, others: number): void {
  if (catalogId === null || roleDefinitionId !== roles['Catalog owner'].id || others > 0) return;
  throw new DomainError(
    'UnAuthorized',
    'This is the last owner of the catalog: name another owner first, or ask an administrator to remove this one.',
  );
}

/** A role is taken from somebody. */
export const deleteRoleAssignment = (assignment: RoleAssignment): Decision<RoleAssignment> => ({
  row: assignment,
  events: [new RoleAssignmentDeleted(assignment.id)],
});
