import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DomainError } from '../../../platform/errors/domain-error.js';
import { Clock } from '../../../platform/time/clock.js';
import { NamedResources } from '../named-resources.reader.js';
import { Origins } from '../origins.registry.js';
import { refreshResource } from '../resource.js';
import { ResourcesRepository } from '../resources.repository.js';

/** A resource is read anew from its system: what it is called, and which roles it has. */
export class RefreshResourceCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
    readonly catalogId?: string,
  ) {
    super();
  }
}

@CommandHandler(RefreshResourceCommand)
export class RefreshResourceHandler implements ICommandHandler<RefreshResourceCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly named: NamedResources,
    private readonly origins: Origins,
    private readonly resources: ResourcesRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, id, catalogId }: RefreshResourceCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const resource = await this.named.hold(caller, { id, environment: {} });
      if ((catalogId ?? resource.catalogId) !== resource.catalogId) {
        throw new DomainError('ResourceNotFound', `There is no resource '${id}' in the catalog '${catalogId}'.`);
      }
      const { system } = this.origins.named(resource.originSystem);
      const found = await this.origins.require(system, resource.originId);
      const known = { resource, roles: await this.resources.rolesOf(id) };
      await this.resources.refresh(refreshResource(uuid, known, found, this.clock.now()));
    });
  }
}
