import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { type AccessPackage, deleteAccessPackage } from '../access-package.js';
import { AccessPackagesReader } from '../access-packages.reader.js';
import { AccessPackagesRepository } from '../access-packages.repository.js';
import { PackageDependents } from '../dependents.registry.js';

/** An administrator removes an access package that nobody has; its policies go along, and open requests end first. */
export class DeleteAccessPackageCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
  ) {
    super();
  }
}

/** Refused before anything ends, and asked again once the package is held: a delivery that came first counts. */
@CommandHandler(DeleteAccessPackageCommand)
export class DeleteAccessPackageHandler implements ICommandHandler<DeleteAccessPackageCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly reader: AccessPackagesReader,
    private readonly accessPackages: AccessPackagesRepository,
    private readonly dependents: PackageDependents,
    private readonly clock: Clock,
  ) {}

  execute({ caller, id }: DeleteAccessPackageCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'packages.manage', { kind: 'accessPackage', id });
      const decide = async (accessPackage: AccessPackage) =>
        deleteAccessPackage(accessPackage, await this.accessPackages.liveAssignments(id), this.clock.now());
      await decide(await this.reader.get(id));
      await this.dependents.endBefore({ accessPackageId: id });
      await this.accessPackages.remove(await decide(await this.accessPackages.getForUpdate(id)));
    });
  }
}
