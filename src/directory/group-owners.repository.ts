import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Announcements } from '../platform/eventing/announcements.js';
import type { Decision } from '../platform/eventing/decision.js';
import type { Group } from './group.js';

/** Who owns which group. */
@Injectable()
export class GroupOwnersRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {}

  async isOwner(groupId: string, userId: string): Promise<boolean> {
    const { client, tenantId } = this.database;
    return (await client.groupOwner.count({ where: { tenantId, groupId, userId } })) > 0;
  }

  async add(decision: Decision<Group>, userIds: readonly string[]): Promise<void> {
    const { tenantId, id: groupId } = this.announcements.announce(decision).row;
    await this.database.client.groupOwner.createMany({
      data: userIds.map((userId) => ({ tenantId, groupId, userId })),
    });
  }

  async remove(decision: Decision<Group>, userId: string): Promise<void> {
    const { tenantId, id: groupId } = this.announcements.announce(decision).row;
    await this.database.client.groupOwner.deleteMany({ where: { tenantId, groupId, userId } });
  }
}
