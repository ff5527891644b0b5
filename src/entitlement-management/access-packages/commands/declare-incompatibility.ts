import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DirectoryReader } from '../../../directory/index.js';
import { DelegatedAuthority } from '../../../role-management/index.js';
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
    private readonly authority: DelegatedAuthority,
    private readonly accessPackages: AccessPackagesRepository,
    private readonly others: AccessPackagesReader,
    private readonly directory: DirectoryReader,
    private readonly incompatibilities: IncompatibilitiesRepository,
  ) {}

  execute({ caller, accessPackageId, incompatibility }: DeclareIncompatibilityCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'packages.manage', { kind: 'accessPackage', id: accessPackageId });
      const accessPackage = await this.accessPackages.getForUpdate(accessPackageId);
      await this.requireOther(caller, incompatibility);
      const isDeclared = await this.incompatibilities.isDeclared(accessPackageId, incompatibility);
      const decision = declareIncompatible(accessPackage, incompatibility, isDeclared);
      await this.incompatibilities.add(decision, incompatibility);
    });
  }

  /** Nobody learns by it of a package that they cannot read. */
  private async requireOther(caller: Caller, { kind, otherId }: Incompatibility): Promise<void> {
    if (kind === 'group') return this.directory.requireGroup(otherId);
    await this.authority.requireSeen(caller, { kind, id: otherId });
    await this.others.requireExistence(otherId);
  }
}
