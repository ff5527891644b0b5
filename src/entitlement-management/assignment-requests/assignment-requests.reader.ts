import { Injectable } from '@nestjs/common';
import { catalogBehind } from '../../graph/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import { Database } from '../../platform/database/database.js';
import { ApprovalsReader } from '../approvals/index.js';
import type { AssignmentRequest } from './assignment-request.js';
import type { OpenPlace } from './place-taken.js';

/** What a request names itself. */
const named = {
  ...{ targetId: true, requestorId: true, accessPackageId: true, assignmentPolicyId: true, assignmentId: true },
  answers: true,
} as const;

/** Answers questions about requests. */
@Injectable()
export class AssignmentRequestsReader {
  constructor(
    private readonly database: Database,
    private readonly approvals: ApprovalsReader,
  ) {}

  /** Whether somebody, enabled, was asked to approve the request that an assignment came from. */
  async wasApprovedBy(assignmentId: string, userId: string): Promise<boolean> {
    const { tenantId } = this.database;
    const rows = await this.database.query<unknown[]>`
      SELECT 1 FROM assignment a
        JOIN approval_stage s ON s.tenant_id = a.tenant_id AND s.request_id = a.request_id
        LEFT JOIN approval_approver p ON p.tenant_id = s.tenant_id AND p.stage_id = s.id AND p.user_id = ${userId}::uuid
      WHERE a.tenant_id = ${tenantId}::uuid AND a.id = ${assignmentId}::uuid
        AND (p.user_id IS NOT NULL OR s.reviewed_by_id = ${userId}::uuid)
        AND EXISTS (SELECT FROM directory_user u WHERE u.tenant_id = a.tenant_id AND u.id = ${userId}::uuid AND u.account_enabled)`;
    return rows.length > 0;
  }

  /** The open request at a place, if any. */
  async openAt(tenantId: string, place: OpenPlace): Promise<string | undefined> {
    const { client } = this.database;
    const open =
      'assignmentId' in place
        ? await client.openRemoval.findFirst({ where: { tenantId, ...place } })
        : await client.openRequest.findFirst({ where: { tenantId, ...place } });
    return open?.requestId;
  }

  /** The open updates of an assignment, by id. */
  openUpdatesOf(assignmentId: string): Promise<{ id: string; requestType: string }[]> {
    const { tenantId } = this.database;
    return this.database.query`
      SELECT r.id, r.request_type AS "requestType" FROM open_request o JOIN assignment_request r ON r.tenant_id = o.tenant_id AND r.id = o.request_id
      WHERE r.tenant_id = ${tenantId}::uuid AND r.assignment_id = ${assignmentId}::uuid AND r.effect = 'update' ORDER BY r.id`;
  }

  /** Whether everybody who had to agree to a request has done so. */
  async isAgreedTo({ id, needsApproval }: AssignmentRequest): Promise<boolean> {
    return !needsApproval || this.approvals.isAgreedTo(id);
  }

  /** Whether a request is decided and has not gone on yet. */
  async isDecided({ id, state }: AssignmentRequest): Promise<boolean> {
    return state === 'pendingApproval' && this.approvals.isDecided(id);
  }

  /** Whether a request gave, or changed, access that is in place. */
  async isOfLiveAccess({ assignmentId, state, effect }: AssignmentRequest): Promise<boolean> {
    if (assignmentId === null || state !== 'delivered' || effect === 'remove') return false;
    const { client, tenantId } = this.database;
    return (await client.liveAssignment.count({ where: { tenantId, assignmentId } })) > 0;
  }

  /** The removals of an assignment that are not complete, whether or not they have failed. */
  async unfinishedRemovalsOf(assignmentId: string): Promise<string[]> {
    const { tenantId } = this.database;
    const rows = await this.database.query<{ id: string }[]>`
      SELECT r.id FROM open_removal o JOIN assignment_request r ON r.tenant_id = o.tenant_id AND r.id = o.request_id
      WHERE o.tenant_id = ${tenantId}::uuid AND o.assignment_id = ${assignmentId}::uuid AND r.state = 'delivering' ORDER BY r.id`;
    return rows.map(({ id }) => id);
  }

