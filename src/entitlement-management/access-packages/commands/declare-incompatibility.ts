import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DirectoryReader } from '../../../directory/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { AccessPackagesReader } from '../access-packages.reader.js';
import { AccessPackagesRepository } from '../access-packages.repository.js';
import { IncompatibilitiesRepository } from '../incompatibilities.repository.js';
import { declareIncompatible, type Incompatibility } from '../incompatibility.js';

/** An administrator says that holders of another package, or members of a group, may not get this package. */
export class DeclareIncompatibilityCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly accessPackageId: string,
    readonly incompatibility: Incompatibility,
  ) {
    super();
  }
}

@CommandHandler(DeclareIncompatibilityCommand)
export class DeclareIncompatibilityHandler implements ICommandHandler<DeclareIncompatibilityCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly accessPackages: AccessPackagesRepository,
    private readonly others: AccessPackagesReader,
    private readonly directory: DirectoryReader,
    private readonly incompatibilities: IncompatibilitiesRepository,
  ) {}

  execute({ caller, accessPackageId, incompatibility }: DeclareIncompatibilityCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const accessPackage = await this.accessPackages.getForUpdate(accessPackageId);
      await this.requireOther(incompatibility);
      const isDeclared = await this.incompatibilities.isDeclared(accessPackageId, incompatibility);
      const decision = declareIncompatible(accessPackage, incompatibility, isDeclared);
      await this.incompatibilities.add(decision, incompatibility);
    });
  }

  private requireOther({ kind, otherId }: Incompatibility): Promise<void> {
    return kind === 'group' ? this.directory.requireGroup(otherId) : this.others.requireExistence(otherId);
  }
}
