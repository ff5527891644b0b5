import { type BuiltInRole, type RoleName, roles, type Task } from '../graph/index.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { scopeName } from './app-scope.js';

const area = 'microsoft.entitlementManagement';

/** What a task lets somebody do, in the form that Graph gives to its actions. */
const actionsOf: { readonly [T in Task]: readonly string[] } = {
  'catalogs.create': [`${area}/catalogs/create`],
  'catalogs.read': [`${area}/catalogs/read`, `${area}/accessPackages/read`, `${area}/assignmentPolicies/read`],
  'catalogs.manage': [
    `${area}/catalogs/update`,
    `${area}/catalogs/delete`,
    `${area}/roleAssignments/read`,
    `${area}/roleAssignments/create`,
    `${area}/roleAssignments/delete`,
  ],
  'packages.manage': [`${area}/accessPackages/allTasks`, `${area}/assignmentPolicies/allTasks`],
  'assignments.manage': [`${area}/assignments/allTasks`, `${area}/assignmentRequests/allTasks`],
};

/** A role by its id; undefined for one that is not built in. */
const roleNamed = (id: string): BuiltInRole | undefined =>
  Object.values<BuiltInRole>(roles).find((role) => role.id === id);

/** Every action that a role allows, each once. */
export const allowedActionsOf = (id: string): string[] => [
  ...new Set((roleNamed(id)?.tasks ?? []).flatMap((task) => actionsOf[task])),
];

/** The form of the scopes in which a role can be held. */
export const scopesOf = (id: string): string[] => {
  const heldIn = roleNamed(id)?.heldIn;
  return heldIn === undefined ? [] : [heldIn === 'everything' ? '/' : '/AccessPackageCatalog'];
};

/** Refuses a role that is not built in. */
export function requireRole(id: string): RoleName {
  const found = (Object.keys(roles) as RoleName[]).find((name) => roles[name].id === id);
  if (found) return found;
  throw new DomainError(
    'ResourceNotFound',
    `There is no role definition '${id}': the list of role definitions has those there are.`,
  );
}

/** Refuses a role where it cannot be held. */
export function requireScope(name: RoleName, catalogId: string | null): void {
  const { heldIn } = roles[name];
  if ((heldIn === 'everything') === (catalogId === null)) return;
  const allowed = heldIn === 'everything' ? "'/'" : "'/AccessPackageCatalog/{id}' of a catalog";
  throw new DomainError(
    'InvalidModel',
    `The model is invalid: 'appScopeId' is '${scopeName(catalogId)}', and the role '${name}' is held at ${allowed} only.`,
  );
}
