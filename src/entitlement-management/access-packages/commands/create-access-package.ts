import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { CatalogsReader } from '../../catalogs/index.js';
import { type AccessPackage, type AccessPackageValues, createAccessPackage } from '../access-package.js';
import { AccessPackagesRepository } from '../access-packages.repository.js';

/** An administrator puts a new access package into a catalog. */
export class CreateAccessPackageCommand extends Command<AccessPackage> {
  constructor(
    readonly caller: Caller,
    readonly catalogId: string,
    readonly values: AccessPackageValues,
    readonly id: string = uuid(),
  ) {
    super();
  }
}

@CommandHandler(CreateAccessPackageCommand)
export class CreateAccessPackageHandler implements ICommandHandler<CreateAccessPackageCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly catalogs: CatalogsReader,
    private readonly accessPackages: AccessPackagesRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, catalogId, values, id }: CreateAccessPackageCommand): Promise<AccessPackage> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'packages.manage', { kind: 'catalog', id: catalogId });
      await this.catalogs.requireExistence(catalogId);
      return this.accessPackages.add(createAccessPackage({ id, catalogId }, values, this.clock.now()));
    });
  }
}
