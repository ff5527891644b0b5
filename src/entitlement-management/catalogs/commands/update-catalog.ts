import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { type Catalog, type CatalogValues, updateCatalog } from '../catalog.js';
import { CatalogsRepository } from '../catalogs.repository.js';

/** An administrator changes some members of a catalog. */
export class UpdateCatalogCommand extends Command<Catalog> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
    readonly changes: Partial<CatalogValues>,
  ) {
    super();
  }
}

@CommandHandler(UpdateCatalogCommand)
export class UpdateCatalogHandler implements ICommandHandler<UpdateCatalogCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly catalogs: CatalogsRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, id, changes }: UpdateCatalogCommand): Promise<Catalog> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'catalogs.manage', { kind: 'catalog', id });
      const catalog = await this.catalogs.getForUpdate(id);
      return this.catalogs.update(updateCatalog(catalog, changes, this.clock.now()));
    });
  }
}
