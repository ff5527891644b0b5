import type {
  CatalogResource,
  ResourceRequest,
  ResourceRole,
  ResourceScope,
} from '../../platform/database/generated/client.js';
import type { NewRow } from '../../platform/database/models.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import { ResourceAdded, ResourceRemoved, ResourceUpdated } from './resource.events.js';

export type { CatalogResource, ResourceRequest, ResourceRole, ResourceScope };

/** Where somebody says that a resource is: in a system, there under an id. */
export interface Origin {
  readonly originSystem: string;
  readonly originId: string;
}

/** A role as the system of a resource knows it. */
export interface RoleInOrigin {
  readonly originId: string;
  readonly displayName: string;
}

/** A resource as its system knows it now. */
export interface ResourceInOrigin {
  readonly displayName: string;
  readonly description: string | null;
  readonly roles: readonly RoleInOrigin[];
}

/** What a resource is called in its catalog. */
export interface ResourceNames {
  readonly displayName?: string;
  readonly description?: string | null;
}

/** Where a resource is kept. */
export interface Environment {
  readonly id: string;
  readonly originSystem: string;
  readonly name: string;
}

type NewRole = NewRow<ResourceRole, 'tenantId'>;
type NewScope = NewRow<ResourceScope, 'tenantId'>;

/** A resource with the roles that it comes to have. */
export interface ResourceDecision<Row> extends Decision<Row> {
  readonly newRoles: readonly NewRole[];
}

export interface NewResourceDecision extends ResourceDecision<
  NewRow<CatalogResource, 'tenantId' | 'attributes'> & { readonly id: string }
> {
  readonly scope: NewScope;
}

interface Adding {
  readonly catalogId: string;
  readonly origin: Origin;
  readonly environment: Environment;
  /** What the directory, or another system, says of it; its names count where the caller says none. */
  readonly found: ResourceInOrigin;
  readonly names: ResourceNames;
}

/** A resource comes into a catalog, with all its roles and its root as the only scope. */
export function addResource(
  newId: () => string,
  { catalogId, origin, environment, found, names }: Adding,
  now: Date,
): NewResourceDecision {
  const id = newId();
  const values = {
    ...origin,
    environment: environment.name,
    environmentId: environment.id,
    displayName: names.displayName ?? found.displayName,
    description: names.description ?? found.description,
  };
  return {
    row: { id, catalogId, ...values, createdAt: now, modifiedAt: now },
    newRoles: found.roles.map((role) => ({ id: newId(), resourceId: id, ...role })),
    scope: { id: newId(), resourceId: id, originId: origin.originId, displayName: 'Root', isRootScope: true },
    events: [new ResourceAdded(id, catalogId, { ...values, roles: found.roles })],
  };
}

/** The resource with other names; what is said again has no effect. */
export function renameResource(resource: CatalogResource, names: ResourceNames, now: Date): Decision<CatalogResource> {
  const changed = Object.entries(names).filter(
    ([name, value]) => value !== undefined && resource[name as keyof ResourceNames] !== value,
  );
  if (changed.length === 0) return { row: resource, events: [] };
  const changes: ResourceNames = Object.fromEntries(changed);
  return { row: { ...resource, ...changes, modifiedAt: now }, events: [new ResourceUpdated(resource.id, changes)] };
}

/** The resource as its system knows it now; a role that is gone there stays as long as a package may give it. */
export function refreshResource(
  newId: () => string,
  { resource, roles }: { readonly resource: CatalogResource; readonly roles: readonly ResourceRole[] },
  { displayName, description, roles: found }: ResourceInOrigin,
  now: Date,
): ResourceDecision<CatalogResource> {
  const missing = found.filter(({ originId }) => !roles.some((role) => role.originId === originId));
  const newRoles = missing.map((role) => ({ id: newId(), resourceId: resource.id, ...role }));
  const { row, events } = renameResource(resource, { displayName, description }, now);
  if (missing.length === 0) return { row, events, newRoles };
  return { row: { ...row, modifiedAt: now }, events: [...events, new ResourceUpdated(row.id, { missing })], newRoles };
}

/** A resource leaves its catalog once no package gives a role of it. */
export function removeResource(resource: CatalogResource, roleScopes: number): Decision<CatalogResource> {
  const { id, catalogId, originSystem, environment, originId } = resource;
  if (roleScopes > 0) {
    throw new DomainError(
      'InvalidDeleteResourceHasEntitlements',
      `The resource '${id}' cannot be removed: access packages give its roles (${roleScopes}). Take these out of their 'resourceRoleScopes' first.`,
    );
  }
  return { row: resource, events: [new ResourceRemoved(id, catalogId, originSystem, environment, originId)] };
}

export const resourceRequestTypes = ['adminAdd', 'adminUpdate', 'adminRemove'] as const;
export type ResourceRequestType = (typeof resourceRequestTypes)[number];

/** That something was done to a resource, with the resource as it was then. */
export const recordOf = (
  id: string,
  requestType: ResourceRequestType,
  resource: Omit<CatalogResource, 'tenantId' | 'attributes'>,
  { createdById, createdAt }: Pick<ResourceRequest, 'createdById' | 'createdAt'>,
): Decision<NewRow<ResourceRequest, 'tenantId'>> => ({
  row: {
    ...{ id, requestType, state: 'delivered', catalogId: resource.catalogId, createdById, createdAt },
    resource: {
      ...{ id: resource.id, originId: resource.originId, originSystem: resource.originSystem },
      ...{ displayName: resource.displayName, description: resource.description, attributes: [] },
    },
  },
  events: [],
});
