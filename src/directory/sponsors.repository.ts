import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Announcements } from '../platform/eventing/announcements.js';
import type { Decision } from '../platform/eventing/decision.js';
import type { User } from './user.js';

/** Who answers for whom. */
@Injectable()
export class SponsorsRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {}

  async isSponsor(userId: string, sponsorId: string): Promise<boolean> {
    const { client, tenantId } = this.database;
    return (await client.userSponsor.count({ where: { tenantId, userId, sponsorId } })) > 0;
  }

  async add(decision: Decision<User>, sponsorId: string): Promise<void> {
    const { tenantId, id: userId } = this.announcements.announce(decision).row;
    await this.database.client.userSponsor.create({ data: { tenantId, userId, sponsorId } });
  }

  async remove(decision: Decision<User>, sponsorId: string): Promise<void> {
    const { tenantId, id: userId } = this.announcements.announce(decision).row;
    await this.database.client.userSponsor.deleteMany({ where: { tenantId, userId, sponsorId } });
  }
}
