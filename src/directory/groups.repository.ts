import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { Announcements } from '../platform/eventing/announcements.js';
import type { Decision } from '../platform/eventing/decision.js';
import type { Group, GroupDecision, Member, Members, NewGroup } from './group.js';

@Injectable()
export class GroupsRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {}

  /** Loads the row and holds it until the transaction ends. */
  async getForUpdate(id: string): Promise<Group> {
    const row = await this.database.held<Group>('directoryGroup', id);
    if (!row) throw new DomainError('ResourceNotFound', `There is no group '${id}'.`);
    return row;
  }

  async add(decision: GroupDecision<NewGroup>): Promise<Group> {
    const { row, newMembers } = this.announcements.announce(decision);
    const { client, tenantId } = this.database;
    const group = await client.directoryGroup.create({ data: { ...row, tenantId } });
    await this.addMembers(group.id, newMembers);
    return group;
  }

  async update(decision: GroupDecision<Group>): Promise<Group> {
    const { row, newMembers } = this.announcements.announce(decision);
    const { tenantId, id, ...data } = row;
    const group = await this.database.client.directoryGroup.update({ where: { tenantId_id: { tenantId, id } }, data });
    await this.addMembers(id, newMembers);
    return group;
  }

  async remove(decision: Decision<Group>): Promise<void> {
    const { tenantId, id } = this.announcements.announce(decision).row;
    await this.database.client.directoryGroup.delete({ where: { tenantId_id: { tenantId, id } } });
  }

  /** Those of the people and groups who are in the group. */
  async membersAmong(groupId: string, { userIds, groupIds }: Members): Promise<Members> {
    const { client, tenantId } = this.database;
    const people = await client.groupMember.findMany({ where: { tenantId, groupId, userId: { in: [...userIds] } } });
    const groups = await client.nestedGroup.findMany({ where: { tenantId, groupId, memberId: { in: [...groupIds] } } });
    return { userIds: people.map(({ userId }) => userId), groupIds: groups.map(({ memberId }) => memberId) };
  }

  async removeMember(decision: Decision<Group>, { id, isGroup }: Member): Promise<void> {
    const { row: group } = this.announcements.announce(decision);
    const { client, tenantId } = this.database;
    const at = { tenantId, groupId: group.id };
    if (isGroup) await client.nestedGroup.delete({ where: { tenantId_groupId_memberId: { ...at, memberId: id } } });
    else await client.groupMember.delete({ where: { tenantId_groupId_userId: { ...at, userId: id } } });
  }

  private async addMembers(groupId: string, { userIds, groupIds }: Members): Promise<void> {
    const { client, tenantId } = this.database;
    const at = { tenantId, groupId };
    if (userIds.length > 0) await client.groupMember.createMany({ data: userIds.map((userId) => ({ ...at, userId })) });
    if (groupIds.length > 0)
      await client.nestedGroup.createMany({ data: groupIds.map((memberId) => ({ ...at, memberId })) });
  }
}
