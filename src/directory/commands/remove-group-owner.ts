import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { GroupAuthority } from '../group-authority.js';
import { GroupOwnersRepository } from '../group-owners.repository.js';
import { givenByAssignment } from '../group.js';
import { removeOwner } from '../group-ownership.js';

/** Somebody is an owner of a group no more. */
export class RemoveGroupOwnerCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly groupId: string,
    readonly ownerId: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveGroupOwnerCommand)
export class RemoveGroupOwnerHandler implements ICommandHandler<RemoveGroupOwnerCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: GroupAuthority,
    private readonly owners: GroupOwnersRepository,
  ) {}

  execute({ caller, groupId, ownerId }: RemoveGroupOwnerCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const group = await this.authority.getForChange(caller, groupId);
      const { isDirect, isGranted } = await this.owners.ownership(groupId, ownerId);
      if (isGranted) throw givenByAssignment(`'${ownerId}' owns the group`);
      await this.owners.remove(removeOwner(group, ownerId, isDirect), ownerId);
    });
  }
}
