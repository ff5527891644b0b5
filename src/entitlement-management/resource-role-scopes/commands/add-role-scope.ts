import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { AccessPackagesReader } from '../../access-packages/index.js';
import { type NamedRole, RolesToGive } from '../../resources/index.js';
import { addRoleScope, type ResourceRoleScope } from '../role-scope.js';
import { RoleScopesRepository } from '../role-scopes.repository.js';

/** A package gives a role of a resource from now on. */
export class AddRoleScopeCommand extends Command<ResourceRoleScope> {
  constructor(
    readonly caller: Caller,
    readonly accessPackageId: string,
    readonly named: NamedRole,
  ) {
    super();
  }
}

@CommandHandler(AddRoleScopeCommand)
export class AddRoleScopeHandler implements ICommandHandler<AddRoleScopeCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly accessPackages: AccessPackagesReader,
    private readonly roles: RolesToGive,
    private readonly roleScopes: RoleScopesRepository,
    private readonly clock: Clock,
  ) {}

  execute({ caller, accessPackageId, named }: AddRoleScopeCommand): Promise<ResourceRoleScope> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'packages.manage', { kind: 'accessPackage', id: accessPackageId });
      const { catalogId } = await this.accessPackages.get(accessPackageId);
      const { resource, role, scope } = await this.roles.hold(caller, catalogId, named);
      const { originSystem, environment, originId: resourceOriginId } = resource;
      const origin = { originSystem, environment, resourceOriginId, roleOriginId: role.originId };
      const given = { roleId: role.id, scopeId: scope.id, origin };
      const isGiven = await this.roleScopes.isGiven(accessPackageId, given);
      return this.roleScopes.add(addRoleScope(accessPackageId, given, isGiven, this.clock.now()));
    });
  }
}
