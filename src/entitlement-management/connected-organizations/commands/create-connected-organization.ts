import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { DirectoryReader } from '../../../directory/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import {
  type ConnectedOrganization,
  createOrganization,
  type OrganizationValues,
  type Sponsor,
} from '../connected-organization.js';
import { ConnectedOrganizationsRepository } from '../connected-organizations.repository.js';

/** An administrator says whose people may be let in, and who answers for them. */
export class CreateConnectedOrganizationCommand extends Command<ConnectedOrganization> {
  constructor(
    readonly caller: Caller,
    readonly values: OrganizationValues,
    readonly sponsors: readonly Sponsor[] = [],
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
    private readonly directory: DirectoryReader,
    private readonly clock: Clock,
  ) {}

  execute({ caller, values, sponsors, id }: CreateConnectedOrganizationCommand): Promise<ConnectedOrganization> {
    return this.transactions.run(scopeOf(caller), async () => {
      if (sponsors.length > 0) await this.directory.requirePeople(sponsors.map(({ userId }) => userId));
      return this.organizations.add(createOrganization(id, values, sponsors, this.clock.now()));
    });
  }
}
