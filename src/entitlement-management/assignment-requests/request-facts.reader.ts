import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Clock } from '../../platform/time/clock.js';
import type { HeldAssignment, PackageFacts, Person, PolicyFacts, RequestFacts } from './request-facts.js';
import type { RequestAsked } from './wanted-request.js';

/** What a request names. */
export interface Named {
  readonly targetId: string;
  readonly accessPackageId: string;
  /** Left out: all policies of the package are gathered. */
  readonly assignmentPolicyId?: string | undefined;
}

interface Gathered {
  readonly target: Person | null;
  readonly accessPackage: PackageFacts | null;
  readonly policies: readonly PolicyFacts[];
  readonly held: readonly HeldAssignment[];
}

/** Gathers in one statement all that the rules of a request may look at. */
@Injectable()
export class RequestFactsReader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async gather({ caller, wanted }: RequestAsked, named: Named): Promise<RequestFacts> {
    const gathered = await this.query(named);
    const assignmentPolicyId = named.assignmentPolicyId ?? null;
    const policy = gathered.policies.find(({ id }) => id === assignmentPolicyId) ?? null;
    return {
      ...gathered,
      ...named,
      assignmentPolicyId,
      policy,
      caller,
      schedule: wanted.schedule,
      now: this.clock.now(),
    };
  }

  private async query({ targetId, accessPackageId, assignmentPolicyId }: Named): Promise<Gathered> {
    const { client, tenantId } = this.database;
    const [row] = await client.$queryRaw<[Gathered]>`
      SELECT
        (SELECT jsonb_build_object('id', u.id, 'displayName', u.display_name, 'userType', u.user_type, 'accountEnabled', u.account_enabled,
            'groupIds', ARRAY(SELECT m.group_id FROM group_member m WHERE m.tenant_id = u.tenant_id AND m.user_id = u.id))
          FROM directory_user u WHERE u.tenant_id = ${tenantId}::uuid AND u.id = ${targetId}::uuid) AS "target",
        (SELECT jsonb_build_object('id', p.id, 'displayName', p.display_name, 'catalogState', c.state,
            'incompatibleIds', ARRAY(SELECT i.incompatible_with_id FROM incompatible_access_package i WHERE i.tenant_id = p.tenant_id AND i.access_package_id = p.id))
          FROM access_package p JOIN catalog c ON c.tenant_id = p.tenant_id AND c.id = p.catalog_id
          WHERE p.tenant_id = ${tenantId}::uuid AND p.id = ${accessPackageId}::uuid) AS "accessPackage",
        (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', a.id, 'displayName', a.display_name, 'version', a.version, 'accessPackageId', a.access_package_id,
            'allowedTargetScope', a.allowed_target_scope, 'settings', a.settings) ORDER BY a.id), '[]')
          FROM assignment_policy a WHERE a.tenant_id = ${tenantId}::uuid
            AND CASE WHEN ${assignmentPolicyId ?? null}::uuid IS NULL THEN a.access_package_id = ${accessPackageId}::uuid ELSE a.id = ${assignmentPolicyId ?? null}::uuid END) AS "policies",
        (SELECT COALESCE(jsonb_agg(jsonb_build_object('id', l.assignment_id, 'accessPackageId', l.access_package_id, 'assignmentPolicyId', l.assignment_policy_id)), '[]')
          FROM live_assignment l WHERE l.tenant_id = ${tenantId}::uuid AND l.target_id = ${targetId}::uuid) AS "held"`;
    return row;
  }
}
