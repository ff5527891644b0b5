import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { DirectoryReader } from '../../directory/index.js';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Clock } from '../../platform/time/clock.js';
import { CatalogAuthority } from '../catalog-authority.js';
import { createRoleAssignment, type RoleAssignment } from '../role-assignment.js';
import { RoleAssignmentsRepository } from '../role-assignments.repository.js';
import { requireRole, requireScope } from '../role-definition.js';

/** Somebody is given a role: everywhere, or in one catalog. */
export class CreateRoleAssignmentCommand extends Command<RoleAssignment> {
  constructor(
    readonly caller: Caller,
    readonly wanted: {
      readonly principalId: string;
      readonly roleDefinitionId: string;
      readonly catalogId: string | null;
    },
    readonly id: string = uuid(),
  ) {
    super();
  }
}

@CommandHandler(CreateRoleAssignmentCommand)
export class CreateRoleAssignmentHandler implements ICommandHandler<CreateRoleAssignmentCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly assignments: RoleAssignmentsRepository,
    private readonly directory: DirectoryReader,
    private readonly authority: CatalogAuthority,
    private readonly clock: Clock,
  ) {}

  execute({ caller, wanted, id }: CreateRoleAssignmentCommand): Promise<RoleAssignment> {
    const { principalId, roleDefinitionId, catalogId } = wanted;
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.hold(caller, catalogId);
      requireScope(requireRole(roleDefinitionId), catalogId);
      const principal = await this.directory.requirePrincipal(principalId);
      return this.assignments.add(
        createRoleAssignment(id, { roleDefinitionId, principal, catalogId }, this.clock.now()),
      );
    });
  }
}
