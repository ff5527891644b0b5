import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { type AccessPackage, type AccessPackageValues, updateAccessPackage } from '../access-package.js';
import { AccessPackagesRepository } from '../access-packages.repository.js';

/** An administrator changes some members of an access package. */
export class UpdateAccessPackageCommand extends Command<AccessPackage> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
    readonly changes: Partial<AccessPackageValues> & { readonly catalogId?: string },
  ) {
    super();
  }
}

@CommandHandler(UpdateAccessPackageCommand)
export class UpdateAccessPackageHandler implements ICommandHandler<UpdateAccessPackageCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly accessPackages: AccessPackagesRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, id, changes }: UpdateAccessPackageCommand): Promise<AccessPackage> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'packages.manage', { kind: 'accessPackage', id });
      const accessPackage = await this.accessPackages.getForUpdate(id);
      return this.accessPackages.update(updateAccessPackage(accessPackage, changes, this.clock.now()));
    });
  }
}
