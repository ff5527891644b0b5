import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { NewRow } from '../../platform/database/models.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { Given, GivenRoleScope, ResourceRoleScope } from './role-scope.js';

/** Which roles packages give. */
@Injectable()
export class RoleScopesRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {}

  /** Those that a package gives, each held until the transaction ends (row lock). */
  async hold(accessPackageId: string): Promise<GivenRoleScope[]> {
    const { tenantId } = this.database;
    return this.database.query<GivenRoleScope[]>`
      SELECT g.tenant_id AS "tenantId", g.id, g.access_package_id AS "accessPackageId", g.role_id AS "roleId", g.scope_id AS "scopeId",
        g.created_at AS "createdAt", jsonb_build_object('originSystem', c.origin_system, 'environment', c.environment,
          'resourceOriginId', c.origin_id, 'roleOriginId', r.origin_id) AS origin
      FROM resource_role_scope g JOIN resource_role r ON r.tenant_id = g.tenant_id AND r.id = g.role_id
        JOIN catalog_resource c ON c.tenant_id = r.tenant_id AND c.id = r.resource_id
      WHERE g.tenant_id = ${tenantId}::uuid AND g.access_package_id = ${accessPackageId}::uuid
      ORDER BY g.id FOR UPDATE OF g`;
  }

  /** The one of an id under a row lock. */
  async get(accessPackageId: string, id: string): Promise<GivenRoleScope> {
    const found = (await this.hold(accessPackageId)).find((one) => one.id === id);
    if (found) return found;
    throw new DomainError('ResourceNotFound', `The access package gives no role '${id}'.`);
  }

  async isGiven(accessPackageId: string, { roleId, scopeId }: Given): Promise<boolean> {
    const { client, tenantId } = this.database;
    return (await client.resourceRoleScope.count({ where: { tenantId, accessPackageId, roleId, scopeId } })) > 0;
  }

  async add(decision: Decision<NewRow<ResourceRoleScope, 'tenantId'>>): Promise<ResourceRoleScope> {
    const { row } = this.announcements.announce(decision);
    const { client, tenantId } = this.database;
    return client.resourceRoleScope.create({ data: { ...row, tenantId } });
  }

  async remove(decision: Decision<ResourceRoleScope>): Promise<void> {
    const { tenantId, accessPackageId, roleId, scopeId } = this.announcements.announce(decision).row;
    await this.database.client.resourceRoleScope.deleteMany({ where: { tenantId, accessPackageId, roleId, scopeId } });
  }
}
