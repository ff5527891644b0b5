import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { removeSponsor, type Sponsor } from '../connected-organization.js';
import { ConnectedOrganizationsRepository } from '../connected-organizations.repository.js';

/** An administrator says who answers no longer for the people of a connected organization. */
export class RemoveOrganizationSponsorCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly organizationId: string,
    readonly sponsor: Sponsor,
  ) {
    super();
  }
}

@CommandHandler(RemoveOrganizationSponsorCommand)
export class RemoveOrganizationSponsorHandler implements ICommandHandler<RemoveOrganizationSponsorCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly organizations: ConnectedOrganizationsRepository,
  ) {}

  execute({ caller, organizationId, sponsor }: RemoveOrganizationSponsorCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const organization = await this.organizations.getForUpdate(organizationId);
      const isOne = await this.organizations.hasSponsor(organizationId, sponsor);
      await this.organizations.removeSponsor(removeSponsor(organization, sponsor, isOne), sponsor);
    });
  }
}
