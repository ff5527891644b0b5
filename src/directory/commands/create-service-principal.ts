import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Clock } from '../../platform/time/clock.js';
import { createServicePrincipal, type ServicePrincipal, type ServicePrincipalValues } from '../service-principal.js';
import { ServicePrincipalsRepository } from '../service-principals.repository.js';

/** An application is entered into the directory, under an id that another directory may have given. */
export class CreateServicePrincipalCommand extends Command<ServicePrincipal> {
  constructor(
    readonly caller: Caller,
    readonly values: ServicePrincipalValues,
    readonly id: string = uuid(),
  ) {
    super();
  }
}

@CommandHandler(CreateServicePrincipalCommand)
export class CreateServicePrincipalHandler implements ICommandHandler<CreateServicePrincipalCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly servicePrincipals: ServicePrincipalsRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, values, id }: CreateServicePrincipalCommand): Promise<ServicePrincipal> {
    return this.transactions.run(scopeOf(caller), () =>
      this.servicePrincipals.add(createServicePrincipal(id, values, this.clock.now())),
    );
  }
}
