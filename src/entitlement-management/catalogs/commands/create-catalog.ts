import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { FirstOwners } from '../../../role-management/index.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { type Catalog, type CatalogValues, createCatalog } from '../catalog.js';
import { CatalogsRepository } from '../catalogs.repository.js';

/** An administrator, or a catalog creator, opens a catalog; they are its first owner, where the directory knows them. */
export class CreateCatalogCommand extends Command<Catalog> {
  constructor(
    readonly caller: Caller,
    readonly values: CatalogValues,
    readonly id: string = uuid(),
  ) {
    super();
  }
}

@CommandHandler(CreateCatalogCommand)
export class CreateCatalogHandler implements ICommandHandler<CreateCatalogCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly catalogs: CatalogsRepository,
    private readonly owners: FirstOwners,
    private readonly clock: Clock,
  ) {}

  execute({ caller, values, id }: CreateCatalogCommand): Promise<Catalog> {
    return this.transactions.run(scopeOf(caller), async () => {
      const now = this.clock.now();
      const catalog = await this.catalogs.add(createCatalog(id, values, now));
      await this.owners.name(caller, id, now);
      return catalog;
    });
  }
}
