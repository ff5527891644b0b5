import { Injectable } from '@nestjs/common';
import { Repository } from '../../platform/repositories/repository.js';
import type { CatalogResource, NewResourceDecision, Origin, ResourceDecision, ResourceRole } from './resource.js';

/** Resources with their roles and scopes. */
@Injectable()
export class ResourcesRepository extends Repository<'catalogResource'> {
  protected readonly model = 'catalogResource';
  protected readonly called = 'resource';

  override async add({ newRoles, scope, ...decision }: NewResourceDecision): Promise<CatalogResource> {
    const { client, tenantId } = this.database;
    const row = this.announcements.announce(decision).row;
    const resource = await client.catalogResource.create({ data: { ...row, tenantId } });
    await client.resourceRole.createMany({ data: newRoles.map((role) => ({ ...role, tenantId })) });
    await client.resourceScope.create({ data: { ...scope, tenantId } });
    return resource;
  }

  /** The resource with other names, and with more roles. */
  async refresh({ newRoles, ...decision }: ResourceDecision<CatalogResource>): Promise<void> {
    const { client, tenantId } = this.database;
    const { id, displayName, description, modifiedAt } = this.announcements.announce(decision).row;
    const where = { tenantId_id: { tenantId, id } };
    await client.catalogResource.update({ where, data: { displayName, description, modifiedAt } });
    await client.resourceRole.createMany({ data: newRoles.map((role) => ({ ...role, tenantId })) });
  }

  rolesOf(resourceId: string): Promise<ResourceRole[]> {
    const { client, tenantId } = this.database;
    return client.resourceRole.findMany({ where: { tenantId, resourceId } });
  }

  /** How many packages give a role of it, each role counted. */
  roleScopesOf(resourceId: string): Promise<number> {
    const { client, tenantId } = this.database;
    return client.resourceRoleScope.count({ where: { tenantId, role: { resourceId } } });
  }

  /** The id of the resource that a catalog has of what is somewhere else. */
  async idOf(catalogId: string, { originSystem, originId }: Origin, environment: string): Promise<string | undefined> {
    const { client, tenantId } = this.database;
    const where = { tenantId, catalogId, originSystem, originId, environment };
    const found = await client.catalogResource.findFirst({ where, select: { id: true } });
    return found?.id;
  }
}
