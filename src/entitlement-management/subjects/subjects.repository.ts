import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Database } from '../../platform/database/database.js';
import { Clock } from '../../platform/time/clock.js';

/** The subjects: who has or had access. */
@Injectable()
export class SubjectsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes the subject of a person if it is absent, and holds it then; false when it is there by now, or nobody in the directory. */
  async make(objectId: string): Promise<boolean> {
    const { tenantId } = this.database;
    const made = await this.database.execute`
      INSERT INTO subject (tenant_id, id, object_id, display_name, email, principal_name, created_at)
      SELECT tenant_id, ${uuid()}::uuid, id, display_name, mail, user_principal_name, ${this.clock.now()}
      FROM directory_user WHERE tenant_id = ${tenantId}::uuid AND id = ${objectId}::uuid
      ON CONFLICT (tenant_id, object_id) DO NOTHING`;
    return made > 0;
  }

  /** Holds the subject until the transaction ends; false when there is none. */
  async lock(objectId: string): Promise<boolean> {
    const { tenantId } = this.database;
    const rows = await this.database.query<unknown[]>`
      SELECT 1 FROM subject WHERE tenant_id = ${tenantId}::uuid AND object_id = ${objectId}::uuid FOR UPDATE`;
    return rows.length > 0;
  }
}
