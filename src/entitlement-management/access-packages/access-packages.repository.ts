import { Injectable } from '@nestjs/common';
import { archival } from '../../platform/database/archive.js';
import { Database } from '../../platform/database/database.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { AccessPackage, NewAccessPackage } from './access-package.js';

@Injectable()
export class AccessPackagesRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {}

  /** Loads the row and holds it until the transaction ends. */
  async getForUpdate(id: string): Promise<AccessPackage> {
    const row = await this.database.held<AccessPackage>('accessPackage', id);
    if (!row) throw new DomainError('ResourceNotFound', `There is no access package '${id}'.`);
    return row;
  }

  async add(decision: Decision<NewAccessPackage>): Promise<AccessPackage> {
    const { row } = this.announcements.announce(decision);
    return this.database.client.accessPackage.create({ data: { ...row, tenantId: this.database.tenantId } });
  }

  async update(decision: Decision<AccessPackage>): Promise<AccessPackage> {
    const { row } = this.announcements.announce(decision);
    const { tenantId, id, ...data } = row;
    return this.database.client.accessPackage.update({ where: { tenantId_id: { tenantId, id } }, data });
  }

  /** The row leaves for the record of what was deleted. */
  async remove(decision: Decision<AccessPackage>, at: Date): Promise<void> {
    const { tenantId, id } = this.announcements.announce(decision).row;
    await this.database.writeOne(archival('accessPackage', 'deletedAccessPackage', { tenantId, id, at }));
  }

  liveAssignments(accessPackageId: string): Promise<number> {
    const { client, tenantId } = this.database;
    return client.liveAssignment.count({ where: { tenantId, accessPackageId } });
  }
}
