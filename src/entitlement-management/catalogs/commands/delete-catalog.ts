import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { deleteCatalog } from '../catalog.js';
import { CatalogsRepository } from '../catalogs.repository.js';

/** An administrator removes a catalog that holds nothing any more. */
export class DeleteCatalogCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteCatalogCommand)
export class DeleteCatalogHandler implements ICommandHandler<DeleteCatalogCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly catalogs: CatalogsRepository,
  ) {}

  execute({ caller, id }: DeleteCatalogCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'catalogs.manage', { kind: 'catalog', id });
      const catalog = await this.catalogs.getForUpdate(id);
      const [packages, extensions] = [await this.catalogs.packagesIn(id), await this.catalogs.extensionsOf(id)];
      await this.catalogs.remove(deleteCatalog(catalog, packages, extensions, await this.catalogs.resourcesIn(id)));
    });
  }
}
