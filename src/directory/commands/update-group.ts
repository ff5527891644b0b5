import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { DirectoryReader } from '../directory.reader.js';
import { GroupAuthority } from '../group-authority.js';
import { type Group, type GroupValues, updateGroup } from '../group.js';
import type { MemberAddress } from '../member-address.js';
import { GroupsRepository } from '../groups.repository.js';

/** The directory is told something else of a group, or of more members. */
export class UpdateGroupCommand extends Command<Group> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
    readonly changes: Partial<GroupValues>,
    readonly members: readonly MemberAddress[] = [],
  ) {
    super();
  }
}

@CommandHandler(UpdateGroupCommand)
export class UpdateGroupHandler implements ICommandHandler<UpdateGroupCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: GroupAuthority,
    private readonly groups: GroupsRepository,
    private readonly directory: DirectoryReader,
  ) {}

  execute({ caller, id, changes, members }: UpdateGroupCommand): Promise<Group> {
    return this.transactions.run(scopeOf(caller), async () => {
      const group = await this.authority.getForChange(caller, id);
      if (members.length > 0) await this.authority.requireMayGive(caller, id);
      const newMembers = await this.directory.requireMembers(members);
      const alreadyIn = await this.groups.membersAmong(id, newMembers);
      return this.groups.update(updateGroup(group, changes, { newMembers, alreadyIn }));
    });
  }
}
