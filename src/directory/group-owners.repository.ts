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

  /** How somebody owns a group: because somebody made them an owner, because an assignment gives it, or neither. */
  async ownership(
    groupId: string,
    userId: string,
  ): Promise<{ readonly isDirect: boolean; readonly isGranted: boolean }> {
    const { client, tenantId } = this.database;
    const owner = await client.groupOwner.findUnique({
      where: { tenantId_groupId_userId: { tenantId, groupId, userId } },
    });
    return owner ?? { isDirect: false, isGranted: false };
  }

  async add(decision: Decision<Group>, userIds: readonly string[]): Promise<void> {
    const { tenantId, id: groupId } = this.announcements.announce(decision).row;
    await this.database.execute`
      INSERT INTO group_owner (tenant_id, group_id, user_id) SELECT ${tenantId}::uuid, ${groupId}::uuid, * FROM unnest(${userIds}::uuid[])
      ON CONFLICT (tenant_id, group_id, user_id) DO UPDATE SET is_direct = true WHERE NOT group_owner.is_direct`;
  }

  async remove(decision: Decision<Group>, userId: string): Promise<void> {
    const { tenantId, id: groupId } = this.announcements.announce(decision).row;
    await this.database.client.groupOwner.deleteMany({ where: { tenantId, groupId, userId } });
  }
}
