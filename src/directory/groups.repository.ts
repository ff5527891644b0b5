import { Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { Database } from '../platform/database/database.js';
import { DomainError } from '../platform/errors/domain-error.js';
import type { Decision } from '../platform/eventing/decision.js';
import type { Group, GroupDecision } from './group.js';

@Injectable()
export class GroupsRepository {
  constructor(
    private readonly database: Database,
    private readonly eventBus: EventBus,
  ) {}

  /** Loads the row and holds it until the transaction ends. */
  async getForUpdate(id: string): Promise<Group> {
    const row = await this.database.held<Group>('directoryGroup', id);
    if (!row) throw new DomainError('ResourceNotFound', `There is no group '${id}'.`);
    return row;
  }

  async add({ row, events, newMembers }: GroupDecision<Omit<Group, 'tenantId'>>): Promise<Group> {
    this.eventBus.publishAll([...events]);
    const { client, tenantId } = this.database;
    const group = await client.directoryGroup.create({ data: { ...row, tenantId } });
    await this.addMembers(group.id, newMembers);
    return group;
  }

  async update({ row, events, newMembers }: GroupDecision<Group>): Promise<Group> {
    this.eventBus.publishAll([...events]);
    const { tenantId, id, ...data } = row;
    const group = await this.database.client.directoryGroup.update({ where: { tenantId_id: { tenantId, id } }, data });
    await this.addMembers(id, newMembers);
    return group;
  }

  async remove({ row: { tenantId, id }, events }: Decision<Group>): Promise<void> {
    this.eventBus.publishAll([...events]);
    await this.database.client.directoryGroup.delete({ where: { tenantId_id: { tenantId, id } } });
  }

  /** Those of the people who are in the group. */
  async membersAmong(groupId: string, userIds: readonly string[]): Promise<string[]> {
    const { client, tenantId } = this.database;
    const rows = await client.groupMember.findMany({ where: { tenantId, groupId, userId: { in: [...userIds] } } });
    return rows.map(({ userId }) => userId);
  }

  async removeMember({ row: group, events }: Decision<Group>, userId: string): Promise<void> {
    this.eventBus.publishAll([...events]);
    const { tenantId, id: groupId } = group;
    const { count } = await this.database.client.groupMember.deleteMany({ where: { tenantId, groupId, userId } });
    if (count === 0) throw new DomainError('ResourceNotFound', `The user '${userId}' is not in the group.`);
  }

  private async addMembers(groupId: string, userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    const { client, tenantId } = this.database;
    await client.groupMember.createMany({ data: userIds.map((userId) => ({ tenantId, groupId, userId })) });
  }
}
