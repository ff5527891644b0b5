import type { BetaPaths } from '../../../platform/beta/names.js';

const review = 'accessReviewSettings';

/** Where beta says what v1.0 says elsewhere, for refusals: each member of v1.0's that is translated, in the order in which a path is rewritten. */
export const betaPaths: BetaPaths = [
  [/^allowedTargetScope$/, 'requestorSettings.scopeType'],
  [/^specificAllowedTargets\b/, 'requestorSettings.allowedRequestors'],
  [/^requestorSettings\.enableTargetsToSelf(?:Add|Remove)Access$/, 'requestorSettings.acceptRequests'],
  [/^requestorSettings\.enableTargetsToSelfUpdateAccess$/, 'canExtend'],
  [/^expiration$/, 'durationInDays', 'expirationDateTime'],
  [/^expiration\.(?:duration|type)$/, 'durationInDays'],
  [/^expiration\.endDateTime$/, 'expirationDateTime'],
  [/^requestApprovalSettings\.isApprovalRequiredForAdd$/, 'requestApprovalSettings.isApprovalRequired'],
  [/^requestApprovalSettings\.isApprovalRequiredForUpdate$/, 'requestApprovalSettings.isApprovalRequiredForExtension'],
  [/^requestApprovalSettings\.stages\b/, 'requestApprovalSettings.approvalStages'],
  [/\.durationBeforeAutomaticDenial$/, '.approvalStageTimeOutInDays'],
  [/\.durationBeforeEscalation$/, '.escalationTimeInMinutes'],
  [/\.fallbackPrimaryApprovers\b/, '.primaryApprovers'],
  [/\.fallbackEscalationApprovers\b/, '.escalationApprovers'],
  [/^reviewSettings\b/, review],
  [/^accessReviewSettings\.isRecommendationEnabled$/, `${review}.isAccessRecommendationEnabled`],
  [/^accessReviewSettings\.isReviewerJustificationRequired$/, `${review}.isApprovalJustificationRequired`],
  [/^accessReviewSettings\.expirationBehavior$/, `${review}.accessReviewTimeoutBehavior`],
  [/^accessReviewSettings\.schedule\.startDateTime$/, `${review}.startDateTime`],
  [/^accessReviewSettings\.schedule\.expiration\b.*$/, `${review}.durationInDays`],
  [/^accessReviewSettings\.schedule\.recurrence\b.*$/, `${review}.recurrenceType`],
  [/^accessReviewSettings\.isSelfReview$/, `${review}.reviewerType`],
  [/^accessReviewSettings\.(?:primary|fallback)Reviewers\b/, `${review}.reviewers`],
  [/\.(?:user|group|connectedOrganization|servicePrincipal)Id$/, '.id'],
  [/^(questions\[\d+\])\.text$/, '$1.text.defaultText', '$1.text'],
  [/^(questions\[\d+\])\.localizations\b/, '$1.text.localizedTexts'],
  [/\.isMultipleSelectionAllowed$/, '.allowsMultipleSelection'],
  [/^(questions\[\d+\]\.choices\[\d+\])\.text$/, '$1.displayValue.defaultText', '$1.displayValue'],
  [/^(questions\[\d+\]\.choices\[\d+\])\.localizations\b/, '$1.displayValue.localizedTexts'],
];

const item = /^(.*)\[(\d+)\](.*)$/;

/** Beta has those who stand in among the others: an item of one of v1.0's two collections is the nth of its kind. */
export function placedInBeta(path: string, ours: string, sent: (collection: string) => unknown): string {
  const [, collection = '', index = '', rest = ''] = item.exec(path) ?? [];
  const items = sent(collection);
  if (!Array.isArray(items) || !/(?:Approvers|Reviewers)\[\d+\][^[]*$/.test(ours)) return path;
  const isBackup = /\.fallback\w+\[\d+\][^[]*$/.test(ours);
  const places = items.flatMap((one, place) =>
    ((one as { isBackup?: unknown } | null)?.isBackup === true) === isBackup ? [place] : [],
  );
  return `${collection}[${places[Number(index)] ?? index}]${rest}`;
}
