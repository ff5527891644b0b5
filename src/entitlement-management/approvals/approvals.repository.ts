import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { ApprovalStage as Row, Prisma } from '../../platform/database/generated/client.js';
import { Announcements } from '../../platform/eventing/announcements.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Approval, ApprovalStage, RequestUnderApproval, StageDecision } from './approval-stage.js';
import type { ApprovalBecameMoot, ApprovalDenied } from './approval-stage.events.js';

/** A stage that somebody who was asked has left. */
export interface StageLeft {
  readonly stage: ApprovalStage;
  readonly request: RequestUnderApproval;
  readonly isAbandoned: boolean;
}

/** The stages of approvals, and who can decide them. */
@Injectable()
export class ApprovalsRepository {
  constructor(
    private readonly database: Database,
    private readonly announcements: Announcements,
  ) {}

  /**
   * Loads the approval of a request and holds it until the transaction ends (row lock): target, request, stages; null without a request.
   *
   * For somebody (`seenBy`) whom it neither concerns nor asks nothing is held, as there is nothing.
   */
  async getForUpdate(requestId: string, seenBy?: string): Promise<Approval | null> {
    const { client, tenantId } = this.database;
    const among = seenBy === undefined ? sql`TRUE` : tiedTo(seenBy);
    await this.database.execute`
      SELECT 1 FROM subject s JOIN assignment_request r ON r.tenant_id = s.tenant_id AND r.target_id = s.object_id
      WHERE r.tenant_id = ${tenantId}::uuid AND r.id = ${requestId}::uuid AND ${among} FOR UPDATE OF s`;
    const [request] = await this.database.query<RequestUnderApproval[]>`
      SELECT tenant_id AS "tenantId", id, state, target_id AS "targetId", requestor_id AS "requestorId", created_by_id AS "createdById", start_at AS "startAt"
      FROM assignment_request r WHERE tenant_id = ${tenantId}::uuid AND id = ${requestId}::uuid AND ${among} FOR UPDATE`;
    if (!request) return null;
    await this.database.execute`
      SELECT 1 FROM approval_stage WHERE tenant_id = ${tenantId}::uuid AND request_id = ${requestId}::uuid ORDER BY id FOR UPDATE`;
    const stages = await client.approvalStage.findMany({ where: { tenantId, requestId }, orderBy: { ordinal: 'asc' } });
    return { request, stages: stages.map(stageOf) };
  }

  async add(stages: readonly ApprovalStage[]): Promise<void> {
    const data = stages.map((stage) => ({ ...stage, settings: stage.settings as Prisma.InputJsonObject }));
    await this.database.client.approvalStage.createMany({ data });
  }

  /** The row, those who are asked and the events are flushed together. */
  async update(decision: StageDecision): Promise<void> {
    const { row, approvers } = this.announcements.announce(decision);
    const { client } = this.database;
    const { tenantId, id, settings: _, ...data } = row;
    await client.approvalStage.update({ where: { tenantId_id: { tenantId, id } }, data });
    if (!approvers || approvers.userIds.length === 0) return;
    const lines = approvers.userIds.map((userId) => ({ tenantId, stageId: id, userId, kind: approvers.kind }));
    await client.approvalApprover.createMany({ data: lines, skipDuplicates: true });
  }

  /** Takes somebody out of the open stages that ask them; the stages are held, so that two who leave at once see each other. */
  async removeApprover(userId: string): Promise<StageLeft[]> {
    const { client, tenantId } = this.database;
    const open = await this.database.query<{ id: string }[]>`
      SELECT s.id FROM approval_stage s JOIN approval_approver a ON a.tenant_id = s.tenant_id AND a.stage_id = s.id
      WHERE s.tenant_id = ${tenantId}::uuid AND s.status = 'InProgress' AND a.user_id = ${userId}::uuid ORDER BY s.id FOR UPDATE OF s`;
    const ids = open.map(({ id }) => id);
    if (ids.length === 0) return [];
    await client.approvalApprover.deleteMany({ where: { tenantId, userId, stageId: { in: ids } } });
    const left = await client.approvalStage.findMany({
      where: { tenantId, id: { in: ids } },
      include: { request: true, _count: { select: { approvers: true } } },
      orderBy: { id: 'asc' },
    });
    return left.map(({ request, _count, ...row }) => ({
      request,
      stage: stageOf(row),
      isAbandoned: _count.approvers === 0,
    }));
  }

  /** No end of what was asked for brings this approval to an end any more. */
  async forgetLapse(requestId: string): Promise<void> {
    const { tenantId } = this.database;
    await this.database.execute`
      UPDATE assignment_request SET lapses_at = NULL WHERE tenant_id = ${tenantId}::uuid AND id = ${requestId}::uuid`;
  }

  /** Announces that a request ends without a decision about any stage. */
  announce(event: ApprovalDenied | ApprovalBecameMoot): void {
    this.announcements.announce({ events: [event] });
  }
}

const tiedTo = (id: string): Sql => sql`(r.target_id = ${id}::uuid OR r.requestor_id = ${id}::uuid OR EXISTS (
  SELECT FROM approval_stage a JOIN approval_approver p ON p.tenant_id = a.tenant_id AND p.stage_id = a.id
  WHERE a.tenant_id = r.tenant_id AND a.request_id = r.id AND p.user_id = ${id}::uuid))`;

const stageOf = (row: Row): ApprovalStage => row as ApprovalStage;
