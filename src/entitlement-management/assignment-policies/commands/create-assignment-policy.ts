import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuid } from 'uuid';
import { DelegatedAuthority } from '../../../role-management/index.js';
import { type Caller, scopeOf } from '../../../platform/auth/caller.js';
import { Transactions } from '../../../platform/database/transactions.js';
import { Clock } from '../../../platform/time/clock.js';
import { AccessPackagesReader } from '../../access-packages/index.js';
import { AssignmentPoliciesRepository } from '../assignment-policies.repository.js';
import { PolicyCallouts } from '../policy-callouts.reader.js';
import { type AssignmentPolicy, createAssignmentPolicy, type PolicyValues } from '../assignment-policy.js';

/** An administrator says under which conditions an access package can be had. */
export class CreateAssignmentPolicyCommand extends Command<AssignmentPolicy> {
  constructor(
    readonly caller: Caller,
    readonly accessPackageId: string,
    readonly values: PolicyValues,
    readonly id: string = uuid(),
  ) {
    super();
  }
}

@CommandHandler(CreateAssignmentPolicyCommand)
export class CreateAssignmentPolicyHandler implements ICommandHandler<CreateAssignmentPolicyCommand> {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: DelegatedAuthority,
    private readonly accessPackages: AccessPackagesReader,
    private readonly policies: AssignmentPoliciesRepository,
    private readonly callouts: PolicyCallouts,
    private readonly clock: Clock,
  ) {}

  execute({ caller, accessPackageId, values, id }: CreateAssignmentPolicyCommand): Promise<AssignmentPolicy> {
    return this.transactions.run(scopeOf(caller), async () => {
      await this.authority.require(caller, 'packages.manage', { kind: 'accessPackage', id: accessPackageId });
      await this.accessPackages.requireExistence(accessPackageId);
      const settled = await this.callouts.settled(accessPackageId, values);
      const decision = createAssignmentPolicy({ id, accessPackageId }, settled, this.clock.now(), uuid);
      return this.policies.add(decision);
    });
  }
}
