import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/time/clock.js';
import { type Dependents, type Leaving, PackageDependents } from '../access-packages/index.js';
import { AssignmentPoliciesRepository } from './assignment-policies.repository.js';
import { deleteAssignmentPolicy } from './assignment-policy.js';

/** A package that is deleted takes its policies along. */
@Injectable()
export class PoliciesOfPackage implements Dependents, OnModuleInit {
  constructor(
    private readonly dependents: PackageDependents,
    private readonly policies: AssignmentPoliciesRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.dependents.register(this);
  }

  async endBefore({ accessPackageId, assignmentPolicyId }: Leaving): Promise<void> {
    if (assignmentPolicyId !== undefined) return;
    for (const id of await this.policies.idsOf(accessPackageId)) {
      const policy = await this.policies.getForUpdate(id);
      const decision = deleteAssignmentPolicy(policy, await this.policies.liveAssignments(id));
      await this.policies.remove(decision, this.clock.now());
    }
  }
}
