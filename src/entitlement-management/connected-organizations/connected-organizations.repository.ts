import { Injectable } from '@nestjs/common';
import type { Decision } from '../../platform/eventing/decision.js';
import { Repository } from '../../platform/repositories/repository.js';
import type { ConnectedOrganization, NewOrganization, Sponsor } from './connected-organization.js';

@Injectable()
export class ConnectedOrganizationsRepository extends Repository<'connectedOrganization'> {
  protected readonly model = 'connectedOrganization';
  protected readonly called = 'connected organization';

  override async add({ sponsors, ...decision }: NewOrganization): Promise<ConnectedOrganization> {
    const organization = await super.add(decision);
    const { client, tenantId } = this.database;
    const data = sponsors.map((sponsor) => ({ tenantId, organizationId: organization.id, ...sponsor }));
    if (data.length > 0) await client.connectedOrganizationSponsor.createMany({ data });
    return organization;
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
