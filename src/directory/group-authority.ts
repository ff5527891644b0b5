import { Injectable } from '@nestjs/common';
import type { Caller } from '../platform/auth/caller.js';
import { requirePermission } from '../platform/auth/permission-refusal.js';
import { isPermitted } from '../platform/auth/permissions.js';
import { mayAdminister } from '../graph/index.js';
import type { Group } from './group.js';
import { GroupOwnersRepository } from './group-owners.repository.js';
import { refusalToGive } from './group-rights.js';
import { GroupRightsReader } from './group-rights.reader.js';
import { GroupsRepository } from './groups.repository.js';

/** Who may change a group that is there: whoever writes groups, and its owners. */
@Injectable()
export class GroupAuthority {
  constructor(
    private readonly groups: GroupsRepository,
    private readonly owners: GroupOwnersRepository,
    private readonly rights: GroupRightsReader,
  ) {}

  /** The group under a row lock, for somebody who may change it; others are refused, whether it is there or not. */
  async getForChange(caller: Caller, groupId: string): Promise<Group> {
    await this.requireAuthority(caller, groupId);
    const group = await this.groups.getForUpdate(groupId);
    // Whoever took them out meanwhile held the lock.
    await this.requireAuthority(caller, groupId);
    return group;
  }

  /** Refuses somebody who would give, by putting others into a group or making them its owners, what they could not give by itself. */
  async requireMayGive(caller: Caller, groupId: string): Promise<void> {
    if (mayAdminister(caller)) return;
    const refusal = refusalToGive(caller, groupId, await this.rights.rightsBy(groupId));
    if (refusal) throw refusal;
  }

  private async requireAuthority(caller: Caller, groupId: string): Promise<void> {
    if (isPermitted(caller, 'groups.write')) return;
    const isOwner = caller.kind === 'user' && (await this.owners.isOwner(groupId, caller.objectId));
    if (!isOwner) requirePermission(caller, 'groups.write', 'Changing a group that you do not own');
  }
}
