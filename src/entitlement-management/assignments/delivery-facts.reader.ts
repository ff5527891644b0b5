import { Injectable } from '@nestjs/common';
import { groupIdsOf } from '../../directory/index.js';
import { Database } from '../../platform/database/database.js';
import { sql } from '../../platform/database/sql.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { keepsTheEnd } from '../assignment-policies/index.js';
import type { DeliveryFacts } from './delivery.js';

/** The request being delivered, as far as delivery needs it. */
export interface DeliveryCause {
  readonly id: string;
  /** Delivery is for requests that are being delivered; a step that comes too late changes nothing. */
  readonly state: string;
  readonly targetId: string;
  readonly accessPackageId: string;
  readonly assignmentPolicyId: string;
  readonly policyVersion: number;
  readonly createdById: string | null;
  readonly requestType: string;
  readonly effect: string;
  readonly startAt: Date | null;
  /** How many answers it brings. */
  readonly answers: number;
}

/** As JSON, in which an instant is a text. */
interface Gathered {
  readonly cause: Omit<DeliveryCause, 'startAt'> & { readonly startAt: string | null };
  readonly facts: Omit<DeliveryFacts, 'keepsEnd' | 'changes'> & {
    readonly changes: { readonly endAt: string | null } | null;
  };
}

/** Gathers in one statement what delivery looks at; call it under the target's lock. */
@Injectable()
export class DeliveryFactsReader {
  constructor(private readonly database: Database) {}

  async gather(requestId: string): Promise<{ cause: DeliveryCause; facts: DeliveryFacts }> {
    const { tenantId } = this.database;
    const [row] = await this.database.query<Gathered[]>`
      SELECT
        jsonb_build_object('id', r.id, 'state', r.state, 'targetId', r.target_id, 'accessPackageId', r.access_package_id,
          'assignmentPolicyId', r.assignment_policy_id, 'policyVersion', r.policy_version, 'createdById', r.created_by_id,
          'requestType', r.request_type, 'effect', r.effect, 'startAt', r.start_at, 'answers', jsonb_array_length(r.answers)) AS "cause",
        jsonb_build_object(
          'schedule', r.schedule, 'assignmentPolicyId', r.assignment_policy_id,
          'person', (SELECT jsonb_build_object('accountEnabled', u.account_enabled,
              'groupIds', ${groupIdsOf({ tenantId: sql`u.tenant_id`, userId: sql`u.id` })}) FROM directory_user u
            WHERE u.tenant_id = r.tenant_id AND u.id = r.target_id),
          'changes', (SELECT jsonb_build_object('endAt', a.end_at) FROM assignment a
            WHERE r.effect = 'update' AND a.tenant_id = r.tenant_id AND a.id = r.assignment_id AND a.state <> 'expired'),
          'accessPackage', (SELECT jsonb_build_object('catalogState', c.state, 'givesRoles', EXISTS (SELECT FROM resource_role_scope s WHERE s.tenant_id = p.tenant_id AND s.access_package_id = p.id), 'incompatibleIds', ARRAY(SELECT i.incompatible_with_id FROM incompatible_access_package i
              WHERE i.tenant_id = p.tenant_id AND i.access_package_id = p.id),
              'incompatibleGroupIds', ARRAY(SELECT g.group_id FROM incompatible_group g WHERE g.tenant_id = p.tenant_id AND g.access_package_id = p.id))
            FROM access_package p JOIN catalog c ON c.tenant_id = p.tenant_id AND c.id = p.catalog_id WHERE p.tenant_id = r.tenant_id AND p.id = r.access_package_id),
          'policy', (SELECT jsonb_build_object('settings', v.settings) FROM assignment_policy_version v
            WHERE v.tenant_id = r.tenant_id AND v.policy_id = r.assignment_policy_id AND v.version = r.policy_version),
          'held', (SELECT COALESCE(jsonb_agg(jsonb_build_object('accessPackageId', l.access_package_id, 'assignmentPolicyId', l.assignment_policy_id)), '[]')
            FROM live_assignment l WHERE l.tenant_id = r.tenant_id AND l.target_id = r.target_id)) AS "facts"
      FROM assignment_request r WHERE r.tenant_id = ${tenantId}::uuid AND r.id = ${requestId}::uuid`;
    if (!row) throw new DomainError('ResourceNotFound', `There is no assignment request with the id ${requestId}.`);
    const cause = { ...row.cause, startAt: instantOf(row.cause.startAt) };
    const changes = row.facts.changes && { endAt: instantOf(row.facts.changes.endAt) };
    return { cause, facts: { ...row.facts, changes, keepsEnd: keepsTheEnd(cause.requestType, cause.answers) } };
  }
}

const instantOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
