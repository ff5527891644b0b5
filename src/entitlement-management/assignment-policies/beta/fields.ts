import type { Caller } from '../../../platform/auth/caller.js';
import { complex, computed, type Field, type Kind } from '../../../platform/odata/resource.js';
import { knownTo } from '../approval-settings.resource.js';
import type { AssignmentPolicy } from '../assignment-policy.js';
import { settingsOf } from '../policy-settings.js';
import { VerifiableCredentialSettings } from '../policy-types/credential-settings.js';
import { policyToBeta } from './policy.js';
import {
  ApprovalSettingsInBeta,
  ReviewSettingsInBeta,
  QuestionInBeta,
  RequestorSettingsInBeta,
} from './policy-parts.js';

type Shape = ReturnType<typeof policyToBeta>;
type BetaMember = keyof Shape;

/** The shape of each row that is being answered: its members share it. */
const shapes = new WeakMap<AssignmentPolicy, { readonly caller: Caller | undefined; readonly shape: Shape }>();

function shapeFor(policy: AssignmentPolicy, caller: Caller | undefined): Shape {
  const known = shapes.get(policy);
  if (known && known.caller === caller) return known.shape;
  const settings = settingsOf(policy);
  const requestApprovalSettings = knownTo(caller, policy, settings.requestApprovalSettings);
  const shape = policyToBeta({
    allowedTargetScope: policy.allowedTargetScope,
    settings: { ...settings, ...(requestApprovalSettings && { requestApprovalSettings }) },
  });
  shapes.set(policy, { caller, shape });
  return shape;
}

const member = (name: BetaMember, kind: Kind): Field<AssignmentPolicy> =>
  computed(kind, (policy, caller) => shapeFor(policy, caller)[name]);

/** The members of a policy that beta has in another shape. */
export const betaFields: Readonly<Record<BetaMember, Field<AssignmentPolicy>>> = {
  canExtend: member('canExtend', { edm: 'Edm.Boolean' }),
  durationInDays: member('durationInDays', { edm: 'Edm.Int32' }),
  expirationDateTime: member('expirationDateTime', { edm: 'Edm.DateTimeOffset' }),
  requestorSettings: member(
    'requestorSettings',
    complex(() => RequestorSettingsInBeta),
  ),
  requestApprovalSettings: member(
    'requestApprovalSettings',
    complex(() => ApprovalSettingsInBeta),
  ),
  accessReviewSettings: member(
    'accessReviewSettings',
    complex(() => ReviewSettingsInBeta),
  ),
  questions: member(
    'questions',
    complex(() => QuestionInBeta, true),
  ),
  verifiableCredentialSettings: member(
    'verifiableCredentialSettings',
    complex(() => VerifiableCredentialSettings),
  ),
};
