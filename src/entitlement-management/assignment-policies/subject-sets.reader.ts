import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { all, sql } from '../../platform/odata/sql/sql.js';
import { organizationsOf } from '../connected-organizations/index.js';
import type { SubjectSet } from './policy-settings.js';
import { kindOf } from './subject-set-places.js';

/** Whom sets such as a requestor's manager or a target's sponsors are relative to. */
export interface RelativeTo {
  readonly targetId: string;
  readonly requestorId: string;
}

/** A set as the statement reads it: its type without a namespace, and the id or the level that it names. */
interface Asked {
  readonly type: string;
  readonly id?: string | null;
  readonly level?: number;
}

/** Answers who is meant by subject sets. */
@Injectable()
export class SubjectSetsReader {
  constructor(private readonly database: Database) {}

  /**
   * The ids of the enabled people of the ambient tenant whom the sets name, each once and in order; the first of them where `most` says how many.
   *
   * Sets that name no people of the directory, such as service principals and rules, name nobody.
   */
  async peopleIn(
    sets: readonly SubjectSet[],
    { targetId, requestorId }: RelativeTo,
    most: number | null = null,
  ): Promise<string[]> {
    const asked = sets.flatMap(askedOf);
    if (asked.length === 0) return [];
    const { tenantId } = this.database;
    const people = await this.database.query<{ id: string }[]>`
      WITH RECURSIVE tenant AS (SELECT ${tenantId}::uuid AS id),
      asked AS (SELECT DISTINCT * FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS set ("type" text, "id" uuid, "level" int)),
      chain AS (
        SELECT root.type, 0 AS level, root.id
        FROM (VALUES ('requestorManager', ${requestorId}::uuid), ('targetManager', ${targetId}::uuid)) AS root (type, id)
        UNION ALL
        SELECT chain.type, chain.level + 1, u.manager_id
        FROM chain JOIN directory_user u ON u.tenant_id = (SELECT id FROM tenant) AND u.id = chain.id
        WHERE u.manager_id IS NOT NULL AND chain.level < (SELECT max(level) FROM asked)
      ),
      named AS (
        SELECT id FROM asked WHERE type = 'singleUser'
        UNION SELECT m.user_id FROM asked JOIN group_member m ON m.tenant_id = (SELECT id FROM tenant) AND m.group_id = asked.id
          WHERE type = 'groupMembers' AND ${all(this.database.inTime(sql`m.tenant_id`))}
        UNION SELECT chain.id FROM asked JOIN chain USING (type, level)
        UNION SELECT s.sponsor_id FROM asked JOIN user_sponsor s ON s.tenant_id = (SELECT id FROM tenant) AND s.user_id = ${targetId}::uuid
          WHERE type = 'targetUserSponsors'
        UNION SELECT s.user_id FROM asked
          JOIN directory_user u ON u.tenant_id = (SELECT id FROM tenant) AND u.id = ${targetId}::uuid
          JOIN connected_organization_sponsor s ON s.tenant_id = u.tenant_id AND s.kind || 'Sponsors' = type
            AND s.organization_id IN (${theirOrganizations})
        UNION SELECT u.id FROM asked
          JOIN directory_user u ON u.tenant_id = (SELECT id FROM tenant) AND asked.id IN (${theirOrganizations})
          WHERE type = 'connectedOrganizationMembers'
      )
      SELECT u.id FROM named JOIN directory_user u ON u.tenant_id = (SELECT id FROM tenant) AND u.id = named.id
      WHERE u.account_enabled AND ${all(this.database.inTime(sql`u.tenant_id`))} ORDER BY u.id LIMIT ${most}::int8`;
    return people.map(({ id }) => id);
  }
}

/** The organizations that somebody (u) comes from; only configured ones count. */
const theirOrganizations = organizationsOf({
  tenantId: sql`u.tenant_id`,
  address: sql`COALESCE(u.mail, u.user_principal_name)`,
});

/** What of a set says whom it names, by its type; what is absent names nobody. */
const readings: Readonly<Record<string, (set: SubjectSet) => Omit<Asked, 'type'>>> = {
  singleUser: ({ userId }) => ({ id: userId }),
  groupMembers: ({ groupId }) => ({ id: groupId }),
  connectedOrganizationMembers: ({ connectedOrganizationId }) => ({ id: connectedOrganizationId }),
  requestorManager: ({ managerLevel }) => ({ level: managerLevel ?? 1 }),
  targetManager: ({ managerLevel }) => ({ level: managerLevel ?? 1 }),
  targetUserSponsors: () => ({}),
  internalSponsors: () => ({}),
  externalSponsors: () => ({}),
};

function askedOf(set: SubjectSet): Asked[] {
  const type = kindOf(set);
  if (type === 'identityGovernance.groupBasedSubjectSet') {
    return (set.groups ?? []).map(({ id }) => ({ type: 'groupMembers', id }));
  }
  const reading = readings[type];
  return reading ? [{ type, ...reading(set) }] : [];
}
