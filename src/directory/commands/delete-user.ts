import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { deleteUser } from '../user.js';
import { UsersRepository } from '../users.repository.js';

/** Somebody leaves the directory; their open requests and their access end with that. */
export class DeleteUserCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteUserCommand)
export class DeleteUserHandler implements ICommandHandler<DeleteUserCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
  ) {}

  execute({ caller, id }: DeleteUserCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const user = await this.users.getForUpdate(id);
      await this.users.remove(deleteUser(user, await this.users.releaseReportsOf(id)));
    });
  }
}
