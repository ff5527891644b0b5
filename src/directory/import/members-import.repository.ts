import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { GivenGroups } from './given-groups.reader.js';
import type { Missing, Written } from './directory-import.repository.js';
import type { GroupLine } from './lines.js';

/** Writes the members of many groups in one statement for each kind. */
@Injectable()
export class MembersImportRepository {
  constructor(
    private readonly database: Database,
    private readonly givenGroups: GivenGroups,
  ) {}

  /** Members who are not in the directory; call it before `set`, which passes over them. */
  missing(lines: readonly GroupLine[]): Promise<Missing[]> {
    const tenantId = sql`${this.database.tenantId}::uuid`;
    return this.database.query<Missing[]>`
      SELECT (line->>'line')::int AS "line", member AS "id"
      FROM jsonb_array_elements(${JSON.stringify(lines)}::jsonb) AS line, jsonb_array_elements_text(line->'members') AS member
      WHERE NOT ${isPerson(tenantId)} AND NOT EXISTS (SELECT FROM directory_group g WHERE g.tenant_id = ${tenantId} AND g.id = member::uuid)
      ORDER BY 1 LIMIT 100`;
  }

  /** Gives each group exactly the members that its line names: people, and groups by the ids that no person has; refuses a group in itself. */
  async set(lines: readonly GroupLine[]): Promise<Written> {
    await this.givenGroups.refuse(lines);
    const people = await this.setPeople(lines);
    const groups = await this.setGroups(lines);
    return { added: people.added + groups.added, changed: people.changed + groups.changed };
  }

  private async setPeople(lines: readonly GroupLine[]): Promise<Written> {
    const { tenantId } = this.database;
    const rows = JSON.stringify(lines);
    const added = await this.database.execute`
      INSERT INTO group_member (tenant_id, group_id, user_id)
      SELECT DISTINCT person.tenant_id, (line->>'id')::uuid, person.id
      FROM jsonb_array_elements(${rows}::jsonb) AS line, jsonb_array_elements_text(line->'members') AS member
        JOIN directory_user person ON person.tenant_id = ${tenantId}::uuid AND person.id = member::uuid
      ON CONFLICT (tenant_id, group_id, user_id) DO UPDATE SET is_direct = true WHERE NOT group_member.is_direct`;
    const removed = await this.database.execute`
      WITH listed AS (${listed(rows)}), wanted AS (SELECT group_id, member::uuid AS user_id FROM listed, jsonb_array_elements_text(line->'members') AS member)
      DELETE FROM group_member held USING listed
      WHERE NOT held.is_granted AND held.tenant_id = ${tenantId}::uuid AND held.group_id = listed.group_id AND NOT EXISTS (
        SELECT FROM wanted WHERE wanted.group_id = held.group_id AND wanted.user_id = held.user_id)`;
    return { added, changed: removed };
  }

  private async setGroups(lines: readonly GroupLine[]): Promise<Written> {
    const { tenantId } = this.database;
    if (lines.some(({ id, members }) => members?.includes(id)))
      throw new DomainError('InvalidModel', 'a group would be a member of itself');
    const rows = JSON.stringify(lines);
    const added = await this.database.execute`
      INSERT INTO nested_group (tenant_id, group_id, member_id)
      SELECT g.tenant_id, (line->>'id')::uuid, g.id
      FROM jsonb_array_elements(${rows}::jsonb) AS line, jsonb_array_elements_text(line->'members') AS member
        JOIN directory_group g ON g.tenant_id = ${tenantId}::uuid AND g.id = member::uuid
      WHERE NOT ${isPerson(sql`${tenantId}::uuid`)}
      ON CONFLICT DO NOTHING`;
    const removed = await this.database.execute`
      WITH listed AS (${listed(rows)})
      DELETE FROM nested_group held USING listed
      WHERE held.tenant_id = ${tenantId}::uuid AND held.group_id = listed.group_id
        AND NOT jsonb_exists(listed.line->'members', held.member_id::text)`;
    return { added, changed: removed };
  }
}

/** Whether the id of a member is somebody's. */
const isPerson = (tenantId: Sql): Sql =>
  sql`EXISTS (SELECT FROM directory_user person WHERE person.tenant_id = ${tenantId} AND person.id = member::uuid)`;

const listed = (rows: string): Sql =>
  sql`SELECT line, (line->>'id')::uuid AS group_id FROM jsonb_array_elements(${rows}::jsonb) AS line`;
