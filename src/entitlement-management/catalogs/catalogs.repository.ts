import { Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { Database } from '../../platform/database/database.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { Catalog } from './catalog.js';

@Injectable()
export class CatalogsRepository {
  constructor(
    private readonly database: Database,
    private readonly eventBus: EventBus,
  ) {}

  /** Loads the row and holds it until the transaction ends. */
  async getForUpdate(id: string): Promise<Catalog> {
    const row = await this.database.held<Catalog>('catalog', id);
    if (!row) throw new DomainError('ResourceNotFound', `There is no catalog '${id}'.`);
    return row;
  }

  async add({ row, events }: Decision<Omit<Catalog, 'tenantId'>>): Promise<Catalog> {
    this.eventBus.publishAll([...events]);
    return this.database.client.catalog.create({ data: { ...row, tenantId: this.database.tenantId } });
  }

  async update({ row, events }: Decision<Catalog>): Promise<Catalog> {
    this.eventBus.publishAll([...events]);
    const { tenantId, id, ...data } = row;
    return this.database.client.catalog.update({ where: { tenantId_id: { tenantId, id } }, data });
  }

  async remove({ row: { tenantId, id }, events }: Decision<Catalog>): Promise<void> {
    this.eventBus.publishAll([...events]);
    await this.database.client.catalog.delete({ where: { tenantId_id: { tenantId, id } } });
  }

  packagesIn(catalogId: string): Promise<number> {
    return this.database.client.accessPackage.count({ where: { tenantId: this.database.tenantId, catalogId } });
  }
}
