import { Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { archival } from '../../platform/database/archive.js';
import { Database } from '../../platform/database/database.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { AccessPackage } from './access-package.js';

@Injectable()
export class AccessPackagesRepository {
  constructor(
    private readonly database: Database,
    private readonly eventBus: EventBus,
  ) {}

  /** Loads the row and holds it until the transaction ends. */
  async getForUpdate(id: string): Promise<AccessPackage> {
    const row = await this.database.held<AccessPackage>('accessPackage', id);
    if (!row) throw new DomainError('ResourceNotFound', `There is no access package '${id}'.`);
    return row;
  }

  async add({ row, events }: Decision<Omit<AccessPackage, 'tenantId'>>): Promise<AccessPackage> {
    this.eventBus.publishAll([...events]);
    return this.database.client.accessPackage.create({ data: { ...row, tenantId: this.database.tenantId } });
  }

  async update({ row, events }: Decision<AccessPackage>): Promise<AccessPackage> {
    this.eventBus.publishAll([...events]);
    const { tenantId, id, ...data } = row;
    return this.database.client.accessPackage.update({ where: { tenantId_id: { tenantId, id } }, data });
  }

  /** The row leaves for the record of what was deleted. */
  async remove({ row: { tenantId, id }, events }: Decision<AccessPackage>, at: Date): Promise<void> {
    this.eventBus.publishAll([...events]);
    await this.database.writeOne(archival('accessPackage', 'deletedAccessPackage', { tenantId, id, at }));
  }

  liveAssignments(accessPackageId: string): Promise<number> {
    const { client, tenantId } = this.database;
    return client.liveAssignment.count({ where: { tenantId, accessPackageId } });
  }
}
