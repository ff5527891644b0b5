import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { type NamedResource, NamedResources } from '../named-resources.reader.js';
import { recordOf, renameResource, type ResourceNames, type ResourceRequest } from '../resource.js';
import { ResourceRequestsRepository } from '../resource-requests.repository.js';
import { ResourcesRepository } from '../resources.repository.js';

/** A resource is called otherwise in its catalog. */
export class UpdateResourceCommand extends Command<ResourceRequest> {
  constructor(
    readonly caller: Caller,
    readonly named: NamedResource,
    readonly names: ResourceNames,
  ) {
    super();
  }
}

@CommandHandler(UpdateResourceCommand)
export class UpdateResourceHandler implements ICommandHandler<UpdateResourceCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly named: NamedResources,
    private readonly resources: ResourcesRepository,
    private readonly requests: ResourceRequestsRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, named, names }: UpdateResourceCommand): Promise<ResourceRequest> {
    return this.transactions.run(scopeOf(caller), async () => {
      const now = this.clock.now();
      const decision = renameResource(await this.named.hold(caller, named), names, now);
      await this.resources.refresh({ ...decision, newRoles: [] });
      const by = { createdById: caller.objectId, createdAt: now };
      return this.requests.add(recordOf(uuid(), 'adminUpdate', decision.row, by));
    });
  }
}
