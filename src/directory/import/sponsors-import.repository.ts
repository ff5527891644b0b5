import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { sql } from '../../platform/database/sql.js';
import type { Missing, Written } from './directory-import.repository.js';
import type { UserLine } from './lines.js';

/** Writes the sponsors of many people in one statement each. */
@Injectable()
export class SponsorsImportRepository {
  constructor(private readonly database: Database) {}

  /** Sponsors who are not in the directory; call it before `set`, which passes over them. */
  missing(lines: readonly UserLine[]): Promise<Missing[]> {
    const { tenantId } = this.database;
    return this.database.query<Missing[]>`
      SELECT (line->>'line')::int AS "line", sponsor AS "id"
      FROM jsonb_array_elements(${JSON.stringify(lines)}::jsonb) AS line, jsonb_array_elements_text(line->'sponsors') AS sponsor
      WHERE NOT EXISTS (SELECT FROM directory_user person WHERE person.tenant_id = ${tenantId}::uuid AND person.id = sponsor::uuid)
      ORDER BY 1 LIMIT 100`;
  }

  /** Gives each person exactly the sponsors that their line names; refuses those who would be their own. */
  async set(lines: readonly UserLine[]): Promise<Written> {
    const { tenantId } = this.database;
    const named = peopleOf(tenantId, lines);
    const added = await this.database.query<{ is_own: boolean }[]>`
      WITH named AS (${named})
      INSERT INTO user_sponsor (tenant_id, user_id, sponsor_id)
      SELECT person.tenant_id, named.user_id, person.id
      FROM named, jsonb_array_elements_text(named.sponsors) AS sponsor
        JOIN directory_user person ON person.tenant_id = ${tenantId}::uuid AND person.id = sponsor::uuid
      ON CONFLICT DO NOTHING RETURNING user_id = sponsor_id AS is_own`;
    if (added.some((row) => row.is_own)) throw new DomainError('InvalidModel', 'somebody would be their own sponsor');
    const removed = await this.database.execute`
      WITH named AS (${named})
      DELETE FROM user_sponsor held USING named
      WHERE held.tenant_id = ${tenantId}::uuid AND held.user_id = named.user_id AND NOT jsonb_exists(named.sponsors, held.sponsor_id::text)`;
    return { added: added.length, changed: removed };
  }
}

/** The people of the lines, found by id or by user principal name, with the sponsors that their lines name. */
const peopleOf = (tenantId: string, lines: readonly UserLine[]) => sql`
  SELECT line->'sponsors' AS sponsors, person.id AS user_id
  FROM jsonb_array_elements(${JSON.stringify(lines)}::jsonb) AS line
    JOIN directory_user person ON person.tenant_id = ${tenantId}::uuid AND CASE WHEN jsonb_exists(line, 'id')
      THEN person.id = (line->>'id')::uuid ELSE lower(person.user_principal_name) = lower(line->>'userPrincipalName') END`;
