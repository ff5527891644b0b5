import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { Database } from '../../platform/database/database.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type NamedRole, roleMeant, type RoleOfResource, type RoleToGive, scopeMeant } from './given-roles.js';
import { Origins } from './origins.registry.js';

/** Several of one name are told apart by their resources, not by looking at them all. */
const most = 100;

/** Finds roles for packages to give. */
@Injectable()
export class RolesToGive {
  constructor(
    private readonly database: Database,
    private readonly origins: Origins,
  ) {}

  /**
   * The role that is meant, of a resource of a catalog, for somebody who may give it.
   *
   * Its resource is held (row lock, shared), so that it is not removed meanwhile, and so is what it stands for.
   */
  async hold(caller: Caller, catalogId: string, named: NamedRole): Promise<RoleToGive> {
    const { resource, ...role } = roleMeant(await this.candidates(catalogId, named), named);
    await this.share(resource.id);
    const scope = scopeMeant({ resource, ...role }, await this.scopesOf(resource.id), named);
    const { system } = this.origins.named(resource.originSystem);
    await this.origins.require(system, resource.originId);
    await system.requireMayGive(caller, resource.originId);
    return { resource, role, scope };
  }

  /** A role whose resource is removed meanwhile is none. */
  private async candidates(
    catalogId: string,
    { role: { id, originId, resource } }: NamedRole,
  ): Promise<RoleOfResource[]> {
    if (id === undefined && originId === undefined) {
      throw new DomainError(
        'InvalidModel',
        "The model is invalid: 'role' names none: send 'role.id', or 'role.originId'.",
      );
    }
    const { client, tenantId } = this.database;
    const within = { catalogId, ...(id === undefined && resource.id !== undefined && { id: resource.id }) };
    const where = { tenantId, resource: within, ...(id === undefined ? { originId: originId ?? '' } : { id }) };
    const roles = await client.resourceRole.findMany({ where, orderBy: { id: 'asc' }, take: most });
    const ids = roles.map(({ resourceId }) => resourceId);
    const found = await client.catalogResource.findMany({ where: { tenantId, id: { in: ids } } });
    return roles.flatMap((one) => {
      const its = found.find(({ id: resourceId }) => resourceId === one.resourceId);
      return its ? [{ ...one, resource: its }] : [];
    });
  }

  private async share(resourceId: string): Promise<void> {
    const { tenantId } = this.database;
    const found = await this.database.query<object[]>`
      SELECT 1 FROM catalog_resource WHERE tenant_id = ${tenantId}::uuid AND id = ${resourceId}::uuid FOR SHARE`;
    if (found.length === 0)
      throw new DomainError('RoleNotFound', 'The resource was removed from the catalog meanwhile.');
  }

  private scopesOf(resourceId: string) {
    const { client, tenantId } = this.database;
    return client.resourceScope.findMany({ where: { tenantId, resourceId }, take: most });
  }
}
