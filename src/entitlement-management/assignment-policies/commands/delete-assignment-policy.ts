import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { AssignmentPoliciesRepository } from '../assignment-policies.repository.js';
import { deleteAssignmentPolicy } from '../assignment-policy.js';

/** An administrator removes a policy through which nobody ever had access. */
export class DeleteAssignmentPolicyCommand extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteAssignmentPolicyCommand)
export class DeleteAssignmentPolicyHandler implements ICommandHandler<DeleteAssignmentPolicyCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly policies: AssignmentPoliciesRepository,
  ) {}

  execute({ caller, id }: DeleteAssignmentPolicyCommand): Promise<void> {
    return this.transactions.run(scopeOf(caller), async () => {
      const policy = await this.policies.getForUpdate(id);
      await this.policies.remove(deleteAssignmentPolicy(policy, await this.policies.assignmentsThrough(id)));
    });
  }
}
