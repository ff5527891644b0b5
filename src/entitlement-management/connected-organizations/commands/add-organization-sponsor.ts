import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DirectoryReader } from '../../../directory/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { addSponsor, type Sponsor } from '../connected-organization.js';
import { ConnectedOrganizationsRepository } from '../connected-organizations.repository.js';

/** An administrator says who answers for the people of a connected organization. */
export class AddOrganizationSponsorCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly organizationId: string,
    readonly sponsor: Sponsor,
  ) {
    super();
  }
}

@CommandHandler(AddOrganizationSponsorCommand)
export class AddOrganizationSponsorHandler implements ICommandHandler<AddOrganizationSponsorCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly organizations: ConnectedOrganizationsRepository,
    private readonly directory: DirectoryReader,
  ) {}

  execute({ caller, organizationId, sponsor }: AddOrganizationSponsorCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const organization = await this.organizations.getForUpdate(organizationId);
      await this.directory.requirePeople([sponsor.userId]);
      const isOneAlready = await this.organizations.hasSponsor(organizationId, sponsor);
      await this.organizations.addSponsor(addSponsor(organization, sponsor, isOneAlready), sponsor);
    });
  }
}
