import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { AccessPackagesReader } from '../../access-packages/index.js';
import { removeRoleScope } from '../role-scope.js';
import { RoleScopesRepository } from '../role-scopes.repository.js';

/** A package gives a role of a resource no more. */
export class RemoveRoleScopeCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly accessPackageId: string,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveRoleScopeCommand)
export class RemoveRoleScopeHandler implements ICommandHandler<RemoveRoleScopeCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly accessPackages: AccessPackagesReader,
    private readonly roleScopes: RoleScopesRepository,
  ) {}

  execute({ caller, accessPackageId, id }: RemoveRoleScopeCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'packages.manage', { kind: 'accessPackage', id: accessPackageId });
      await this.accessPackages.requireExistence(accessPackageId);
      await this.roleScopes.remove(removeRoleScope(await this.roleScopes.get(accessPackageId, id)));
    });
  }
}
