import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Prisma } from '../../platform/database/generated/client.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { ConnectedOrganization, NewOrganization, Sponsor } from './connected-organization.js';

@Injectable()
export class ConnectedOrganizationsRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {}

  /** Loads the row and holds it until the transaction ends. */
  async getForUpdate(id: string): Promise<ConnectedOrganization> {
    const row = await this.database.held<ConnectedOrganization>('connectedOrganization', id);
    if (!row) throw new DomainError('ResourceNotFound', `There is no connected organization '${id}'.`);
    return row;
  }

  async add(decision: NewOrganization): Promise<ConnectedOrganization> {
    const { row, sponsors } = this.announcements.announce(decision);
    const { client, tenantId } = this.database;
    const identitySources = row.identitySources as Prisma.InputJsonArray;
    const organization = await client.connectedOrganization.create({ data: { ...row, tenantId, identitySources } });
    const data = sponsors.map((sponsor) => ({ tenantId, organizationId: row.id, ...sponsor }));
    if (data.length > 0) await client.connectedOrganizationSponsor.createMany({ data });
    return organization;
  }

  async update(decision: Decision<ConnectedOrganization>): Promise<ConnectedOrganization> {
    const { row } = this.announcements.announce(decision);
    const { tenantId, id, ...members } = row;
    const data = { ...members, identitySources: row.identitySources as Prisma.InputJsonArray };
    return this.database.client.connectedOrganization.update({ where: { tenantId_id: { tenantId, id } }, data });
  }

  async remove(decision: Decision<ConnectedOrganization>): Promise<void> {
    const { tenantId, id } = this.announcements.announce(decision).row;
    await this.database.client.connectedOrganization.delete({ where: { tenantId_id: { tenantId, id } } });
  }

  /** The policies that let people of the organization in. */
  async policiesNaming(id: string): Promise<string[]> {
    const { tenantId } = this.database;
    const rows = await this.database.query<{ id: string }[]>`
      SELECT id FROM assignment_policy WHERE tenant_id = ${tenantId}::uuid
        AND jsonb_path_exists(settings, '$.** ? (@.connectedOrganizationId == $id)', jsonb_build_object('id', ${id}::text))
      ORDER BY id`;
    return rows.map((row) => row.id);
  }

  async hasSponsor(organizationId: string, { kind, userId }: Sponsor): Promise<boolean> {
    const { client, tenantId } = this.database;
    const where = { tenantId, organizationId, kind, userId };
    return (await client.connectedOrganizationSponsor.count({ where })) > 0;
  }

  async addSponsor(decision: Decision<ConnectedOrganization>, { kind, userId }: Sponsor): Promise<void> {
    const { tenantId, id: organizationId } = this.announcements.announce(decision).row;
    const data = { tenantId, organizationId, kind, userId };
    await this.database.client.connectedOrganizationSponsor.create({ data });
  }

  async removeSponsor(decision: Decision<ConnectedOrganization>, { kind, userId }: Sponsor): Promise<void> {
    const { tenantId, id: organizationId } = this.announcements.announce(decision).row;
    const where = { tenantId, organizationId, kind, userId };
    await this.database.client.connectedOrganizationSponsor.deleteMany({ where });
  }
}
