import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { deleteAccessPackage } from '../access-package.js';
import { AccessPackagesRepository } from '../access-packages.repository.js';

/** An administrator removes an access package on which nothing hangs. */
export class DeleteAccessPackageCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteAccessPackageCommand)
export class DeleteAccessPackageHandler implements ICommandHandler<DeleteAccessPackageCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly accessPackages: AccessPackagesRepository,
  ) {}

  execute({ caller, id }: DeleteAccessPackageCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const accessPackage = await this.accessPackages.getForUpdate(id);
      await this.accessPackages.remove(deleteAccessPackage(accessPackage, await this.accessPackages.hangingOn(id)));
    });
  }
}
