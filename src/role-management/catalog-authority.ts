import { Injectable } from '@nestjs/common';
import { mayNameRoles } from '../graph/index.js';
import type { Caller } from '../platform/auth/caller.js';
import { Database } from '../platform/database/database.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { DelegatedAuthority } from './delegated-authority.js';
import { requireNaming } from './naming.js';

/** Who names roles in a catalog, asked in the transaction that does it: two who take each other's role come one after the other. */
@Injectable()
export class CatalogAuthority {
  constructor(
    private readonly database: Database,
    private readonly authority: DelegatedAuthority,
  ) {}

  /** Holds the catalog (row lock) before any row of a role in it, and refuses whoever has lost the role meanwhile. */
  async hold(caller: Caller, catalogId: string | null): Promise<void> {
    requireNaming(caller, catalogId);
    if (catalogId === null) return;
    await this.holdCatalog(catalogId);
    if (!mayNameRoles(caller))
      await this.authority.require(caller, 'catalogs.manage', { kind: 'catalog', id: catalogId });
  }

  private async holdCatalog(catalogId: string): Promise<void> {
    const { tenantId } = this.database;
    const found = await this.database.query<object[]>`
      SELECT 1 FROM catalog WHERE tenant_id = ${tenantId}::uuid AND id = ${catalogId}::uuid FOR NO KEY UPDATE`;
    if (found.length === 0) throw new DomainError('ResourceNotFound', `There is no catalog '${catalogId}'.`);
  }
}
