import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { removeMember } from '../group.js';
import { GroupsRepository } from '../groups.repository.js';

/** Somebody is taken out of a group. */
export class RemoveMemberCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly groupId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveMemberCommand)
export class RemoveMemberHandler implements ICommandHandler<RemoveMemberCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly groups: GroupsRepository,
  ) {}

  execute({ caller, groupId, userId }: RemoveMemberCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const group = await this.groups.getForUpdate(groupId);
      await this.groups.removeMember(removeMember(group, userId), userId);
    });
  }
}