  /** The request that gives an assignment, while it is being delivered. */
  async deliveringOf(assignmentId: string): Promise<string[]> {
    const { tenantId } = this.database;
    const rows = await this.database.query<{ id: string }[]>`
      SELECT r.id FROM assignment a JOIN assignment_request r ON r.tenant_id = a.tenant_id AND r.id = a.request_id
      WHERE a.tenant_id = ${tenantId}::uuid AND a.id = ${assignmentId}::uuid AND r.state IN ('delivering', 'partiallyDelivered', 'deliveryFailed')`;
    return rows.map(({ id }) => id);
  }

  async isOpen(id: string): Promise<boolean> {
    const { tenantId } = this.database;
    const rows = await this.database.query<unknown[]>`
      SELECT 1 FROM assignment_request WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid AND completed_at IS NULL`;
    return rows.length > 0;
  }

  /** The open adds and updates under a package, or one of its policies, in the order in which their targets are locked everywhere. */
  async openUnder(accessPackageId: string, assignmentPolicyId: string | null, limit: number): Promise<string[]> {
    const { tenantId } = this.database;
    const rows = await this.database.query<{ id: string }[]>`
      SELECT id FROM assignment_request
      WHERE tenant_id = ${tenantId}::uuid AND access_package_id = ${accessPackageId}::uuid AND completed_at IS NULL
        AND effect <> 'remove' AND assignment_policy_id = COALESCE(${assignmentPolicyId}::uuid, assignment_policy_id)
      ORDER BY target_id, id LIMIT ${limit}`;
    return rows.map(({ id }) => id);
  }

  /** The requests that wait for approval in a catalog, while it is not published. */
  async waitingInUnpublished(catalogId: string, limit: number): Promise<string[]> {
    const { tenantId } = this.database;
    const rows = await this.database.query<{ id: string }[]>`
      SELECT r.id FROM catalog c
      JOIN access_package p ON p.tenant_id = c.tenant_id AND p.catalog_id = c.id
      JOIN assignment_request r ON r.tenant_id = p.tenant_id AND r.access_package_id = p.id
      WHERE c.tenant_id = ${tenantId}::uuid AND c.id = ${catalogId}::uuid AND c.state <> 'published' AND r.completed_at IS NULL
        AND r.needs_approval AND r.state IN ('submitted', 'pendingApproval') ORDER BY r.target_id, r.id LIMIT ${limit}`;
    return rows.map(({ id }) => id);
  }

  /** A request with the trace that is kept with it, if it is there and among these. */
  async decisionOf(id: string, caller: Caller, visible: object) {
    return this.database.client.assignmentRequest.findFirst({
      where: { AND: [{ tenantId: caller.tenantId, id }, visible] },
      select: { ...named, ...catalogBehind(caller), decision: true },
    });
  }

  /** The open requests that somebody made or that are for them, by id. */
  async openRequestsOf(userId: string): Promise<string[]> {
    const { tenantId } = this.database;
    const rows = await this.database.query<{ id: string }[]>`
      SELECT id FROM assignment_request
      WHERE tenant_id = ${tenantId}::uuid AND completed_at IS NULL AND effect <> 'remove'
        AND (target_id = ${userId}::uuid OR requestor_id = ${userId}::uuid)
      ORDER BY id`;
    return rows.map(({ id }) => id);
  }

  /** The assignments of somebody that are in place and that no open removal is taking away, by id. */
  async removableAssignmentsOf(userId: string): Promise<string[]> {
    const { tenantId } = this.database;
    const rows = await this.database.query<{ id: string }[]>`
      SELECT l.assignment_id AS id FROM live_assignment l
      WHERE l.tenant_id = ${tenantId}::uuid AND l.target_id = ${userId}::uuid AND NOT EXISTS (
        SELECT FROM open_removal r WHERE r.tenant_id = l.tenant_id AND r.assignment_id = l.assignment_id)
      ORDER BY l.assignment_id`;
    return rows.map(({ id }) => id);
  }
}
