import { Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { Database } from '../../platform/database/database.js';
import type { Prisma } from '../../platform/database/generated/client.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { ConnectedOrganization, NewOrganization, Sponsor } from './connected-organization.js';

@Injectable()
export class ConnectedOrganizationsRepository {
  constructor(
    private readonly database: Database,
    private readonly eventBus: EventBus,
  ) {}

  /** Loads the row and holds it until the transaction ends. */
  async getForUpdate(id: string): Promise<ConnectedOrganization> {
    const row = await this.database.held<ConnectedOrganization>('connectedOrganization', id);
    if (!row) throw new DomainError('ResourceNotFound', `There is no connected organization '${id}'.`);
    return row;
  }

  async add({ row, events, sponsors }: NewOrganization): Promise<ConnectedOrganization> {
    this.eventBus.publishAll([...events]);
    const { client, tenantId } = this.database;
    const identitySources = row.identitySources as Prisma.InputJsonArray;
    const organization = await client.connectedOrganization.create({ data: { ...row, tenantId, identitySources } });
    const data = sponsors.map((sponsor) => ({ tenantId, organizationId: row.id, ...sponsor }));
    if (data.length > 0) await client.connectedOrganizationSponsor.createMany({ data });
    return organization;
  }

  async update({ row, events }: Decision<ConnectedOrganization>): Promise<ConnectedOrganization> {
    this.eventBus.publishAll([...events]);
    const { tenantId, id, ...members } = row;
    const data = { ...members, identitySources: row.identitySources as Prisma.InputJsonArray };
    return this.database.client.connectedOrganization.update({ where: { tenantId_id: { tenantId, id } }, data });
  }

  async remove({ row: { tenantId, id }, events }: Decision<ConnectedOrganization>): Promise<void> {
    this.eventBus.publishAll([...events]);
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

  async addSponsor(
    { row: { tenantId, id: organizationId }, events }: Decision<ConnectedOrganization>,
    { kind, userId }: Sponsor,
  ): Promise<void> {
    this.eventBus.publishAll([...events]);
    const data = { tenantId, organizationId, kind, userId };
    await this.database.client.connectedOrganizationSponsor.create({ data });
  }

  async removeSponsor(
    { row: { tenantId, id: organizationId }, events }: Decision<ConnectedOrganization>,
    { kind, userId }: Sponsor,
  ): Promise<void> {
    this.eventBus.publishAll([...events]);
    const where = { tenantId, organizationId, kind, userId };
    await this.database.client.connectedOrganizationSponsor.deleteMany({ where });
  }
}
