import type { AllowedTargetScope, PolicySettings } from '../policy-settings.js';
import { approvalFromBeta, approvalToBeta, daysIn } from './approval.js';
import { isMembers, type Members, translated, type Translation } from './members.js';
import { questionsFromBeta, questionToBeta } from './questions.js';
import { reviewFromBeta, reviewToBeta } from './review.js';
import { setFromBeta, setsToBeta } from './subject-sets.js';

/** Beta's words for who may ask, by v1.0's. */
const scopes: Partial<Record<AllowedTargetScope, string>> = {
  notSpecified: 'NoSubjects',
  specificDirectoryUsers: 'SpecificDirectorySubjects',
  specificConnectedOrganizationUsers: 'SpecificConnectedOrganizationSubjects',
  allConfiguredConnectedOrganizationUsers: 'AllConfiguredConnectedOrganizationSubjects',
  allMemberUsers: 'AllExistingDirectoryMemberUsers',
  allDirectoryUsers: 'AllExistingDirectorySubjects',
  allExternalUsers: 'AllExternalSubjects',
};

const scopeOf = (word: unknown): string | undefined =>
  Object.entries(scopes).find(([, betas]) => betas.toLowerCase() === String(word).toLowerCase())?.[0];

const requestors: Readonly<Record<string, Translation>> = {
  acceptRequests: (value) => ({ enableTargetsToSelfAddAccess: value, enableTargetsToSelfRemoveAccess: value }),
};

/** Members of beta's requestorSettings that v1.0 has in the policy itself; a word that is none is left for the policy to refuse. */
const inPolicy: Readonly<Record<string, Translation>> = {
  scopeType: (value) => ({ allowedTargetScope: value === null ? 'notSpecified' : (scopeOf(value) ?? value) }),
  allowedRequestors: (value) => ({ specificAllowedTargets: Array.isArray(value) ? value.map(setFromBeta) : value }),
};

function requestorsFromBeta(value: unknown): Members {
  if (!isMembers(value)) return { requestorSettings: value };
  const { scopeType: _, allowedRequestors: __, ...own } = value;
  const elsewhere = Object.entries(value).filter(([name]) => Object.hasOwn(inPolicy, name));
  return { ...translated(Object.fromEntries(elsewhere), inPolicy), requestorSettings: translated(own, requestors) };
}

const translations: Readonly<Record<string, Translation>> = {
  requestorSettings: requestorsFromBeta,
  canExtend: (value) => ({ requestorSettings: { enableTargetsToSelfUpdateAccess: value } }),
  requestApprovalSettings: (value) => ({ requestApprovalSettings: approvalFromBeta(value) }),
  accessReviewSettings: (value) => ({ reviewSettings: reviewFromBeta(value) }),
  questions: (value) => ({ questions: questionsFromBeta(value) }),
  // Beta answers both, of which one is empty.
  expirationDateTime: (value) => (value === null ? {} : { expiration: { type: 'afterDateTime', endDateTime: value } }),
  durationInDays: (value) => {
    if (value === null) return {};
    const days = Number(value);
    return { expiration: days === 0 ? { type: 'noExpiration' } : { type: 'afterDuration', duration: `P${days}D` } };
  },
};

/** A policy's body in beta's shape as one in v1.0's; what is v1.0's already stays (behaviour: beta differs in shape, not in names only). */
export function policyFromBeta(sent: Members): Members {
  const { durationInDays, ...others } = sent;
  const endsAtAMoment = durationInDays === 0 && typeof sent['expirationDateTime'] === 'string';
  return translated(endsAtAMoment ? others : sent, translations);
}

/** What decides the shape of a policy in beta. */
interface Policy {
  readonly allowedTargetScope: string;
  readonly settings: PolicySettings;
}

/** The members that beta has in another shape than v1.0. */
export const policyToBeta = ({ allowedTargetScope, settings }: Policy) => ({
  canExtend: settings.requestorSettings?.enableTargetsToSelfUpdateAccess ?? false,
  ...endToBeta(settings.expiration),
  requestorSettings: requestorsToBeta({ allowedTargetScope, settings }),
  requestApprovalSettings: approvalToBeta(settings.requestApprovalSettings),
  accessReviewSettings: settings.reviewSettings ? reviewToBeta({ ...settings.reviewSettings }) : null,
  questions: (settings.questions ?? []).map((question) => questionToBeta({ ...question })),
  verifiableCredentialSettings: settings.verifiableCredentialSettings ?? null,
});

const requestorsToBeta = ({ allowedTargetScope, settings }: Policy) => ({
  scopeType: scopes[allowedTargetScope as AllowedTargetScope] ?? allowedTargetScope,
  acceptRequests: settings.requestorSettings?.enableTargetsToSelfAddAccess ?? false,
  allowedRequestors: setsToBeta(settings.specificAllowedTargets),
});

const endToBeta = (expiration: PolicySettings['expiration']) => ({
  durationInDays: expiration?.type === 'afterDuration' ? daysIn(expiration.duration) : 0,
  expirationDateTime: expiration?.type === 'afterDateTime' ? (expiration.endDateTime ?? null) : null,
});
