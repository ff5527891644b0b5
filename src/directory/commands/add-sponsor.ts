import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { DirectoryReader } from '../directory.reader.js';
import { addSponsor } from '../sponsorship.js';
import { SponsorsRepository } from '../sponsors.repository.js';
import { UsersRepository } from '../users.repository.js';

/** The directory is told who answers for a person. */
export class AddSponsorCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
    readonly sponsorId: string,
  ) {
    super();
  }
}

@CommandHandler(AddSponsorCommand)
export class AddSponsorHandler implements ICommandHandler<AddSponsorCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
    private readonly directory: DirectoryReader,
    private readonly sponsors: SponsorsRepository,
  ) {}

  execute({ caller, userId, sponsorId }: AddSponsorCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const user = await this.users.getForUpdate(userId);
      await this.directory.requirePeople([sponsorId]);
      const isOneAlready = await this.sponsors.isSponsor(userId, sponsorId);
      await this.sponsors.add(addSponsor(user, sponsorId, isOneAlready), sponsorId);
    });
  }
}
