import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { deleteOrganization } from '../connected-organization.js';
import { ConnectedOrganizationsRepository } from '../connected-organizations.repository.js';

/** An administrator removes a connected organization that no policy names. */
export class DeleteConnectedOrganizationCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteConnectedOrganizationCommand)
export class DeleteConnectedOrganizationHandler implements ICommandHandler<DeleteConnectedOrganizationCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly organizations: ConnectedOrganizationsRepository,
  ) {}

  execute({ caller, id }: DeleteConnectedOrganizationCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const organization = await this.organizations.getForUpdate(id);
      await this.organizations.remove(deleteOrganization(organization, await this.organizations.policiesNaming(id)));
    });
  }
}
