import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Database } from '../../platform/database/database.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import { Clock } from '../../platform/time/clock.js';
import { DirectoryStanding } from '../directory-standing.js';
import { GroupEntity } from '../groups.entity.js';
import { ServicePrincipalEntity } from '../service-principals.entity.js';
import { UserUpdated } from '../user.events.js';
import { UserEntity } from '../users.entity.js';
import { GivenGroups } from './given-groups.reader.js';
import { DirectoryImported } from './directory-imported.event.js';
import { PeopleUpdated } from './people-updated.event.js';
import { importedColumns } from './imported-columns.js';
import type { GroupLine, ServicePrincipalLine, UserLine } from './lines.js';

/** How many rows a write made, and how many it changed or took away. */
export interface Written {
  readonly added: number;
  readonly changed: number;
  /** The people of whom something else is said now. */
  readonly updated?: readonly string[];
}

/** A line that names somebody who is not there. */
export interface Missing {
  readonly line: number;
  readonly id: string;
}

const userColumns = importedColumns(UserEntity, 'directoryUser', ['known', 'named']);
const servicePrincipalColumns = importedColumns(ServicePrincipalEntity, 'servicePrincipal', ['known', 'named']);
const groupColumns = importedColumns(GroupEntity, 'directoryGroup', ['known']);

