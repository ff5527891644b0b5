import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { DirectoryReader } from '../directory.reader.js';
import { changeManager } from '../user.js';
import { UsersRepository } from '../users.repository.js';

/** Somebody gets another manager; null means none. */
export class ChangeManagerCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
    readonly managerId: string | null,
  ) {
    super();
  }
}

@CommandHandler(ChangeManagerCommand)
export class ChangeManagerHandler implements ICommandHandler<ChangeManagerCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
    private readonly directory: DirectoryReader,
  ) {}

  execute({ caller, userId, managerId }: ChangeManagerCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.users.holdManagers();
      const user = await this.users.getForUpdate(userId);
      if (managerId !== null) await this.directory.requirePeople([managerId]);
      const above = managerId === null ? [] : await this.users.managersAbove(managerId);
      await this.users.update(changeManager(user, managerId, above));
    });
  }
}
