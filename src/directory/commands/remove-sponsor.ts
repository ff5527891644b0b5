import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { removeSponsor } from '../sponsorship.js';
import { SponsorsRepository } from '../sponsors.repository.js';
import { UsersRepository } from '../users.repository.js';

/** The directory is told who answers no longer for a person. */
export class RemoveSponsorCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
    readonly sponsorId: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveSponsorCommand)
export class RemoveSponsorHandler implements ICommandHandler<RemoveSponsorCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly users: UsersRepository,
    private readonly sponsors: SponsorsRepository,
  ) {}

  execute({ caller, userId, sponsorId }: RemoveSponsorCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const user = await this.users.getForUpdate(userId);
      const isOne = await this.sponsors.isSponsor(userId, sponsorId);
      await this.sponsors.remove(removeSponsor(user, sponsorId, isOne), sponsorId);
    });
  }
}
