import { Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { Database } from '../platform/database/database.js';
import type { Decision } from '../platform/eventing/decision.js';
import type { User } from './user.js';

/** Who answers for whom. */
@Injectable()
export class SponsorsRepository {
  constructor(
    private readonly database: Database,
    private readonly eventBus: EventBus,
  ) {}

  async isSponsor(userId: string, sponsorId: string): Promise<boolean> {
    const { client, tenantId } = this.database;
    return (await client.userSponsor.count({ where: { tenantId, userId, sponsorId } })) > 0;
  }

  async add({ row: { tenantId, id: userId }, events }: Decision<User>, sponsorId: string): Promise<void> {
    this.eventBus.publishAll([...events]);
    await this.database.client.userSponsor.create({ data: { tenantId, userId, sponsorId } });
  }

  async remove({ row: { tenantId, id: userId }, events }: Decision<User>, sponsorId: string): Promise<void> {
    this.eventBus.publishAll([...events]);
    await this.database.client.userSponsor.deleteMany({ where: { tenantId, userId, sponsorId } });
  }
}
