import type { ResourceRoleScope } from '../../platform/database/generated/client.js';
import type { NewRow } from '../../platform/database/models.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import { type GivenOrigin, ResourceRoleScopeAdded, ResourceRoleScopeRemoved } from './role-scope.events.js';

export type { ResourceRoleScope };

/** A role of a resource, in one of its scopes, with where both are. */
export interface Given {
  readonly roleId: string;
  readonly scopeId: string;
  readonly origin: GivenOrigin;
}

/** A role that a package gives already, with where it is. */
export type GivenRoleScope = ResourceRoleScope & { readonly origin: GivenOrigin };

/** The package gives the role from now on. */
export function addRoleScope(
  accessPackageId: string,
  { roleId, scopeId, origin }: Given,
  isGiven: boolean,
  now: Date,
): Decision<NewRow<ResourceRoleScope, 'tenantId'>> {
  if (isGiven) {
    throw new DomainError('DuplicateKey', 'The access package gives this role already: there is nothing to add.');
  }
  return {
    row: { id: `${roleId}_${scopeId}`, accessPackageId, roleId, scopeId, createdAt: now },
    events: [new ResourceRoleScopeAdded(accessPackageId, roleId, scopeId, origin)],
  };
}

/** The package gives the role no more. */
export const removeRoleScope = ({ origin, ...row }: GivenRoleScope): Decision<ResourceRoleScope> => ({
  row,
  events: [new ResourceRoleScopeRemoved(row.accessPackageId, row.roleId, row.scopeId, origin)],
});
