import type { AssignmentPolicy, Prisma } from '../../platform/database/generated/client.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { Decision } from '../../platform/eventing/decision.js';
import {
  AssignmentPolicyCreated,
  AssignmentPolicyDeleted,
  AssignmentPolicyReplaced,
} from './assignment-policy.events.js';
import { refuseWrongPolicy } from './assignment-policy.rules.js';
import { type AllowedTargetScope, type PolicySettings, settingsOf } from './policy-settings.js';

export type { AssignmentPolicy };

/** What an administrator says of a policy. */
export interface PolicyValues {
  readonly displayName: string;
  readonly description: string | null;
  readonly allowedTargetScope: AllowedTargetScope;
  readonly settings: PolicySettings;
}

type NewAssignmentPolicy = Omit<AssignmentPolicy, 'tenantId'>;

/** The first version of a policy; its questions and call-outs get their ids. */
export function createAssignmentPolicy(
  { id, accessPackageId }: { id: string; accessPackageId: string },
  values: PolicyValues,
  now: Date,
  newId: () => string,
): Decision<NewAssignmentPolicy> {
  refuseWrongPolicy(values);
  const settings = stored(values.settings, {}, newId);
  const row = { ...values, id, accessPackageId, settings, version: 1, createdAt: now, modifiedAt: now };
  return { row, events: [new AssignmentPolicyCreated(id, accessPackageId, 1, facesOf(values))] };
}

/** The next version of a policy: what the values leave out is left out of it; requests and assignments keep theirs. */
export function replaceAssignmentPolicy(
  policy: AssignmentPolicy,
  { accessPackageId, ...values }: PolicyValues & { readonly accessPackageId: string },
  now: Date,
  newId: () => string,
): Decision<AssignmentPolicy> {
  if (accessPackageId !== policy.accessPackageId) {
    throw new DomainError(
      'InvalidModel',
      "The model is invalid: 'accessPackage' is another one; a policy stays with its package.",
    );
  }
  refuseWrongPolicy(values);
  const version = policy.version + 1;
  const settings = stored(values.settings, settingsOf(policy), newId);
  const row = { ...policy, ...values, settings, version, modifiedAt: now };
  return { row, events: [new AssignmentPolicyReplaced(policy.id, accessPackageId, version, facesOf(values))] };
}

/** A policy goes once nobody has access through it; who had stays on record, with its name. */
export function deleteAssignmentPolicy(policy: AssignmentPolicy, liveAssignments: number): Decision<AssignmentPolicy> {
  if (liveAssignments > 0) {
    throw inUse(`people have access through it (${liveAssignments} assignments): remove these assignments first`);
  }
  return { row: policy, events: [new AssignmentPolicyDeleted(policy.id, policy.accessPackageId)] };
}

const inUse = (why: string): DomainError =>
  new DomainError('ResourceInUse', `The assignment policy cannot be deleted: ${why}.`);

const facesOf = ({ displayName, allowedTargetScope }: PolicyValues) => ({ displayName, allowedTargetScope });

function stored(settings: PolicySettings, before: PolicySettings, newId: () => string): Prisma.JsonObject {
  const questions = named(settings.questions ?? [], before.questions ?? [], 'questions', newId);
  const callouts = settings.customExtensionStageSettings ?? [];
  const customExtensionStageSettings = named(
    callouts,
    before.customExtensionStageSettings ?? [],
    'customExtensionStageSettings',
    newId,
  );
  return { ...(settings as Prisma.JsonObject), questions, customExtensionStageSettings };
}

/** Each item with an id: its own when the policy knows it, a new one when it has none. */
function named<Item extends { readonly id: string | null }>(
  items: readonly Item[],
  before: readonly { readonly id: string | null }[],
  member: string,
  newId: () => string,
): Prisma.JsonObject[] {
  const known = new Set(before.map(({ id }) => id));
  return items.map((item, index) => {
    if (item.id !== null && !known.delete(item.id)) {
      throw new DomainError(
        'InvalidModel',
        `The model is invalid: '${member}[${index}].id' is not the id of one in this policy, or comes twice.`,
      );
    }
    return { ...item, id: item.id ?? newId() };
  });
}
