import { complex, computed, type Field, type Kind } from '../../../platform/odata/resource.js';
import { knownTo } from '../approval-settings.resource.js';
import type { AssignmentPolicy } from '../assignment-policy.js';
import { settingsOf } from '../policy-settings.js';
import { VerifiableCredentialSettings } from '../policy-types/credential-settings.js';
import { policyToBeta } from './policy.js';
import { ApprovalSettings, AssignmentReviewSettings, BetaQuestion, RequestorSettings } from './types.js';

type BetaMember = keyof ReturnType<typeof policyToBeta>;

const member = (name: BetaMember, kind: Kind): Field<AssignmentPolicy> =>
  computed(kind, (policy, caller) => {
    const settings = settingsOf(policy);
    const requestApprovalSettings = knownTo(caller, settings.requestApprovalSettings);
    return policyToBeta({
      ...policy,
      settings: { ...settings, ...(requestApprovalSettings && { requestApprovalSettings }) },
    })[name];
  });

/** The members of a policy that beta has in another shape. */
export const betaFields: Readonly<Record<BetaMember, Field<AssignmentPolicy>>> = {
  canExtend: member('canExtend', { edm: 'Edm.Boolean' }),
  durationInDays: member('durationInDays', { edm: 'Edm.Int32' }),
  expirationDateTime: member('expirationDateTime', { edm: 'Edm.DateTimeOffset' }),
  requestorSettings: member(
    'requestorSettings',
    complex(() => RequestorSettings),
  ),
  requestApprovalSettings: member(
    'requestApprovalSettings',
    complex(() => ApprovalSettings),
  ),
  accessReviewSettings: member(
    'accessReviewSettings',
    complex(() => AssignmentReviewSettings),
  ),
  questions: member(
    'questions',
    complex(() => BetaQuestion, true),
  ),
  verifiableCredentialSettings: member(
    'verifiableCredentialSettings',
    complex(() => VerifiableCredentialSettings),
  ),
};
