import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import type { StageSettings } from '../assignment-policies/index.js';
import { isAgreedTo, isDecided, type StageVerdict } from './approval-stage.js';

/** A stage whose time has come: to ask more people, or to be denied. */
export interface DueStage {
  readonly tenantId: string;
  readonly requestId: string;
  readonly stageId: string;
  readonly at: Date;
  readonly move: 'escalate' | 'expire';
}

/** Answers questions about approvals. */
@Injectable()
export class ApprovalsReader {
  constructor(private readonly database: Database) {}

  /** The stages of a request's approval that somebody is, or was, asked about. */
  async approverIn(requestId: string, userId: string): Promise<string[]> {
    const { client, tenantId } = this.database;
    const rows = await client.approvalApprover.findMany({
      where: { tenantId, userId, stage: { requestId } },
      select: { stageId: true },
    });
    return rows.map(({ stageId }) => stageId);
  }

  /** The rounds that the policy asks for, as it was when the request was decided; none where it is gone. */
  async stagesAskedFor(requestId: string, tenantId = this.database.tenantId): Promise<readonly StageSettings[]> {
    const [row] = await this.database.query<{ stages: StageSettings[] | null }[]>`
      SELECT v.settings->'requestApprovalSettings'->'stages' AS "stages" FROM assignment_request r
      JOIN assignment_policy_version v ON v.tenant_id = r.tenant_id AND v.policy_id = r.assignment_policy_id AND v.version = r.policy_version
      WHERE r.tenant_id = ${tenantId}::uuid AND r.id = ${requestId}::uuid`;
    return row?.stages ?? [];
  }

  /** Whether those who were asked have decided a request; see `isDecided`. */
  async isDecided(requestId: string): Promise<boolean> {
    return isDecided(await this.verdictsOn(requestId));
  }

  /** Whether everybody who had to agree to a request has done so. */
  async isAgreedTo(requestId: string): Promise<boolean> {
    return isAgreedTo(await this.verdictsOn(requestId));
  }

  private verdictsOn(requestId: string): Promise<StageVerdict[]> {
    const { tenantId } = this.database;
    return this.database.query`
      SELECT status, review_result AS "reviewResult" FROM approval_stage
      WHERE tenant_id = ${tenantId}::uuid AND request_id = ${requestId}::uuid`;
  }

  /** The stages whose time has come, in the order in which it came, across tenants. */
  dueAt(now: Date, limit: number): Promise<DueStage[]> {
    return this.database.query`
      SELECT tenant_id AS "tenantId", request_id AS "requestId", id AS "stageId", escalates_at AS "at", 'escalate' AS "move"
      FROM approval_stage WHERE status = 'InProgress' AND escalated_at IS NULL AND escalates_at <= ${now}
      UNION ALL
      SELECT tenant_id, request_id, id, denies_at, 'expire' FROM approval_stage WHERE status = 'InProgress' AND denies_at <= ${now}
      ORDER BY "at" LIMIT ${limit}`;
  }

  /** The requests that wait for approval though what they ask for has ended, first to last, across tenants. */
  lapsedAt(now: Date, limit: number): Promise<{ tenantId: string; requestId: string; at: Date }[]> {
    return this.database.query`
      SELECT tenant_id AS "tenantId", id AS "requestId", lapses_at AS "at" FROM assignment_request
      WHERE state = 'pendingApproval' AND lapses_at <= ${now} ORDER BY lapses_at LIMIT ${limit}`;
  }

  /** When the first of these lapses. */
  readonly earliestLapse = sql`(
    SELECT min(lapses_at) FROM assignment_request WHERE state = 'pendingApproval' AND lapses_at IS NOT NULL)`;

  /** When the time of a stage comes first. */
  readonly earliest = sql`LEAST(
    (SELECT min(escalates_at) FROM approval_stage WHERE status = 'InProgress' AND escalated_at IS NULL),
    (SELECT min(denies_at) FROM approval_stage WHERE status = 'InProgress'))`;
}
