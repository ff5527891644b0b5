import { DomainError } from '../../platform/errors/domain-error.js';
import type { CatalogResource, ResourceRole, ResourceScope } from './resource.js';

/** How a role or a scope is named: by its id, by where it is, or both. */
export interface NamedPart {
  readonly id?: string | undefined;
  readonly originId?: string | undefined;
  readonly originSystem?: string | undefined;
}

/** How somebody names a role of a resource and where in it it counts. */
export interface NamedRole {
  readonly role: NamedPart & { readonly resource: NamedPart };
  readonly scope: NamedPart & { readonly resource: NamedPart; readonly isRootScope?: boolean | undefined };
}

export type RoleOfResource = ResourceRole & { readonly resource: CatalogResource };

/** What was found. */
export interface RoleToGive {
  readonly resource: CatalogResource;
  readonly role: ResourceRole;
  readonly scope: ResourceScope;
}

/** The one role that is meant among those that bear its id or its name in the catalog. */
export function roleMeant(found: readonly RoleOfResource[], { role }: NamedRole): RoleOfResource {
  const [first, ...others] = found.filter(({ resource }) => isCalled(resource, role.resource, resource.originSystem));
  if (!first) throw found[0] ? differing(found[0], role) : roleNotFound(role);
  if (others.length > 0) throw invalid(`several resources have a role '${role.originId}': send 'role.resource.id'`);
  if (!isCalled(first, role, first.resource.originSystem)) throw differing(first, role);
  return first;
}

/** The scope of the role's resource that is meant; one of another resource is none of it. */
export function scopeMeant(
  { resource }: RoleOfResource,
  scopes: readonly ResourceScope[],
  { scope }: NamedRole,
): ResourceScope {
  const { id, originId, isRootScope, resource: said } = scope;
  if (id === undefined && originId === undefined && isRootScope !== true)
    throw invalid("'scope' names none: send 'scope.id', or 'scope.originId'");
  const found = scopes.find(
    (one) =>
      isCalled(one, scope, resource.originSystem) && (isRootScope === undefined || one.isRootScope === isRootScope),
  );
  if (!found || !isCalled(resource, said, resource.originSystem))
    throw invalid(`'scope' is none of the resource '${resource.id}', whose role is named`);
  return found;
}

/** Whether everything that is said of a part is so. */
const isCalled = (
  part: { readonly id: string; readonly originId: string },
  said: NamedPart,
  originSystem: string,
): boolean =>
  (said.id === undefined || said.id === part.id) &&
  (said.originId === undefined || said.originId === part.originId) &&
  (said.originSystem === undefined || said.originSystem.toLowerCase() === originSystem.toLowerCase());

const invalid = (fault: string): DomainError => new DomainError('InvalidModel', `The model is invalid: ${fault}.`);

const roleNotFound = ({ id, originId }: NamedPart): DomainError =>
  new DomainError(
    'RoleNotFound',
    `No resource of the package's catalog has the role '${id ?? originId ?? ''}': add the resource by 'resourceRequests', or check the role.`,
  );

const differing = ({ id, originId }: ResourceRole, role: NamedRole['role']): DomainError =>
  invalid(
    `what 'role' says differs: the role '${id}' is '${originId}', of another resource or system than ${JSON.stringify(role)}`,
  );
