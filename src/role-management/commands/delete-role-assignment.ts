import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { mayNameRoles } from '../../graph/index.js';
import { type Caller, scopeOf } from '../../platform/auth/caller.js';
import { Transactions } from '../../platform/database/transactions.js';
import { CatalogAuthority } from '../catalog-authority.js';
import { deleteRoleAssignment, requireAnotherOwner } from '../role-assignment.js';
import { RoleAssignmentsRepository } from '../role-assignments.repository.js';

/** A role is taken from somebody; the last owner of a catalog is an administrator's to remove. */
export class DeleteRoleAssignmentCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteRoleAssignmentCommand)
export class DeleteRoleAssignmentHandler implements ICommandHandler<DeleteRoleAssignmentCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly assignments: RoleAssignmentsRepository,
    private readonly authority: CatalogAuthority,
  ) {}

  execute({ caller, id }: DeleteRoleAssignmentCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.hold(caller, await this.assignments.catalogOf(id));
      const assignment = await this.assignments.getForUpdate(id);
      if (!mayNameRoles(caller)) requireAnotherOwner(assignment, await this.assignments.ownersBeside(assignment));
      await this.assignments.remove(deleteRoleAssignment(assignment));
    });
  }
}