/** Writes many lines in one statement each; rows that say the same already are left alone. */
@Injectable()
export class DirectoryImportRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
    private readonly clock: Clock,
    private readonly standing: DirectoryStanding,
    private readonly givenGroups: GivenGroups,
  ) {}

  announce(importId: string, what: string, written: Written): void {
    if (written.added + written.changed === 0) return;
    const imported = new DirectoryImported(importId, what, written.added, written.changed);
    const updated = written.updated?.length ? [new PeopleUpdated(importId, written.updated)] : [];
    this.announcements.announce({ events: [imported, ...updated] });
  }

  /** People are found by id, or by user principal name when a line has none. */
  async upsertUsers(lines: readonly UserLine[]): Promise<Written> {
    const rows = JSON.stringify(lines.map((line) => ({ ...line, newId: uuid() })));
    this.standing.changes();
    const { tenantId } = this.database;
    const [written] = await this.database.query<[Written & { updated: string[]; disabled: string[] }]>`
      WITH written AS (
        INSERT INTO directory_user (tenant_id, id, ${userColumns.names}, created_at)
        SELECT ${tenantId}::uuid, COALESCE((line->>'id')::uuid, named.id, (line->>'newId')::uuid), ${userColumns.values}, ${this.clock.now()}
        FROM jsonb_array_elements(${rows}::jsonb) AS line
          LEFT JOIN directory_user known ON known.tenant_id = ${tenantId}::uuid AND known.id = (line->>'id')::uuid
          LEFT JOIN directory_user named ON NOT jsonb_exists(line, 'id') AND named.tenant_id = ${tenantId}::uuid
            AND lower(named.user_principal_name) = lower(line->>'userPrincipalName')
        ON CONFLICT (tenant_id, id) DO UPDATE SET ${userColumns.taken} WHERE ${userColumns.differ}
        RETURNING xmax = 0 AS is_new, id, account_enabled
      ) SELECT count(*) FILTER (WHERE is_new)::int AS "added", count(*) FILTER (WHERE NOT is_new)::int AS "changed",
          COALESCE(array_agg(id) FILTER (WHERE NOT is_new), '{}') AS "updated",
          COALESCE(array_agg(id) FILTER (WHERE NOT is_new AND NOT account_enabled), '{}') AS "disabled" FROM written`;
    // Whose account is disabled loses their access: that is announced for each.
    this.announcements.announce({
      events: written.disabled.map((id) => new UserUpdated(id, { accountEnabled: false })),
    });
    return { added: written.added, changed: written.changed, updated: written.updated };
  }

  /** Whose members the file says from now on. */
  async upsertGroups(lines: readonly GroupLine[]): Promise<Written> {
    await this.givenGroups.refuse(lines);
    const rows = JSON.stringify(lines.map(({ members: _, ...line }) => line));
    const { tenantId } = this.database;
    const [written] = await this.database.query<[Written]>`
      WITH written AS (
        INSERT INTO directory_group (tenant_id, id, ${groupColumns.names}, source, created_at)
        SELECT ${tenantId}::uuid, (line->>'id')::uuid, ${groupColumns.values}, 'file', ${this.clock.now()}
        FROM jsonb_array_elements(${rows}::jsonb) AS line
          LEFT JOIN directory_group known ON known.tenant_id = ${tenantId}::uuid AND known.id = (line->>'id')::uuid
        ON CONFLICT (tenant_id, id) DO UPDATE SET ${groupColumns.taken}, source = 'file'
          WHERE ${groupColumns.differ} OR directory_group.source <> 'file'
        RETURNING xmax = 0 AS is_new
      ) SELECT count(*) FILTER (WHERE is_new)::int AS "added", count(*) FILTER (WHERE NOT is_new)::int AS "changed" FROM written`;
    return written;
  }

  /** Applications are found by id, or by the id of the application when a line has none. */
  async upsertServicePrincipals(lines: readonly ServicePrincipalLine[]): Promise<Written> {
    const rows = JSON.stringify(lines.map((line) => ({ ...line, newId: uuid() })));
    const { tenantId } = this.database;
    const [written] = await this.database.query<[Written]>`
      WITH written AS (
        INSERT INTO service_principal (tenant_id, id, ${servicePrincipalColumns.names}, created_at)
        SELECT ${tenantId}::uuid, COALESCE((line->>'id')::uuid, named.id, (line->>'newId')::uuid), ${servicePrincipalColumns.values}, ${this.clock.now()}
        FROM jsonb_array_elements(${rows}::jsonb) AS line
          LEFT JOIN service_principal known ON known.tenant_id = ${tenantId}::uuid AND known.id = (line->>'id')::uuid
          LEFT JOIN service_principal named ON NOT jsonb_exists(line, 'id') AND named.tenant_id = ${tenantId}::uuid
            AND named.app_id = (line->>'appId')::uuid
        ON CONFLICT (tenant_id, id) DO UPDATE SET ${servicePrincipalColumns.taken} WHERE ${servicePrincipalColumns.differ}
        RETURNING xmax = 0 AS is_new
      ) SELECT count(*) FILTER (WHERE is_new)::int AS "added", count(*) FILTER (WHERE NOT is_new)::int AS "changed" FROM written`;
    return written;
  }

  /** Managers who are not in the directory; call it before `setManagers`. */
  missingManagers(lines: readonly UserLine[]): Promise<Missing[]> {
    const { tenantId } = this.database;
    return this.database.query<Missing[]>`
      SELECT (line->>'line')::int AS "line", line->>'manager' AS "id" FROM jsonb_array_elements(${JSON.stringify(lines)}::jsonb) AS line
      WHERE line->>'manager' IS NOT NULL AND NOT EXISTS (
        SELECT FROM directory_user manager WHERE manager.tenant_id = ${tenantId}::uuid AND manager.id = (line->>'manager')::uuid)`;
  }

  /** Sets managers, one import at a time (advisory lock); refuses those who would come to stand above themselves. */
  async setManagers(lines: readonly UserLine[]): Promise<Written> {
    const { tenantId } = this.database;
    await this.database.execute`SELECT pg_advisory_xact_lock(hashtextextended(${`managers of ${tenantId}`}, 0))`;
    const changed = await this.database.query<{ id: string }[]>`
      UPDATE directory_user report SET manager_id = (line->>'manager')::uuid
      FROM jsonb_array_elements(${JSON.stringify(lines)}::jsonb) AS line
      WHERE report.tenant_id = ${tenantId}::uuid AND report.manager_id IS DISTINCT FROM (line->>'manager')::uuid
        AND report.id = COALESCE((line->>'id')::uuid, (SELECT id FROM directory_user named
          WHERE named.tenant_id = ${tenantId}::uuid AND lower(named.user_principal_name) = lower(line->>'userPrincipalName')))
      RETURNING report.id`;
    await this.refuseCircles(changed.map(({ id }) => id));
    return { added: 0, changed: changed.length };
  }

  private async refuseCircles(userIds: readonly string[]): Promise<void> {
    const { tenantId } = this.database;
    const circles = await this.database.query<{ person: string }[]>`
      WITH RECURSIVE above(person, manager) AS (
        SELECT id, manager_id FROM directory_user WHERE tenant_id = ${tenantId}::uuid AND id = ANY (${userIds}::uuid[])
        UNION
        SELECT above.person, higher.manager_id FROM above JOIN directory_user higher ON higher.tenant_id = ${tenantId}::uuid AND higher.id = above.manager
      ) SELECT person FROM above WHERE person = manager LIMIT 1`;
    if (circles.length > 0) throw new DomainError('InvalidModel', 'somebody would come to stand above themselves');
  }
}
