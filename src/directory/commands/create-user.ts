import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Clock } from '../../platform/time/clock.js';
import { DirectoryReader } from '../directory.reader.js';
import { createUser, type User, type UserValues } from '../user.js';
import { UsersRepository } from '../users.repository.js';

/** Somebody is entered into the directory, under an id that another directory may have given. */
export class CreateUserCommand extends Command<User> {
  constructor(
    readonly caller: Caller,
    readonly values: UserValues,
    readonly managerId: string | null = null,
    readonly id: string = uuid(),
  ) {
    super();
  }
}

@CommandHandler(CreateUserCommand)
export class CreateUserHandler implements ICommandHandler<CreateUserCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
    private readonly directory: DirectoryReader,
    private readonly clock: Clock,
  ) {}

  execute({ caller, values, managerId, id }: CreateUserCommand): Promise<User> {
    return this.transactions.run(scopeOf(caller), async () => {
      const decision = createUser({ id, managerId }, values, this.clock.now());
      if (managerId !== null) await this.directory.requirePeople([managerId]);
      return this.users.add(decision);
    });
  }
}
