import { daysIn, daysWritten, wordOf } from './approval.js';
import { isMembers, type Members, merged, translated, type Translation } from './translated.js';
import { setsFromBeta, setsToBeta } from './subject-sets.js';
import { managerOfRequestor, type SubjectSet } from '../../subject-sets/index.js';

/** Beta's words for how often, as v1.0's patterns. */
const recurrences: Readonly<Record<string, Members>> = {
  weekly: { type: 'weekly', interval: 1 },
  monthly: { type: 'absoluteMonthly', interval: 1 },
  quarterly: { type: 'absoluteMonthly', interval: 3 },
  halfyearly: { type: 'absoluteMonthly', interval: 6 },
  annual: { type: 'absoluteYearly', interval: 1 },
};

const inSchedule = (members: Members): Members => ({ schedule: members });

const translations: Readonly<Record<string, Translation>> = {
  isAccessRecommendationEnabled: (value) => ({ isRecommendationEnabled: value }),
  isApprovalJustificationRequired: (value) => ({ isReviewerJustificationRequired: value }),
  accessReviewTimeoutBehavior: (value) => ({ expirationBehavior: value }),
  startDateTime: (value) => inSchedule({ startDateTime: value }),
  durationInDays: (value) =>
    typeof value === 'number'
      ? inSchedule({ expiration: { type: 'afterDuration', duration: daysWritten(value) } })
      : undefined,
  recurrenceType: (value) => {
    const word = wordOf('accessReviewSettings.recurrenceType', Object.keys(recurrences), value);
    return word ? inSchedule({ recurrence: { pattern: recurrences[word], range: { type: 'noEnd' } } }) : {};
  },
  reviewerType: (value) =>
    reviewers[wordOf('accessReviewSettings.reviewerType', Object.keys(reviewers), value) ?? ''] ?? {},
  reviewers: (sets) => setsFromBeta(sets, 'primaryReviewers', 'fallbackReviewers'),
};

const reviewers: Readonly<Record<string, Members>> = {
  Self: { isSelfReview: true },
  Manager: { primaryReviewers: [managerOfRequestor] },
  Reviewers: { isSelfReview: false },
};

/** Beta's accessReviewSettings as v1.0's reviewSettings. */
export function reviewFromBeta(value: unknown): unknown {
  if (!isMembers(value)) return value;
  const { reviewers: named = null, ...others } = value;
  // Where the manager or everybody themselves reviews, beta sends an empty collection beside it.
  const isEmpty = named === null || (Array.isArray(named) && named.length === 0);
  return translated(isEmpty ? others : merged(others, { reviewers: named }), translations);
}

/** Its settings in v1.0, as they are kept. */
interface ReviewSettings {
  readonly isEnabled?: boolean | null;
  readonly expirationBehavior?: string | null;
  readonly isRecommendationEnabled?: boolean | null;
  readonly isReviewerJustificationRequired?: boolean | null;
  readonly isSelfReview?: boolean | null;
  readonly schedule?: unknown;
  readonly primaryReviewers?: readonly SubjectSet[] | null;
  readonly fallbackReviewers?: readonly SubjectSet[] | null;
}

export const reviewToBeta = (settings: ReviewSettings): Members => ({
  isEnabled: settings.isEnabled ?? false,
  ...scheduleToBeta(isMembers(settings.schedule) ? settings.schedule : {}),
  isAccessRecommendationEnabled: settings.isRecommendationEnabled ?? true,
  isApprovalJustificationRequired: settings.isReviewerJustificationRequired ?? true,
  accessReviewTimeoutBehavior: settings.expirationBehavior ?? null,
  ...reviewersToBeta(settings),
});

const scheduleToBeta = ({ startDateTime, expiration, recurrence }: Members): Members => ({
  startDateTime: startDateTime ?? null,
  durationInDays: isMembers(expiration) ? daysIn(expiration['duration'] as string | null) : 0,
  recurrenceType: recurrenceOf(recurrence),
});

function reviewersToBeta({ isSelfReview, primaryReviewers, fallbackReviewers }: ReviewSettings): Members {
  if (isSelfReview) return { reviewerType: 'Self', reviewers: [] };
  const [only, ...more] = primaryReviewers ?? [];
  const isManager = more.length === 0 && only?.['@odata.type'] === managerOfRequestor['@odata.type'];
  if (isManager) return { reviewerType: 'Manager', reviewers: [] };
  return { reviewerType: 'Reviewers', reviewers: setsToBeta(primaryReviewers, fallbackReviewers) };
}

function recurrenceOf(recurrence: unknown): string | null {
  const pattern = isMembers(recurrence) && isMembers(recurrence['pattern']) ? recurrence['pattern'] : {};
  const found = Object.entries(recurrences).find(
    ([, { type, interval }]) => type === pattern['type'] && interval === (pattern['interval'] || 1),
  );
  return found?.[0] ?? null;
}
