import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';

/** Which scheduled requests wait for their start, across tenants. */
@Injectable()
export class ScheduledRequestsReader {
  constructor(private readonly database: Database) {}

  dueAt(now: Date, limit: number): Promise<{ tenantId: string; id: string; startAt: Date }[]> {
    return this.database.query`
      SELECT tenant_id AS "tenantId", id, start_at AS "startAt" FROM assignment_request
      WHERE state = 'scheduled' AND start_at <= ${now} ORDER BY start_at LIMIT ${limit}`;
  }

  /** When the first of them starts. */
  readonly earliest = sql`(SELECT min(start_at) FROM assignment_request WHERE state = 'scheduled')`;
}
