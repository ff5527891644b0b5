import { complex, computed, type Kind, resource } from '../../../../platform/odata/resource.js';
import {
  AccessPackageQuestion,
  type AssignmentPolicy,
  QuestionInBeta,
  EntitlementManagementSchedule,
  type PolicySettings,
  questionToBeta,
  settingsOf,
  spelledOut,
} from '../../../assignment-policies/index.js';
import { BetaGivenAnswer } from '../answers.resource.js';

/** A policy, and what was answered to it before, where that was read. */
export type Requirements = AssignmentPolicy & { readonly existingAnswers?: readonly object[] };

const text: Kind = { edm: 'Edm.String' };
const flag: Kind = { edm: 'Edm.Boolean' };
const approval = ({ requestApprovalSettings }: PolicySettings) => requestApprovalSettings ?? {};

/** What one policy wants of whoever asks under it (Graph's accessPackageAssignmentRequestRequirements); it is no entity. */
export const policyRequirements = resource<'assignmentPolicy', Requirements>({
  name: 'policyRequirements',
  path: 'Collection(microsoft.graph.accessPackageAssignmentRequestRequirements)',
  readBy: 'ownAccess.read',
  entityType: 'accessPackageAssignmentRequestRequirements',
  model: 'assignmentPolicy',
  long: ['description'],
  fields: {
    policyId: computed(text, ({ id }) => id),
    policyDisplayName: computed(text, ({ displayName }) => displayName),
    policyDescription: computed(text, ({ description }) => description),
    isApprovalRequiredForAdd: setting((of) => Boolean(approval(of).isApprovalRequiredForAdd)),
    isApprovalRequiredForUpdate: setting((of) => Boolean(approval(of).isApprovalRequiredForUpdate)),
    isRequestorJustificationRequired: setting((of) => Boolean(approval(of).isRequestorJustificationRequired)),
    allowCustomAssignmentSchedule: setting((of) => Boolean(of.requestorSettings?.allowCustomAssignmentSchedule)),
    schedule: computed(
      complex(() => EntitlementManagementSchedule),
      (policy) => limitsOf(settingsOf(policy)),
    ),
    questions: computed(
      complex(() => AccessPackageQuestion, true),
      (policy) => settingsOf(policy).questions ?? [],
    ),
  },
  inBeta: {
    fields: {
      questions: computed(
        complex(() => QuestionInBeta, true),
        (policy) => (settingsOf(policy).questions ?? []).map((question) => questionToBeta({ ...question })),
      ),
      existingAnswers: computed(
        complex(() => BetaGivenAnswer, true),
        (policy) => policy.existingAnswers ?? [],
      ),
    },
  },
  links: {},
  visibleTo: () => ({}),
});

function setting(read: (settings: PolicySettings) => boolean) {
  return computed<Requirements>(flag, (policy) => read(settingsOf(policy)));
}

/** The longest window that the policy gives. */
const limitsOf = ({ expiration }: PolicySettings): object => ({
  startDateTime: null,
  recurrence: null,
  expiration: { endDateTime: null, duration: null, type: 'notSpecified', ...spelledOut(expiration) },
});
