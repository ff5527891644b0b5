import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Clock } from '../../platform/time/clock.js';
import { DirectoryReader } from '../directory.reader.js';
import { addSponsor } from '../sponsorship.js';
import { SponsorsRepository } from '../sponsors.repository.js';
import { createUser, type User, type UserValues } from '../user.js';
import { UsersRepository } from '../users.repository.js';

/** Somebody is entered into the directory with who answers for them, under an id that another directory may have given. */
export class CreateUserCommand extends Command<User> {
  constructor(
    readonly caller: Caller,
    readonly values: UserValues,
    readonly managerId: string | null = null,
    readonly id: string = uuid(),
    readonly sponsorIds: readonly string[] = [],
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
    private readonly sponsors: SponsorsRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, values, managerId, id, sponsorIds }: CreateUserCommand): Promise<User> {
    return this.transactions.run(scopeOf(caller), async () => {
      const decision = createUser({ id, managerId }, values, this.clock.now());
      const named = managerId === null ? sponsorIds : [managerId, ...sponsorIds];
      if (named.length > 0) await this.directory.requirePeople(named);
      const user = await this.users.add(decision);
      for (const sponsorId of sponsorIds) await this.sponsors.add(addSponsor(user, sponsorId, false), sponsorId);
      return user;
    });
  }
}
