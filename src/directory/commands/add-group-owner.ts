import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { DirectoryReader } from '../directory.reader.js';
import { GroupAuthority } from '../group-authority.js';
import { GroupOwnersRepository } from '../group-owners.repository.js';
import { addOwners } from '../group-ownership.js';

/** Somebody is made an owner of a group. */
export class AddGroupOwnerCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly groupId: string,
    readonly ownerId: string,
  ) {
    super();
  }
}

@CommandHandler(AddGroupOwnerCommand)
export class AddGroupOwnerHandler implements ICommandHandler<AddGroupOwnerCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: GroupAuthority,
    private readonly directory: DirectoryReader,
    private readonly owners: GroupOwnersRepository,
  ) {}

  execute({ caller, groupId, ownerId }: AddGroupOwnerCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const group = await this.authority.getForChange(caller, groupId);
      await this.authority.requireMayGive(caller, groupId);
      await this.directory.requirePeople([ownerId]);
      const { isDirect: isOneAlready } = await this.owners.ownership(groupId, ownerId);
      await this.owners.add(addOwners(group, [ownerId], isOneAlready ? [ownerId] : []), [ownerId]);
    });
  }
}
