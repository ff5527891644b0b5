import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { deleteGroup } from '../group.js';
import { GroupsRepository } from '../groups.repository.js';

/** A group is taken out of the directory, whatever policies name it. */
export class DeleteGroupCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteGroupCommand)
export class DeleteGroupHandler implements ICommandHandler<DeleteGroupCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly groups: GroupsRepository,
  ) {}

  execute({ caller, id }: DeleteGroupCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.groups.remove(deleteGroup(await this.groups.getForUpdate(id)));
    });
  }
}
