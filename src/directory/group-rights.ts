import {
  catalogsOf,
  mayAdminister,
  mayIn,
  mayNameRolesIn,
  mayReadAll,
  mayReadRoles,
  roleNamedBy,
} from '../graph/index.js';
import type { Caller } from '../platform/auth/caller.js';
import { whatWouldDo } from '../platform/auth/permission-refusal.js';
import { isPermitted, type Permission, permissionOf } from '../platform/auth/permissions.js';
import { DomainError } from '../platform/errors/domain-error.js';

/** What whoever is in a group has in entitlement management by it, and by the groups that it is in. */
export interface GroupRights {
  readonly roles: readonly { readonly roleId: string; readonly catalogId: string | null }[];
  /** The policies that ask them to decide, with the catalogs of their packages. */
  readonly approvals: readonly { readonly policyId: string; readonly catalogId: string }[];
  /** Whether there may be more than was looked at. */
  readonly isCut: boolean;
}

/** One of them: what it is called, what whoever gives it needs, and to whom it is told. */
interface Right {
  readonly called: string;
  readonly needs: Permission;
  readonly isGivenBy: (caller: Caller) => boolean;
  readonly isToldTo: (caller: Caller) => boolean;
}

/** Why somebody may not put people or groups into a group, or make owners of it: it gives what they could not give by itself. */
export function refusalToGive(caller: Caller, groupId: string, rights: GroupRights): DomainError | undefined {
  if (mayAdminister(caller)) return undefined;
  const beyond = rightsIn(rights).find(({ isGivenBy }) => !isGivenBy(caller));
  if (!beyond && !rights.isCut) return undefined;
  const words = beyond?.isToldTo(caller) ? saying(caller, beyond) : withoutNames(caller);
  return new DomainError('UnAuthorized', `Whoever is in the group '${groupId}' ${words}`);
}

const rightsIn = ({ roles, approvals }: GroupRights): Right[] => [...roles.map(ofRole), ...approvals.map(ofApproval)];

function ofRole({ roleId, catalogId }: GroupRights['roles'][number]): Right {
  const { heldRoles = [], ...everywhere } = permissionOf('roleAssignments.write');
  return {
    called: `has the role ${roleNamedBy(roleId) ?? roleId}${catalogId === null ? '' : ` in the catalog '${catalogId}'`}`,
    needs: { ...everywhere, heldRoles: catalogId === null ? [] : heldRoles },
    isGivenBy: (caller) => mayNameRolesIn(caller, catalogId),
    isToldTo: (caller) =>
      isPermitted(caller, 'roleAssignments.read') &&
      (mayReadRoles(caller) || (catalogId !== null && catalogsOf(caller, 'catalogs.manage').includes(catalogId))),
  };
}

const ofApproval = ({ policyId, catalogId }: GroupRights['approvals'][number]): Right => ({
  called: `is an approver of the assignment policy '${policyId}' in the catalog '${catalogId}'`,
  needs: permissionOf('assignmentPolicies.write'),
  isGivenBy: (caller) => mayIn(caller, 'packages.manage', catalogId),
  isToldTo: (caller) =>
    isPermitted(caller, 'entitlements.read') &&
    (mayReadAll(caller) || catalogsOf(caller, 'catalogs.read').includes(catalogId)),
});

const saying = (caller: Caller, { called, needs }: Right): string =>
  `${called}, by it or by a group that it is in: to add members or owners needs ${whatWouldDo(caller, needs)}` +
  `${needs.heldRoles?.length ? ' there' : ''}.`;

const withoutNames = (caller: Caller): string =>
  'has rights in entitlement management that you may not give: to add members or owners needs ' +
  `${whatWouldDo(caller, permissionOf('entitlements.write'))}, or the roles that may give them.`;
