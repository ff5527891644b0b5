import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { GroupLine } from './lines.js';

/** The groups that access packages give: who is in them is not for a file to say. */
@Injectable()
export class GivenGroups {
  constructor(private readonly database: Database) {}

  /** Holds the groups of some lines (row lock), and refuses by name one whose roles a package gives, whether the group is there or not. */
  async refuse(lines: readonly GroupLine[]): Promise<void> {
    const { tenantId } = this.database;
    const ids = lines.map(({ id }) => id);
    await this.database.query<object[]>`
      SELECT 1 FROM directory_group WHERE tenant_id = ${tenantId}::uuid AND id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
    const [given] = await this.database.query<{ id: string; packages: string[] }[]>`
      SELECT c.origin_id AS id, array_agg(DISTINCT p.display_name) AS packages
      FROM catalog_resource c JOIN resource_role r ON r.tenant_id = c.tenant_id AND r.resource_id = c.id
        JOIN resource_role_scope g ON g.tenant_id = r.tenant_id AND g.role_id = r.id
        JOIN access_package p ON p.tenant_id = g.tenant_id AND p.id = g.access_package_id
      WHERE c.tenant_id = ${tenantId}::uuid AND c.origin_system = 'AadGroup' AND c.environment = '' AND c.origin_id = ANY(${ids}::text[])
      GROUP BY c.origin_id ORDER BY c.origin_id LIMIT 1`;
    if (!given) return;
    throw new DomainError(
      'ResourceInUse',
      `The group '${given.id}' is given by access packages ('${given.packages.slice(0, 5).join("', '")}'): leave it out of the file, or take its roles out of them first.`,
    );
  }
}
