import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Database } from '../../platform/database/database.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import { Clock } from '../../platform/time/clock.js';
import { SubjectUpdated } from './subject.events.js';

/** The subjects: who has or had access. */
@Injectable()
export class SubjectsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly announcements: Announcements,
  ) {}

  /**
   * Makes the subject of a person if it is absent, and holds it then (row lock); false when it is there by now, or nobody in the directory.
   *
   * The person is held, too (shared row lock): whoever says another name of them meanwhile has to find the subject afterwards.
   */
  async make(objectId: string): Promise<boolean> {
    const { tenantId } = this.database;
    const made = await this.database.execute`
      INSERT INTO subject (tenant_id, id, object_id, display_name, email, principal_name, created_at)
      SELECT tenant_id, ${uuid()}::uuid, id, display_name, mail, user_principal_name, ${this.clock.now()}
      FROM directory_user WHERE tenant_id = ${tenantId}::uuid AND id = ${objectId}::uuid FOR SHARE
      ON CONFLICT (tenant_id, object_id) DO NOTHING`;
    return made > 0;
  }

  /** Holds the subject until the transaction ends (row lock); false when there is none. */
  async lock(objectId: string): Promise<boolean> {
    const { tenantId } = this.database;
    const rows = await this.database.query<unknown[]>`
      SELECT 1 FROM subject WHERE tenant_id = ${tenantId}::uuid AND object_id = ${objectId}::uuid FOR UPDATE`;
    return rows.length > 0;
  }

  /** Says of subjects what the directory says of these people by now; what is so already is left alone. */
  async followDirectory(objectIds: readonly string[]): Promise<void> {
    const { tenantId } = this.database;
    // A statement of its own: the next one sees the directory as it is when nobody else can change the subjects any more.
    await this.database.execute`
      SELECT 1 FROM subject WHERE tenant_id = ${tenantId}::uuid AND object_id = ANY (${objectIds}::uuid[])
      ORDER BY object_id FOR UPDATE`;
    const updated = await this.database.query<{ id: string; object_id: string }[]>`
      UPDATE subject SET display_name = person.display_name, email = person.mail, principal_name = person.user_principal_name
      FROM directory_user person
      WHERE subject.tenant_id = ${tenantId}::uuid AND subject.object_id = ANY (${objectIds}::uuid[])
        AND person.tenant_id = subject.tenant_id AND person.id = subject.object_id
        AND (subject.display_name, subject.email, subject.principal_name)
          IS DISTINCT FROM (person.display_name, person.mail, person.user_principal_name)
      RETURNING subject.id, subject.object_id`;
    this.announcements.announce({ events: updated.map((row) => new SubjectUpdated(row.id, row.object_id)) });
  }
}
