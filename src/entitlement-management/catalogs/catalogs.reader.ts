import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { DomainError } from '../../platform/errors/domain-error.js';

/** What other modules may ask about catalogs. */
@Injectable()
export class CatalogsReader {
  constructor(private readonly database: Database) {}

  /** Refuses an id that names no catalog. */
  async requireExistence(id: string): Promise<void> {
    const { client, tenantId } = this.database;
    const found = await client.catalog.findUnique({ where: { tenantId_id: { tenantId, id } }, select: { id: true } });
    if (!found) throw new DomainError('ResourceNotFound', `There is no catalog '${id}'.`);
  }
}
