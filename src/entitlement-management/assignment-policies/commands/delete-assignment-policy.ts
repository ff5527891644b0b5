import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { AssignmentPoliciesRepository } from '../assignment-policies.repository.js';
import { Clock } from '../../../platform/time/clock.js';
import { PackageDependents } from '../../access-packages/index.js';
import { deleteAssignmentPolicy } from '../assignment-policy.js';

/** An administrator removes a policy through which nobody has access; open requests under it end first. */
export class DeleteAssignmentPolicyCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
  ) {
    super();
  }
}

/** Refused before anything ends, and asked again once the policy is held: a delivery that came first counts. */
@CommandHandler(DeleteAssignmentPolicyCommand)
export class DeleteAssignmentPolicyHandler implements ICommandHandler<DeleteAssignmentPolicyCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly policies: AssignmentPoliciesRepository,
    private readonly dependents: PackageDependents,
    private readonly clock: Clock,
  ) {}

  execute({ caller, id }: DeleteAssignmentPolicyCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'packages.manage', { kind: 'assignmentPolicy', id });
      const { row } = deleteAssignmentPolicy(await this.policies.find(id), await this.policies.liveAssignments(id));
      await this.dependents.endBefore({ accessPackageId: row.accessPackageId, assignmentPolicyId: id });
      const held = await this.policies.getForUpdate(id);
      const decision = deleteAssignmentPolicy(held, await this.policies.liveAssignments(id));
      await this.policies.remove(decision, this.clock.now());
    });
  }
}
