import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { AccessPackagesReader } from '../../access-packages/index.js';
import { AssignmentPoliciesRepository } from '../assignment-policies.repository.js';
import { PolicyCallouts } from '../policy-callouts.reader.js';
import { type AssignmentPolicy, type PolicyValues, replaceAssignmentPolicy } from '../assignment-policy.js';
import { refuseLoss, type Shown, valuesOf, withUnseenMembers } from '../policy-changes.js';
import { putBack } from '../put-back.js';

/** An administrator replaces a policy as a whole; with `guarded`, the body as it was sent, only if nothing is lost that it leaves out; what comes back as it is `shown` stays. */
export class ReplaceAssignmentPolicyCommand extends Command<AssignmentPolicy> {
  constructor(
    readonly caller: Caller,
    readonly id: string,
    readonly values: PolicyValues & { readonly accessPackageId: string },
    readonly guarded?: Readonly<Record<string, unknown>>,
    readonly shown?: Shown,
  ) {
    super();
  }
}

@CommandHandler(ReplaceAssignmentPolicyCommand)
export class ReplaceAssignmentPolicyHandler implements ICommandHandler<ReplaceAssignmentPolicyCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly accessPackages: AccessPackagesReader,
    private readonly policies: AssignmentPoliciesRepository,
    private readonly callouts: PolicyCallouts,
    private readonly clock: Clock,
  ) {}

  execute({ caller, id, values, guarded, shown }: ReplaceAssignmentPolicyCommand): Promise<AssignmentPolicy> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'packages.manage', { kind: 'assignmentPolicy', id });
      const policy = await this.policies.getForUpdate(id);
      const said = withUnseenMembers(policy, values);
      const kept = shown ? putBack(said, shown(policy), valuesOf(policy)) : said;
      if (guarded) refuseLoss(policy, kept, guarded);
      await this.accessPackages.requireExistence(values.accessPackageId);
      const settled = await this.callouts.settled(policy.accessPackageId, kept, policy);
      return this.policies.update(replaceAssignmentPolicy(policy, settled, this.clock.now(), uuid));
    });
  }
}
