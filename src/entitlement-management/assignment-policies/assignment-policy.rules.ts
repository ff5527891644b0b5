import { firstRefusal, type Rule } from '../../platform/domain/rules.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { durationMillis } from '../../platform/text/duration.js';
import { faultOfPattern } from './expiration.js';
import type { ExpirationPattern, PolicySettings } from './policy-settings.js';
import { areTooHeavy, firstUnmatchable } from './question-patterns.js';

/** A question about a policy's settings; answers what is wrong with them, or nothing. */
export type PolicyRule = Rule<PolicySettings, string>;

const longestAccess = 'P3660D';

/** Where a policy says when something ends. */
const expirationsOf = (settings: PolicySettings): [string, ExpirationPattern | null | undefined][] => [
  ['expiration', settings.expiration],
  ['reviewSettings.schedule.expiration', settings.reviewSettings?.schedule?.expiration],
];

export const anExpirationSaysWhen: PolicyRule = (settings) => {
  const faults = expirationsOf(settings).map(([member, expiration]) => faultOfPattern(member, expiration));
  return faults.find((fault) => fault !== undefined);
};

export const accessLastsAWhile: PolicyRule = ({ expiration }) =>
  expiration?.duration && millisOf(expiration.duration) === 0
    ? "'expiration.duration' must be longer than zero; access that never ends has the type noExpiration"
    : undefined;

export const accessEndsInTenYearsOrNever: PolicyRule = ({ expiration }) =>
  millisOf(expiration?.duration) > millisOf(longestAccess)
    ? `'expiration.duration' must be at most ${longestAccess}`
    : undefined;

export const approvalHasStages: PolicyRule = ({ requestApprovalSettings: approval }) => {
  const isRequired = approval?.isApprovalRequiredForAdd || approval?.isApprovalRequiredForUpdate;
  return isRequired && (approval?.stages ?? []).length === 0
    ? "'requestApprovalSettings.stages' needs 1 to 3 stages when approval is required"
    : undefined;
};

export const escalationSaysAfterHowLong: PolicyRule = ({ requestApprovalSettings }) => {
  const stages = requestApprovalSettings?.stages ?? [];
  const wrong = stages.findIndex((stage) => stage.isEscalationEnabled && !stage.durationBeforeEscalation);
  return wrong < 0
    ? undefined
    : `'requestApprovalSettings.stages[${wrong}].durationBeforeEscalation' is required when escalation is enabled`;
};

export const aChoiceIsOffered: PolicyRule = ({ questions }) => {
  const wrong = (questions ?? []).findIndex(({ choices }) => choices && choices.length === 0);
  return wrong < 0 ? undefined : `'questions[${wrong}].choices' must offer at least one choice`;
};

export const patternsAreSmallEnough: PolicyRule = ({ questions }) =>
  areTooHeavy(questions)
    ? "'questions' have patterns that are too large together: repeat less in 'regexPattern', or ask fewer questions"
    : undefined;

export const everyPatternCanBeMatched: PolicyRule = ({ questions }) => {
  const wrong = firstUnmatchable(questions);
  return wrong && `'questions[${wrong.index}].regexPattern' cannot be matched in linear time (RE2): ${wrong.fault}`;
};

/** What must hold across a policy's members; the order is the order of refusals. */
export const policyRules: readonly PolicyRule[] = [
  anExpirationSaysWhen,
  accessLastsAWhile,
  accessEndsInTenYearsOrNever,
  approvalHasStages,
  escalationSaysAfterHowLong,
  aChoiceIsOffered,
  patternsAreSmallEnough,
  everyPatternCanBeMatched,
];

/** Refuses settings that break a rule, with the first one broken. */
export function refuseWrongPolicy({ settings }: { readonly settings: PolicySettings }): void {
  const wrong = firstRefusal(policyRules, settings);
  if (wrong !== undefined) throw new DomainError('InvalidModel', `The model is invalid: ${wrong}.`);
}

const millisOf = (duration: string | null | undefined): number => (duration ? (durationMillis(duration) ?? 0) : 0);
