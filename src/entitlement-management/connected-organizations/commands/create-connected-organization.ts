import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { type ConnectedOrganization, createOrganization, type OrganizationValues } from '../connected-organization.js';
import { ConnectedOrganizationsRepository } from '../connected-organizations.repository.js';

/** An administrator says whose people may be let in. */
export class CreateConnectedOrganizationCommand extends Command<ConnectedOrganization> {
  constructor(
    readonly caller: Caller,
    readonly values: OrganizationValues,
    readonly id: string = uuid(),
  ) {
    super();
  }
}

@CommandHandler(CreateConnectedOrganizationCommand)
export class CreateConnectedOrganizationHandler implements ICommandHandler<CreateConnectedOrganizationCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly organizations: ConnectedOrganizationsRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, values, id }: CreateConnectedOrganizationCommand): Promise<ConnectedOrganization> {
    return this.transactions.run(scopeOf(caller), () =>
      this.organizations.add(createOrganization(id, values, this.clock.now())),
    );
  }
}
