import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { AccessPackage } from './access-package.js';

/** What other modules may ask about access packages. */
@Injectable()
export class AccessPackagesReader {
  constructor(private readonly database: Database) {}

  /** Refuses an id that names no access package. */
  async requireExistence(id: string): Promise<void> {
    await this.get(id);
  }

  async get(id: string): Promise<AccessPackage> {
    const { client, tenantId } = this.database;
    const found = await client.accessPackage.findUnique({ where: { tenantId_id: { tenantId, id } } });
    if (found) return found;
    throw new DomainError('ResourceNotFound', `There is no access package '${id}'.`);
  }
}
