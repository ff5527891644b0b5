import type { Caller } from '../../platform/auth/caller.js';
import { catalogsOf, type InCatalog, mayReadAll, readsAsManager } from '../../graph/index.js';
import { type Field, part } from '../../platform/odata/resource.js';
import { ids } from '../../platform/odata/sql/parameter.js';
import type { Source } from '../../platform/odata/sql/source.js';
import { sql, type Sql } from '../../platform/odata/sql/sql.js';
import { mayKnowApprovers } from './approver-visibility.js';
import type { AssignmentPolicy } from './assignment-policy.js';
import type { PolicySettings } from './policy-settings.js';
import { AccessPackageAssignmentApprovalSettings } from './policy-types/approval-settings.js';

type Settings = NonNullable<PolicySettings['requestApprovalSettings']>;

const nobody = {
  ...{ primaryApprovers: [], fallbackPrimaryApprovers: [] },
  ...{ escalationApprovers: [], fallbackEscalationApprovers: [] },
} as const;

/** The settings as somebody may read them: stages say nobody where the policy keeps its approvers from them; whole where a command's own row is answered. */
export function knownTo<Given extends Settings | null | undefined>(
  caller: Caller | undefined,
  policy: AssignmentPolicy & InCatalog,
  settings: Given,
): Given {
  if (!settings?.stages || !caller || readsAsManager(caller, policy)) return settings;
  const stages = settings.stages.map((stage) =>
    isKnown(stage.approverInformationVisibility) ? stage : { ...stage, ...nobody },
  );
  return { ...settings, stages };
}

/** A policy is read by people of whom it is not known yet whether they will be concerned or asked. */
const isKnown = (visibility: string | null | undefined): boolean =>
  mayKnowApprovers(visibility, { isConcerned: false, readsAll: false, isAsked: false });

const hiding = ['default', 'visible', 'notVisible'].filter((visibility) => !isKnown(visibility));

/** The same in a statement, so that questions learn nothing that answers do not say. */
const knownInSql = (settings: Sql): Sql => sql`(CASE jsonb_typeof(${settings} -> 'stages') WHEN 'array' THEN
  jsonb_set(${settings}, '{stages}', COALESCE((SELECT jsonb_agg(CASE WHEN one.stage ->> 'approverInformationVisibility' = ANY(${hiding}::text[])
      THEN one.stage || ${JSON.stringify(nobody)}::jsonb ELSE one.stage END ORDER BY one.place)
    FROM jsonb_array_elements(${settings} -> 'stages') WITH ORDINALITY AS one(stage, place)), '[]')) ELSE ${settings} END)`;

const kept = part<AssignmentPolicy>(
  () => AccessPackageAssignmentApprovalSettings,
  'settings',
  'requestApprovalSettings',
);

/** The same where somebody manages some catalogs, of whose policies they know everything. */
const knownToManagerOf =
  (catalogIds: readonly string[]) =>
  (settings: Sql, policy: Source): Sql => {
    const its = policy.beside('accessPackage');
    return sql`(CASE WHEN EXISTS (SELECT FROM ${its.from} WHERE ${its.column('tenantId')} = ${policy.column('tenantId')}
      AND ${its.column('id')} = ${policy.column('accessPackageId')} AND ${its.column('catalogId')} = ANY(${ids(catalogIds)}))
      THEN ${settings} ELSE ${knownInSql(settings)} END)`;
  };

function inQuestionsOf(caller: Caller) {
  if (mayReadAll(caller)) return undefined;
  const managed = catalogsOf(caller, 'assignments.manage');
  return managed.length > 0 ? knownToManagerOf(managed) : knownInSql;
}

/** A policy's approval settings, in answers and in questions. */
export const requestApprovalSettings: Field<AssignmentPolicy> = {
  ...kept,
  read: (row, caller) => knownTo(caller, row, kept.read(row) as Settings | null),
  inQuestions: inQuestionsOf,
};
