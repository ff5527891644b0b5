import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { AssignmentPolicy } from '../../platform/database/generated/client.js';
import { Clock } from '../../platform/time/clock.js';
import { CallableExtensions } from '../custom-extensions/index.js';
import {
  dependOnTheRequest,
  groupsNamedIn,
  heeded,
  type SubjectSet,
  SubjectSetsReader,
} from '../subject-sets/index.js';
import { type LintedPolicy, type OtherPolicy, type PolicyWording, warningsOf } from './policy-lint.js';
import { type StageSettings, settingsOf } from './policy-settings.js';

/** Whether sets name nobody, one person or more is all that a look at a policy asks. */
const enough = 2;

/** A policy with what speaks against it. */
export interface LintedAnswer {
  readonly policyId: string;
  readonly displayName: string;
  readonly warnings: readonly string[];
}

/** How many policies one unit of work looks at: each takes several statements. */
const page = 25;

const nobody = '00000000-0000-0000-0000-000000000000';

/** Looks at policies for those that nobody could ever pass, as the directory is now. Call it in a unit of work. */
@Injectable()
export class PolicyLintReader {
  constructor(
    private readonly database: Database,
    private readonly subjectSets: SubjectSetsReader,
    private readonly extensions: CallableExtensions,
    private readonly clock: Clock,
  ) {}

  /** The next policies of the tenant behind an id, a page of them; `last` is where the page after begins, if there is any. */
  async page(
    say: PolicyWording,
    behind: string,
  ): Promise<{ readonly answers: readonly LintedAnswer[]; readonly last: string | undefined }> {
    const { client, tenantId } = this.database;
    const where = { tenantId, id: { gt: behind } };
    const rows = await client.assignmentPolicy.findMany({ where, orderBy: { id: 'asc' }, take: page });
    return { answers: await this.lintAll(rows, say), last: rows.length < page ? undefined : rows.at(-1)?.id };
  }

  /** One policy, where there are warnings. */
  async lint(say: PolicyWording, id: string): Promise<LintedAnswer[]> {
    const { client, tenantId } = this.database;
    return this.lintAll(await client.assignmentPolicy.findMany({ where: { tenantId, id } }), say);
  }

  private async lintAll(rows: readonly AssignmentPolicy[], say: PolicyWording): Promise<LintedAnswer[]> {
    const answers: LintedAnswer[] = [];
    for (const row of rows) {
      const warnings = await this.warningsOf(
        { policy: asLinted(row), accessPackageId: row.accessPackageId },
        await this.othersThan(row),
        say,
      );
      if (warnings.length > 0) answers.push({ policyId: row.id, displayName: row.displayName, warnings });
    }
    return answers;
  }

  /** Of the other policies of its package (lateral join of a switch) one for each scope that lets people ask, and one for each that does not: however many there are. */
  private othersThan({ id, accessPackageId }: { id: string; accessPackageId: string }): Promise<OtherPolicy[]> {
    const { tenantId } = this.database;
    return this.database.query`
      SELECT DISTINCT ON (allowed_target_scope, asks.may) id, allowed_target_scope AS "allowedTargetScope",
        jsonb_build_object('requestorSettings', jsonb_build_object('enableTargetsToSelfAddAccess', asks.may)) AS settings
      FROM assignment_policy CROSS JOIN LATERAL (
        SELECT COALESCE(settings->'requestorSettings'->'enableTargetsToSelfAddAccess' = 'true', false) AS may) AS asks
      WHERE tenant_id = ${tenantId}::uuid AND access_package_id = ${accessPackageId}::uuid AND id <> ${id}::uuid
      ORDER BY allowed_target_scope, asks.may, id`;
  }

  private async goneGroups({ settings }: LintedPolicy): Promise<string[]> {
    const named = groupsNamedIn(settings);
    if (named.length === 0) return [];
    const { tenantId } = this.database;
    const gone = await this.database.query<{ id: string }[]>`
      SELECT named.id FROM unnest(${named}::uuid[]) AS named (id) WHERE NOT EXISTS (
        SELECT FROM directory_group g WHERE g.tenant_id = ${tenantId}::uuid AND g.id = named.id) ORDER BY named.id`;
    return gone.map(({ id }) => id);
  }

  private async idleStages({ settings }: LintedPolicy, accessPackageId: string): Promise<string[]> {
    const idle = await this.extensions.idle(accessPackageId, settings.customExtensionStageSettings ?? []);
    return idle.flatMap(({ stage }) => stage ?? []);
  }

  private async warningsOf(
    { policy, accessPackageId }: { readonly policy: LintedPolicy; readonly accessPackageId: string },
    others: readonly OtherPolicy[],
    say: PolicyWording,
  ): Promise<string[]> {
    const { requestApprovalSettings: approval, specificAllowedTargets } = policy.settings;
    const stages = approval?.isApprovalRequiredForAdd ? (approval.stages ?? []) : [];
    const approvers: (string[] | null)[] = [];
    for (const stage of stages) approvers.push(await this.approversOf(stage));
    const targets =
      policy.allowedTargetScope === 'specificDirectoryUsers'
        ? await this.peopleIn(heeded('specificDirectoryUsers', specificAllowedTargets))
        : null;
    const goneGroups = await this.goneGroups(policy);
    const idleStages = await this.idleStages(policy, accessPackageId);
    return warningsOf({ now: this.clock.now(), say, policy, others, approvers, targets, goneGroups, idleStages });
  }

  private async approversOf({ primaryApprovers, fallbackPrimaryApprovers }: StageSettings): Promise<string[] | null> {
    const primary = primaryApprovers ?? [];
    const fallback = fallbackPrimaryApprovers ?? [];
    if (dependOnTheRequest([...primary, ...fallback])) return null;
    return this.peopleIn([...primary, ...fallback]);
  }

  private peopleIn(sets: readonly SubjectSet[]): Promise<string[]> {
    return this.subjectSets.peopleIn(sets, { targetId: nobody, requestorId: nobody }, enough);
  }
}

const asLinted = (row: { id: string; allowedTargetScope: string; settings: unknown }): LintedPolicy => ({
  id: row.id,
  allowedTargetScope: row.allowedTargetScope,
  settings: settingsOf({ settings: row.settings as never }),
});
