import type { Caller } from '../platform/auth/caller.js';
import { isPermitted } from '../platform/auth/permissions.js';
import type { Model, WhereOf } from '../platform/database/models.js';
import { mayAdminister, mayNameRoles, mayReadAll } from './permissions.js';
import type { Only } from '../platform/odata/sql/source.js';
import { catalogsOf, type Task } from './roles.js';

/** Some catalogs, as a Prisma filter. */
export interface Catalogs {
  readonly in: string[];
}

/** The rows that somebody may see: all, or those that are theirs by themselves and those in the catalogs in which a role lets them do a task. */
export function visibleIn<M extends Model>(
  caller: Caller,
  task: Task,
  { own, inCatalogs }: { readonly own: WhereOf<M>; readonly inCatalogs: (those: Catalogs) => WhereOf<M> | Only },
): WhereOf<M> {
  if (mayReadAll(caller)) return {} as WhereOf<M>;
  const ids = catalogsOf(caller, task);
  return ids.length === 0 ? own : ({ OR: [own, inCatalogs({ in: [...ids] })] } as WhereOf<M>);
}

/** What says of a row of a package where it lies: see `catalogBehind`. */
export interface InCatalog {
  readonly accessPackage?: { readonly catalogId: string } | null;
}

/** What rows of packages have to bring, so that `readsAsManager` knows where they lie: nothing, where it is the same for all. */
export const catalogBehind = (caller: Caller): { accessPackage?: { select: { catalogId: true } } } =>
  mayReadAll(caller) || catalogsOf(caller, 'assignments.manage').length === 0
    ? {}
    : { accessPackage: { select: { catalogId: true } } };

/** Whether somebody reads what belongs to a package as who answers for it: everywhere, or in this catalog. */
export const readsAsManager = (caller: Caller, { accessPackage }: InCatalog): boolean =>
  mayReadAll(caller) ||
  (accessPackage ? catalogsOf(caller, 'assignments.manage').includes(accessPackage.catalogId) : false);

/** True for who may do something to what lies in a catalog, as far as a second ago is known; writing asks again. */
export const mayIn = (caller: Caller, task: Task, catalogId: string): boolean =>
  mayAdminister(caller) || (mayActSomewhere(caller, task) && catalogsOf(caller, task).includes(catalogId));

/** True for who may act in some catalog: by a role, with the writing scope where it is a person. */
export const mayActSomewhere = (caller: Caller, task: Task): boolean =>
  (caller.kind === 'application' || caller.permissions.includes('EntitlementManagement.ReadWrite.All')) &&
  catalogsOf(caller, task).length > 0;

/** True for who names and removes roles everywhere (null) or in one catalog: there also its owners, with a permission to. */
export const mayNameRolesIn = (caller: Caller, catalogId: string | null): boolean =>
  mayNameRoles(caller) ||
  (catalogId !== null &&
    isPermitted(caller, 'roleAssignments.write') &&
    catalogsOf(caller, 'catalogs.manage').includes(catalogId));
