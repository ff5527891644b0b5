import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { AssignmentPoliciesRepository } from '../assignment-policies.repository.js';
import { PolicyCallouts } from '../policy-callouts.reader.js';
import { type AssignmentPolicy, replaceAssignmentPolicy } from '../assignment-policy.js';
import { mergedValues, type PolicyChanges, type Shown, valuesOf } from '../policy-changes.js';
import { putBack } from '../put-back.js';

/** An administrator changes some members of a policy; `given` is the body as it was sent, which says which ones. */
export class UpdateAssignmentPolicyCommand extends Command<AssignmentPolicy> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
    readonly changes: PolicyChanges & { readonly accessPackageId?: string },
    readonly given: Readonly<Record<string, unknown>>,
    readonly shown?: Shown,
  ) {
    super();
  }
}

@CommandHandler(UpdateAssignmentPolicyCommand)
export class UpdateAssignmentPolicyHandler implements ICommandHandler<UpdateAssignmentPolicyCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly policies: AssignmentPoliciesRepository,
    private readonly callouts: PolicyCallouts,
    private readonly clock: Clock,
  ) {}

  execute({ caller, id, changes, given, shown }: UpdateAssignmentPolicyCommand): Promise<AssignmentPolicy> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'packages.manage', { kind: 'assignmentPolicy', id });
      const policy = await this.policies.getForUpdate(id);
      const { accessPackageId = policy.accessPackageId, ...members } = changes;
      const said = mergedValues(policy, members, given);
      const kept = shown ? putBack(said, shown(policy), valuesOf(policy)) : said;
      const settled = await this.callouts.settled(policy.accessPackageId, kept, policy);
      const values = { ...settled, accessPackageId };
      return this.policies.update(replaceAssignmentPolicy(policy, values, this.clock.now(), uuid));
    });
  }
}
