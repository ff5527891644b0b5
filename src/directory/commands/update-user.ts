import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { updateUser, type User, type UserValues } from '../user.js';
import { UsersRepository } from '../users.repository.js';

/** The directory is told something else of a person. */
export class UpdateUserCommand extends Command<User> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
    readonly changes: Partial<UserValues>,
  ) {
    super();
  }
}

@CommandHandler(UpdateUserCommand)
export class UpdateUserHandler implements ICommandHandler<UpdateUserCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
  ) {}

  execute({ caller, id, changes }: UpdateUserCommand): Promise<User> {
    return this.transactions.run(scopeOf(caller), async () =>
      this.users.update(updateUser(await this.users.getForUpdate(id), changes)),
    );
  }
}
