import type { PolicySettings } from '../policy-settings.js';
import { approvalFromBeta, approvalToBeta, daysIn, wholeOf } from './approval.js';
import { isMembers, type Members, merged, translated, type Translation } from './translated.js';
import { questionsFromBeta, questionToBeta } from './questions.js';
import { reviewFromBeta, reviewToBeta } from './review.js';
import { scopeFromBeta, scopeToBeta } from './scopes.js';
import { onlySetsFromBeta, setsToBeta } from './subject-sets.js';

const requestors: Readonly<Record<string, Translation>> = {
  acceptRequests: (value) => ({ enableTargetsToSelfAddAccess: value, enableTargetsToSelfRemoveAccess: value }),
};

/** Members of beta's requestorSettings that v1.0 has in the policy itself. */
const inPolicy: Readonly<Record<string, Translation>> = {
  scopeType: (value) => {
    const { scope, word } = scopeFromBeta(value);
    return { allowedTargetScope: scope, ...(word === undefined ? {} : { requestorSettings: { scopeType: word } }) };
  },
  allowedRequestors: (value) => ({
    specificAllowedTargets: onlySetsFromBeta(value, 'requestorSettings.allowedRequestors'),
  }),
};

function requestorsFromBeta(value: unknown): Members {
  if (!isMembers(value)) return { requestorSettings: value };
  const { scopeType: _, allowedRequestors: __, ...own } = value;
  const elsewhere = Object.entries(value).filter(([name]) => Object.hasOwn(inPolicy, name));
  return merged(translated(Object.fromEntries(elsewhere), inPolicy), {
    requestorSettings: translated(own, requestors),
  });
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
    const days = wholeOf(value);
    if (days === undefined) return undefined;
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
  scopeType: scopeToBeta(allowedTargetScope, settings.requestorSettings?.scopeType),
  acceptRequests: settings.requestorSettings?.enableTargetsToSelfAddAccess ?? false,
  allowedRequestors: setsToBeta(settings.specificAllowedTargets),
});

const endToBeta = (expiration: PolicySettings['expiration']) => ({
  durationInDays: expiration?.type === 'afterDuration' ? daysIn(expiration.duration) : 0,
  expirationDateTime: expiration?.type === 'afterDateTime' ? inSeconds(expiration.endDateTime) : null,
});

/** Whole seconds without a fraction, as Graph writes them: clients that keep what they sent, as Terraform does, see no change then. */
const inSeconds = (instant: string | null | undefined): string | null => instant?.replace(/\.000Z$/, 'Z') ?? null;
