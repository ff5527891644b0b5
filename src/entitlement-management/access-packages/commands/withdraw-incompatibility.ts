import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { AccessPackagesRepository } from '../access-packages.repository.js';
import { IncompatibilitiesRepository } from '../incompatibilities.repository.js';
import { type Incompatibility, withdrawIncompatibility } from '../incompatibility.js';

/** An administrator says that another package, or a group, stands no longer in the way of this package. */
export class WithdrawIncompatibilityCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly accessPackageId: string,
    readonly incompatibility: Incompatibility,
  ) {
    super();
  }
}

@CommandHandler(WithdrawIncompatibilityCommand)
export class WithdrawIncompatibilityHandler implements ICommandHandler<WithdrawIncompatibilityCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly accessPackages: AccessPackagesRepository,
    private readonly incompatibilities: IncompatibilitiesRepository,
  ) {}

  execute({ caller, accessPackageId, incompatibility }: WithdrawIncompatibilityCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'packages.manage', { kind: 'accessPackage', id: accessPackageId });
      const accessPackage = await this.accessPackages.getForUpdate(accessPackageId);
      const isDeclared = await this.incompatibilities.isDeclared(accessPackageId, incompatibility);
      const decision = withdrawIncompatibility(accessPackage, incompatibility, isDeclared);
      await this.incompatibilities.remove(decision, incompatibility);
    });
  }
}
