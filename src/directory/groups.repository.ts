import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Announcements } from '../platform/eventing/announcements.js';
import type { Decision } from '../platform/eventing/decision.js';
import { Repository } from '../platform/repositories/repository.js';
import { DirectoryStanding } from './directory-standing.js';
import type { Group, GroupDecision, Member, Members, NewGroup } from './group.js';

@Injectable()
export class GroupsRepository extends Repository<'directoryGroup'> {
  protected readonly model = 'directoryGroup';
  protected readonly called = 'group';

  constructor(
    database: Database,
    announcements: Announcements,
    private readonly standing: DirectoryStanding,
  ) {
    super(database, announcements);
  }

  override async add({ newMembers, ...decision }: GroupDecision<NewGroup>): Promise<Group> {
    const group = await super.add(decision);
    await this.addMembers(group.id, newMembers);
    return group;
  }

  override async update({ newMembers, ...decision }: GroupDecision<Group>): Promise<Group> {
    const group = await super.update(decision);
    await this.addMembers(group.id, newMembers);
    return group;
  }

  /** Those of the people and groups who are in the group because somebody put them there. */
  async membersAmong(groupId: string, { userIds, groupIds }: Members): Promise<Members> {
    const { client, tenantId } = this.database;
    const people = await client.groupMember.findMany({
      where: { tenantId, groupId, userId: { in: [...userIds] }, isDirect: true },
    });
    const groups = await client.nestedGroup.findMany({ where: { tenantId, groupId, memberId: { in: [...groupIds] } } });
    return { userIds: people.map(({ userId }) => userId), groupIds: groups.map(({ memberId }) => memberId) };
  }

  /** Whether somebody is in the group because an assignment gives it. */
  async isGranted(groupId: string, userId: string): Promise<boolean> {
    const { client, tenantId } = this.database;
    return (await client.groupMember.count({ where: { tenantId, groupId, userId, isGranted: true } })) > 0;
  }

  /** Roles that were held by it are held no more. */
  override remove(decision: Decision<Group>): Promise<void> {
    this.standing.changes();
    return super.remove(decision);
  }

  async removeMember(decision: Decision<Group>, { id, isGroup }: Member): Promise<void> {
    this.standing.changes(isGroup ? undefined : id);
    const { row: group } = this.announcements.announce(decision);
    const { client, tenantId } = this.database;
    const at = { tenantId, groupId: group.id };
    if (isGroup) await client.nestedGroup.delete({ where: { tenantId_groupId_memberId: { ...at, memberId: id } } });
    else await client.groupMember.delete({ where: { tenantId_groupId_userId: { ...at, userId: id } } });
  }

  private async addMembers(groupId: string, { userIds, groupIds }: Members): Promise<void> {
    if (groupIds.length > 0) this.standing.changes();
    else for (const id of userIds) this.standing.changes(id);
    const { client, tenantId } = this.database;
    const at = { tenantId, groupId };
    if (userIds.length > 0) {
      await this.database.execute`
        INSERT INTO group_member (tenant_id, group_id, user_id) SELECT ${tenantId}::uuid, ${groupId}::uuid, * FROM unnest(${userIds}::uuid[])
        ON CONFLICT (tenant_id, group_id, user_id) DO UPDATE SET is_direct = true WHERE NOT group_member.is_direct`;
    }
    if (groupIds.length > 0)
      await client.nestedGroup.createMany({ data: groupIds.map((memberId) => ({ ...at, memberId })) });
  }
}
