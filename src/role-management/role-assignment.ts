import type { RoleAssignment } from '../platform/database/generated/client.js';
import type { NewRow } from '../platform/database/models.js';
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

/** A role is taken from somebody. */
export const deleteRoleAssignment = (assignment: RoleAssignment): Decision<RoleAssignment> => ({
  row: assignment,
  events: [new RoleAssignmentDeleted(assignment.id)],
});
