import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { type ConnectedOrganization, type OrganizationValues, updateOrganization } from '../connected-organization.js';
import { ConnectedOrganizationsRepository } from '../connected-organizations.repository.js';

/** An administrator changes some members of a connected organization. */
export class UpdateConnectedOrganizationCommand extends Command<ConnectedOrganization> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
    readonly changes: Partial<OrganizationValues>,
  ) {
    super();
  }
}

@CommandHandler(UpdateConnectedOrganizationCommand)
export class UpdateConnectedOrganizationHandler implements ICommandHandler<UpdateConnectedOrganizationCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly organizations: ConnectedOrganizationsRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, id, changes }: UpdateConnectedOrganizationCommand): Promise<ConnectedOrganization> {
    return this.transactions.run(scopeOf(caller), async () => {
      const organization = await this.organizations.getForUpdate(id);
      return this.organizations.update(updateOrganization(organization, changes, this.clock.now()));
    });
  }
}
