import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Announcements } from '../platform/eventing/announcements.js';
import type { Decision } from '../platform/eventing/decision.js';
import { Repository } from '../platform/repositories/repository.js';
import { DirectoryStanding } from './directory-standing.js';
import type { NewUser, User } from './user.js';

@Injectable()
export class UsersRepository extends Repository<'directoryUser'> {
  protected readonly model = 'directoryUser';
  protected readonly called = 'user';

  constructor(
    database: Database,
    announcements: Announcements,
    private readonly standing: DirectoryStanding,
  ) {
    super(database, announcements);
  }

  override add(decision: Decision<NewUser>): Promise<User> {
    this.standing.changes(decision.row.id);
    return super.add(decision);
  }

  override update(decision: Decision<User>): Promise<User> {
    this.standing.changes(decision.row.id);
    return super.update(decision);
  }

  override remove(decision: Decision<User>): Promise<void> {
    this.standing.changes(decision.row.id);
    return super.remove(decision);
  }

  async exists(id: string): Promise<boolean> {
    const { client, tenantId } = this.database;
    return (await client.directoryUser.count({ where: { tenantId, id } })) > 0;
  }

  /** Takes somebody from those whose manager they are; answers who these are. */
  async releaseReportsOf(id: string): Promise<string[]> {
    const { tenantId } = this.database;
    const released = await this.database.query<{ id: string }[]>`
      UPDATE directory_user SET manager_id = NULL WHERE tenant_id = ${tenantId}::uuid AND manager_id = ${id}::uuid RETURNING id`;
    return released.map((report) => report.id);
  }

  /** Lets nobody else change managers in this tenant until the transaction ends (advisory lock): two changes together could close a circle. */
  async holdManagers(): Promise<void> {
    const key = `managers of ${this.database.tenantId}`;
    await this.database.execute`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
  }

  /** Everybody above a person, the manager first. */
  async managersAbove(id: string): Promise<string[]> {
    const { tenantId } = this.database;
    const rows = await this.database.query<{ manager_id: string }[]>`
      WITH RECURSIVE above AS (
        SELECT manager_id FROM directory_user WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid
        UNION
        SELECT person.manager_id FROM above JOIN directory_user person ON person.tenant_id = ${tenantId}::uuid AND person.id = above.manager_id
      ) SELECT manager_id FROM above WHERE manager_id IS NOT NULL`;
    return rows.map((row) => row.manager_id);
  }
}
