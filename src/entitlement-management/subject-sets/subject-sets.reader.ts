import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { sql, type Sql, union } from '../../platform/database/sql.js';
import { conjunction } from '../../platform/odata/sql/sql.js';
import type { Finding, Kind } from './kinds/kind.js';
import { kindNamed, kindsByName } from './kinds/table.js';
import { kindOf, type SubjectSet } from './subject-set.js';

/** Whom sets such as a requestor's manager or a target's sponsors are relative to. */
export interface RelativeTo {
  readonly targetId: string;
  readonly requestorId: string;
}

/** A set as the statement reads it: its type without a namespace, and the id or the level that it names. */
interface Wanted {
  readonly type: string;
  readonly id?: string;
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
    const wanted = sets.flatMap(wantedOf);
    if (wanted.length === 0) return [];
    const { tenantId } = this.database;
    const inTime = (column: Sql): Sql => conjunction(this.database.inTime(column));
    const by = { tenantId: sql`(SELECT id FROM tenant)`, inTime };
    const people = await this.database.query<{ id: string }[]>`
      WITH tenant AS (SELECT ${tenantId}::uuid AS id),
      wanted AS (SELECT DISTINCT * FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS set ("type" text, "id" uuid, "level" int)),
      named AS (${named({ ...by, targetId: sql`${targetId}::uuid`, requestorId: sql`${requestorId}::uuid` })})
      SELECT u.id FROM named JOIN directory_user u ON u.tenant_id = (SELECT id FROM tenant) AND u.id = named.id
      WHERE u.account_enabled AND ${inTime(sql`u.tenant_id`)} ORDER BY u.id LIMIT ${most}::int8`;
    return people.map(({ id }) => id);
  }
}

/** The ways in which people are found, each with the kinds that find them so. */
const ways = Map.groupBy(
  kindsByName.filter(([, { people }]) => people !== undefined),
  ([, { people }]) => people,
);

/** The statement is the same whatever sets are asked about, so that it is prepared once. */
const named = (by: Omit<Finding, 'isWanted'>): Sql =>
  union(
    [...ways].flatMap(([people, its]) => {
      const types = its.map(([name]) => name);
      return people ? [people({ ...by, isWanted: sql`wanted.type = ANY(${types}::text[])` })] : [];
    }),
  );

function wantedOf(set: SubjectSet): Wanted[] {
  const kind = kindNamed(set);
  return kind?.people ? wordsOf(kind, set).map((words) => ({ type: kindOf(set), ...words })) : [];
}

function wordsOf({ ids, level }: Kind, set: SubjectSet): Omit<Wanted, 'type'>[] {
  if (ids) return ids(set).map((id) => ({ id }));
  return [level ? { level: level(set) } : {}];
}
