import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import {
  idleSettings,
  idsIn,
  isAsBefore,
  type KnownExtensions,
  settledSettings,
  type StageSetting,
} from './stage-settings.js';
import type { ExtensionType } from './stages.js';

/** Which extensions a policy of a package may call: those of the package's catalog. */
@Injectable()
export class CallableExtensions {
  constructor(private readonly database: Database) {}

  /** The settings of a policy as they are kept; the extensions are held (FOR KEY SHARE), so that none goes before the policy is there. */
  async settled(
    accessPackageId: string,
    settings: readonly StageSetting[],
    before: readonly StageSetting[] = [],
  ): Promise<readonly StageSetting[]> {
    if (settings.length === 0 || isAsBefore(settings, before)) return settings;
    return settledSettings(settings, await this.known(accessPackageId, settings, sql`FOR KEY SHARE OF e`));
  }

  /** The settings that call nothing. */
  async idle(accessPackageId: string, settings: readonly StageSetting[]): Promise<StageSetting[]> {
    return settings.length === 0 ? [] : idleSettings(settings, await this.known(accessPackageId, settings, sql``));
  }

  private async known(accessPackageId: string, settings: readonly StageSetting[], lock: Sql): Promise<KnownExtensions> {
    const { tenantId } = this.database;
    const rows = await this.database.query<{ id: string; type: ExtensionType }[]>`
      SELECT e.id, e.type FROM custom_extension e
        JOIN access_package p ON p.tenant_id = e.tenant_id AND p.catalog_id = e.catalog_id
      WHERE e.tenant_id = ${tenantId}::uuid AND p.id = ${accessPackageId}::uuid AND e.id = ANY(${idsIn(settings)}::uuid[])
      ORDER BY e.id ${lock}`;
    return new Map(rows.map(({ id, type }) => [id, type]));
  }
}
