import { mayNameRolesIn, rolesFor } from '../graph/index.js';
import type { Caller } from '../platform/auth/caller.js';
import { DomainError } from '../platform/errors/domain-error.js';

/** Refuses whoever may not name who has which role there: everywhere (null), or in one catalog. */
export function requireNaming(caller: Caller, catalogId: string | null): void {
  if (mayNameRolesIn(caller, catalogId)) return;
  throw new DomainError('UnAuthorized', catalogId === null ? onlyAdministrators : onlyOwners(catalogId));
}

const onlyAdministrators =
  "Naming a role at '/' is for administrators: name one in a catalog of yours, or ask an administrator.";
const onlyOwners = (catalogId: string): string =>
  `Naming a role in the catalog '${catalogId}' needs the role ${rolesFor('catalogs.manage').join(' or ')} in it, or an administrator.`;
