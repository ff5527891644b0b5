import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { insertion } from '../../platform/database/model-rows.js';
import { sql } from '../../platform/database/sql.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import type { Decision } from '../../platform/eventing/decision.js';
import type { CustomExtension, NewExtension } from './custom-extension.js';

@Injectable()
export class CustomExtensionsRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {}

  /** Loads an extension of a catalog and holds it until the transaction ends (row lock). */
  async getForUpdate(catalogId: string, id: string): Promise<CustomExtension> {
    const row = await this.database.held<CustomExtension>('customExtension', id, sql`catalog_id = ${catalogId}::uuid`);
    if (!row)
      throw new DomainError('ResourceNotFound', `There is no custom extension '${id}' in the catalog '${catalogId}'.`);
    return row;
  }

  async add(decision: Decision<NewExtension>): Promise<CustomExtension> {
    const row = { ...this.announcements.announce(decision).row, tenantId: this.database.tenantId };
    await this.database.writeOne(insertion('customExtension', row));
    return row;
  }

  async update(decision: Decision<CustomExtension>): Promise<CustomExtension> {
    const { row } = this.announcements.announce(decision);
    const json = (value: object | null) => sql`${value && JSON.stringify(value)}::jsonb`;
    await this.database.writeOne`
      UPDATE custom_extension SET display_name = ${row.displayName}, description = ${row.description},
        endpoint_configuration = ${json(row.endpointConfiguration)}, authentication_configuration = ${json(row.authenticationConfiguration)},
        client_configuration = ${json(row.clientConfiguration)}, callback_configuration = ${json(row.callbackConfiguration)},
        secret_version = ${row.secretVersion}, modified_at = ${row.modifiedAt}
      WHERE tenant_id = ${row.tenantId}::uuid AND id = ${row.id}::uuid`;
    return row;
  }

  async remove(decision: Decision<CustomExtension>): Promise<void> {
    const { tenantId, id } = this.announcements.announce(decision).row;
    await this.database.writeOne`DELETE FROM custom_extension WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid`;
  }

  /** The policies that call an extension, as they are now. */
  async policiesNaming(id: string): Promise<string[]> {
    const { tenantId } = this.database;
    const rows = await this.database.query<{ id: string }[]>`
      SELECT id FROM assignment_policy WHERE tenant_id = ${tenantId}::uuid
        AND settings -> 'customExtensionStageSettings' @> ${JSON.stringify([{ customExtension: { id } }])}::jsonb
      ORDER BY id LIMIT 6`;
    return rows.map((row) => row.id);
  }
}
