import { Injectable } from '@nestjs/common';
import { archival } from '../../platform/database/archive.js';
import { Database } from '../../platform/database/database.js';
import type { Prisma } from '../../platform/database/generated/client.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { AssignmentPolicy } from './assignment-policy.js';

/** Every write of a policy keeps the version it makes beside the policy itself. */
@Injectable()
export class AssignmentPoliciesRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {}

  /** Loads the row and holds it until the transaction ends. */
  async getForUpdate(id: string): Promise<AssignmentPolicy> {
    const row = await this.database.held<AssignmentPolicy>('assignmentPolicy', id);
    if (!row) throw unknown(id);
    return row;
  }

  async add(decision: Decision<Omit<AssignmentPolicy, 'tenantId'>>): Promise<AssignmentPolicy> {
    const { row } = this.announcements.announce(decision);
    const data = { ...row, tenantId: this.database.tenantId, settings: row.settings as Prisma.InputJsonObject };
    const policy = await this.database.client.assignmentPolicy.create({ data });
    await this.keepVersion(policy);
    return policy;
  }

  async update(decision: Decision<AssignmentPolicy>): Promise<AssignmentPolicy> {
    const { row } = this.announcements.announce(decision);
    const { tenantId, id, ...members } = row;
    const data = { ...members, settings: row.settings as Prisma.InputJsonObject };
    const policy = await this.database.client.assignmentPolicy.update({
      where: { tenantId_id: { tenantId, id } },
      data,
    });
    await this.keepVersion(policy);
    return policy;
  }

  /** The row leaves for the record of what was deleted; its versions end with it. */
  async remove(decision: Decision<AssignmentPolicy>, at: Date): Promise<void> {
    const { tenantId, id } = this.announcements.announce(decision).row;
    await this.database.writeOne(archival('assignmentPolicy', 'deletedAssignmentPolicy', { tenantId, id, at }));
  }

  async find(id: string): Promise<AssignmentPolicy> {
    const { client, tenantId } = this.database;
    const row = await client.assignmentPolicy.findUnique({ where: { tenantId_id: { tenantId, id } } });
    if (!row) throw unknown(id);
    return row;
  }

  async idsOf(accessPackageId: string): Promise<string[]> {
    const { tenantId } = this.database;
    const rows = await this.database.query<{ id: string }[]>`
      SELECT id FROM assignment_policy
      WHERE tenant_id = ${tenantId}::uuid AND access_package_id = ${accessPackageId}::uuid ORDER BY id`;
    return rows.map(({ id }) => id);
  }

  liveAssignments(assignmentPolicyId: string): Promise<number> {
    const { client, tenantId } = this.database;
    return client.liveAssignment.count({ where: { tenantId, assignmentPolicyId } });
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

const unknown = (id: string): DomainError =>
  new DomainError('ResourceNotFound', `There is no assignment policy '${id}'.`);
