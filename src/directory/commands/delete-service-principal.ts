import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { deleteServicePrincipal } from '../service-principal.js';
import { ServicePrincipalsRepository } from '../service-principals.repository.js';

/** An application is taken out of the directory. */
export class DeleteServicePrincipalCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteServicePrincipalCommand)
export class DeleteServicePrincipalHandler implements ICommandHandler<DeleteServicePrincipalCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly servicePrincipals: ServicePrincipalsRepository,
  ) {}

  execute({ caller, id }: DeleteServicePrincipalCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.servicePrincipals.remove(deleteServicePrincipal(await this.servicePrincipals.getForUpdate(id)));
    });
  }
}
