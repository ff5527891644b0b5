import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { type NamedResource, NamedResources } from '../named-resources.reader.js';
import { recordOf, removeResource, type ResourceRequest } from '../resource.js';
import { ResourceRequestsRepository } from '../resource-requests.repository.js';
import { ResourcesRepository } from '../resources.repository.js';

/** A catalog holds a resource no more, once no package gives a role of it. */
export class RemoveResourceCommand extends Command<ResourceRequest> {
  constructor(
    readonly caller: Caller,
    readonly named: NamedResource,
  ) {
    super();
  }
}

@CommandHandler(RemoveResourceCommand)
export class RemoveResourceHandler implements ICommandHandler<RemoveResourceCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly named: NamedResources,
    private readonly resources: ResourcesRepository,
    private readonly requests: ResourceRequestsRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, named }: RemoveResourceCommand): Promise<ResourceRequest> {
    return this.transactions.run(scopeOf(caller), async () => {
      const resource = await this.named.hold(caller, named);
      await this.resources.remove(removeResource(resource, await this.resources.roleScopesOf(resource.id)));
      const by = { createdById: caller.objectId, createdAt: this.clock.now() };
      return this.requests.add(recordOf(uuid(), 'adminRemove', resource, by));
    });
  }
}
