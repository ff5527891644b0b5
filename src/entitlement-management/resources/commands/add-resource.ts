import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { conflictOn } from '../../../platform/database/prisma-errors.js';
import { Clock } from '../../../platform/time/clock.js';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { CatalogsReader } from '../../catalogs/index.js';
import { EnvironmentsReader, type NamedEnvironment } from '../environments.reader.js';
import { Origins } from '../origins.registry.js';
import { addResource, type Origin, recordOf, type ResourceNames, type ResourceRequest } from '../resource.js';
import { ResourceRequestsRepository } from '../resource-requests.repository.js';
import { ResourcesRepository } from '../resources.repository.js';

/** What comes into a catalog: something of a system, under names that the caller may say. */
export interface WantedResource extends Origin {
  readonly environment: NamedEnvironment;
  readonly names: ResourceNames;
}

/** Somebody who owns a group, or writes such things, lets the packages of a catalog give its roles. */
export class AddResourceCommand extends Command<ResourceRequest> {
  constructor(
    readonly caller: Caller,
    readonly catalogId: string,
    readonly wanted: WantedResource,
  ) {
    super();
  }
}

@CommandHandler(AddResourceCommand)
export class AddResourceHandler implements ICommandHandler<AddResourceCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly catalogs: CatalogsReader,
    private readonly origins: Origins,
    private readonly environments: EnvironmentsReader,
    private readonly resources: ResourcesRepository,
    private readonly requests: ResourceRequestsRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, catalogId, wanted }: AddResourceCommand): Promise<ResourceRequest> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'catalogs.manage', { kind: 'catalog', id: catalogId });
      await this.catalogs.requireExistence(catalogId);
      const { name: originSystem, system } = this.origins.named(wanted.originSystem);
      await system.requireOwner(caller, wanted.originId);
      const environment = await this.environments.require(originSystem, wanted.environment);
      const origin = { originSystem, originId: wanted.originId };
      if (await this.resources.idOf(catalogId, origin, environment.name)) throw conflictOn('catalog_resource');
      const found = await this.origins.require(system, wanted.originId);
      await system.requireMayGive(caller, wanted.originId);
      const now = this.clock.now();
      const adding = { catalogId, origin, environment, found, names: wanted.names };
      const resource = await this.resources.add(addResource(uuid, adding, now));
      const by = { createdById: caller.objectId, createdAt: now };
      return this.requests.add(recordOf(uuid(), 'adminAdd', resource, by));
    });
  }
}
