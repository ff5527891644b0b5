import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { Catalog, NewCatalog } from './catalog.js';

@Injectable()
export class CatalogsRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {}

  /** Loads the row and holds it until the transaction ends. */
  async getForUpdate(id: string): Promise<Catalog> {
    const row = await this.database.held<Catalog>('catalog', id);
    if (!row) throw new DomainError('ResourceNotFound', `There is no catalog '${id}'.`);
    return row;
  }

  async add(decision: Decision<NewCatalog>): Promise<Catalog> {
    const { row } = this.announcements.announce(decision);
    return this.database.client.catalog.create({ data: { ...row, tenantId: this.database.tenantId } });
  }

  async update(decision: Decision<Catalog>): Promise<Catalog> {
    const { row } = this.announcements.announce(decision);
    const { tenantId, id, ...data } = row;
    return this.database.client.catalog.update({ where: { tenantId_id: { tenantId, id } }, data });
  }

  async remove(decision: Decision<Catalog>): Promise<void> {
    const { tenantId, id } = this.announcements.announce(decision).row;
    await this.database.client.catalog.delete({ where: { tenantId_id: { tenantId, id } } });
  }

  packagesIn(catalogId: string): Promise<number> {
    return this.database.client.accessPackage.count({ where: { tenantId: this.database.tenantId, catalogId } });
  }
}
