import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { AssignmentPolicy } from '../../assignment-policies/index.js';
import type { PackageFacts, PolicyFacts } from '../request-facts.js';

/** A package that people may ask for, with the policies that let some of them. */
export interface Offer {
  readonly accessPackage: PackageFacts;
  readonly policies: readonly PolicyFacts[];
}

/** What the tenant offers to people. */
@Injectable()
export class OffersReader {
  constructor(private readonly database: Database) {}

  /** Every package of a published catalog that some policy lets people ask for; of the policies only what says whom. */
  async all(): Promise<Offer[]> {
    const { tenantId } = this.database;
    return this.database.query<Offer[]>`
      SELECT jsonb_build_object('id', p.id, 'displayName', p.display_name, 'catalogState', c.state,
          'isExternallyVisible', c.is_externally_visible, 'incompatibleIds', '[]'::jsonb, 'incompatibleGroupIds', '[]'::jsonb) AS "accessPackage",
        jsonb_agg(jsonb_build_object('id', a.id, 'displayName', a.display_name, 'version', a.version, 'accessPackageId', p.id,
          'allowedTargetScope', a.allowed_target_scope, 'settings', jsonb_build_object('requestorSettings', a.settings->'requestorSettings',
            'specificAllowedTargets', a.settings->'specificAllowedTargets')) ORDER BY a.id) AS "policies"
      FROM access_package p
        JOIN catalog c ON c.tenant_id = p.tenant_id AND c.id = p.catalog_id AND c.state = 'published'
        JOIN assignment_policy a ON a.tenant_id = p.tenant_id AND a.access_package_id = p.id
          AND a.allowed_target_scope <> 'notSpecified' AND a.settings->'requestorSettings'->>'enableTargetsToSelfAddAccess' = 'true'
      WHERE p.tenant_id = ${tenantId}::uuid
      GROUP BY p.tenant_id, p.id, c.tenant_id, c.id`;
  }

  /** Whole policies, in order of their ids. */
  policies(ids: readonly string[]): Promise<AssignmentPolicy[]> {
    const { client, tenantId } = this.database;
    return client.assignmentPolicy.findMany({ where: { tenantId, id: { in: [...ids] } }, orderBy: { id: 'asc' } });
  }
}
