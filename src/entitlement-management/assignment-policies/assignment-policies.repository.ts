import { Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { Database } from '../../platform/database/database.js';
import type { Prisma } from '../../platform/database/generated/client.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { AssignmentPolicy } from './assignment-policy.js';

/** Every write of a policy keeps the version it makes beside the policy itself. */
@Injectable()
export class AssignmentPoliciesRepository {
  constructor(
    private readonly database: Database,
    private readonly eventBus: EventBus,
  ) {}

  /** Loads the row and holds it until the transaction ends. */
  async getForUpdate(id: string): Promise<AssignmentPolicy> {
    const row = await this.database.held<AssignmentPolicy>('assignmentPolicy', id);
    if (!row) throw new DomainError('ResourceNotFound', `There is no assignment policy '${id}'.`);
    return row;
  }

  async add({ row, events }: Decision<Omit<AssignmentPolicy, 'tenantId'>>): Promise<AssignmentPolicy> {
    this.eventBus.publishAll([...events]);
    const data = { ...row, tenantId: this.database.tenantId, settings: row.settings as Prisma.InputJsonObject };
    const policy = await this.database.client.assignmentPolicy.create({ data });
    await this.keepVersion(policy);
    return policy;
  }

  async update({ row, events }: Decision<AssignmentPolicy>): Promise<AssignmentPolicy> {
    this.eventBus.publishAll([...events]);
    const { tenantId, id, ...members } = row;
    const data = { ...members, settings: row.settings as Prisma.InputJsonObject };
    const policy = await this.database.client.assignmentPolicy.update({
      where: { tenantId_id: { tenantId, id } },
      data,
    });
    await this.keepVersion(policy);
    return policy;
  }

  async remove({ row: { tenantId, id }, events }: Decision<AssignmentPolicy>): Promise<void> {
    this.eventBus.publishAll([...events]);
    await this.database.client.assignmentPolicy.delete({ where: { tenantId_id: { tenantId, id } } });
  }

  async assignmentsThrough(assignmentPolicyId: string): Promise<{ live: number; ended: number }> {
    const { client, tenantId } = this.database;
    const where = { tenantId, assignmentPolicyId };
    return {
      live: await client.assignment.count({ where: { ...where, state: { not: 'expired' } } }),
      ended: await client.assignment.count({ where: { ...where, state: 'expired' } }),
    };
  }

  private async keepVersion(policy: AssignmentPolicy): Promise<void> {
    await this.database.client.assignmentPolicyVersion.create({
      data: {
        tenantId: policy.tenantId,
        policyId: policy.id,
        version: policy.version,
        allowedTargetScope: policy.allowedTargetScope,
        settings: policy.settings as Prisma.InputJsonObject,
        createdAt: policy.modifiedAt,
      },
    });
  }
}
