import { DomainError } from '../../../platform/errors/domain-error.js';
import { durationMillis, durationOfMinutes } from '../../../platform/text/duration.js';
import type { ApprovalSettings, StageSettings } from '../policy-settings.js';
import { isMembers, type Members, translated, type Translation } from './translated.js';
import { setsFromBeta, setsToBeta } from './subject-sets.js';

const dayMillis = 86_400_000;
const minuteMillis = 60_000;

/** Whole days or minutes, rounded up; 0 for no duration. */
const count = (duration: string | null | undefined, unitMillis: number): number =>
  Math.ceil((durationMillis(duration ?? '') ?? 0) / unitMillis);

export const daysIn = (duration: string | null | undefined): number => count(duration, dayMillis);

/** So many days, as v1.0 writes them; an answer may say more than one unit has digits for. */
export const daysWritten = (days: number): string => (days <= 999_999 ? `P${days}D` : durationOfMinutes(days * 1_440));

const minutesWritten = (minutes: number): string =>
  minutes <= 99_999_999 ? `PT${minutes}M` : durationOfMinutes(minutes);

const periodOf =
  (name: string, written: (units: number) => string): Translation =>
  (value) => {
    const units = value === null ? 0 : wholeOf(value);
    return units === undefined ? undefined : { [name]: units === 0 ? null : written(units) };
  };

/** A whole number that is not negative, also as a text of digits; undefined for anything else. */
export function wholeOf(value: unknown): number | undefined {
  const isWhole = typeof value === 'number' || (typeof value === 'string' && /^\d{1,10}$/.test(value));
  const number = Number(value);
  return isWhole && Number.isInteger(number) && number >= 0 ? number : undefined;
}

const ofStages: Readonly<Record<string, Translation>> = {
  approvalStageTimeOutInDays: periodOf('durationBeforeAutomaticDenial', daysWritten),
  escalationTimeInMinutes: periodOf('durationBeforeEscalation', minutesWritten),
  primaryApprovers: (sets) => setsFromBeta(sets, 'primaryApprovers', 'fallbackPrimaryApprovers'),
  escalationApprovers: (sets) => setsFromBeta(sets, 'escalationApprovers', 'fallbackEscalationApprovers'),
};

const modes = ['NoApproval', 'SingleStage', 'Serial', 'Parallel'];

/** Which of beta's words a member says, in any case; undefined for null, which says none. */
export function wordOf<Word extends string>(member: string, words: readonly Word[], value: unknown): Word | undefined {
  const word = words.find((known) => known.toLowerCase() === String(value).toLowerCase());
  if (word !== undefined || value === null) return word;
  throw new DomainError('InvalidModel', `The model is invalid: '${member}' must be one of ${words.join(', ')}.`);
}

const ofSettings: Readonly<Record<string, Translation>> = {
  isApprovalRequired: (value) => ({ isApprovalRequiredForAdd: value }),
  isApprovalRequiredForExtension: (value) => ({ isApprovalRequiredForUpdate: value }),
  // It says again what the stages say, see requireModeOfStages.
  approvalMode: () => ({}),
  approvalStages: (value) => ({ stages: value }),
};

/** How stages follow each other here, whatever a body calls it. */
const modeOf = (stages: readonly unknown[]): string =>
  stages.length === 0 ? 'NoApproval' : stages.length === 1 ? 'SingleStage' : 'Serial';

/** Refuses a mode that the stages beside it do not have, as nobody would heed it; without stages it says again what they say. */
function requireModeOfStages(settings: Members): void {
  const { approvalMode = null, approvalStages } = settings;
  const said = wordOf('requestApprovalSettings.approvalMode', modes, approvalMode);
  const mode = Array.isArray(approvalStages) ? modeOf(approvalStages) : said === 'Parallel' ? 'Serial' : said;
  if (said === undefined || said === mode || (said === 'NoApproval' && isOff(settings))) return;
  throw new DomainError(
    'InvalidModel',
    `The model is invalid: 'requestApprovalSettings.approvalMode' has to be '${mode}' with these 'approvalStages', or left out.`,
  );
}

/** Where no approval is required, no stage counts. */
const isOff = ({ isApprovalRequired, isApprovalRequiredForExtension }: Members): boolean =>
  isApprovalRequired === false && isApprovalRequiredForExtension !== true;

/** Beta's approvalSettings as v1.0's. */
export function approvalFromBeta(value: unknown): unknown {
  if (!isMembers(value)) return value;
  requireModeOfStages(value);
  const { stages, ...settings } = translated(value, ofSettings);
  if (stages === undefined) return settings;
  const each = (stage: unknown): unknown => (isMembers(stage) ? translated(stage, ofStages) : stage);
  return { ...settings, stages: Array.isArray(stages) ? stages.map(each) : stages };
}

export function approvalToBeta(settings: ApprovalSettings | null | undefined): Members | null {
  if (!settings) return null;
  const stages = settings.stages ?? [];
  return {
    isApprovalRequired: settings.isApprovalRequiredForAdd ?? false,
    isApprovalRequiredForExtension: settings.isApprovalRequiredForUpdate ?? false,
    isRequestorJustificationRequired: settings.isRequestorJustificationRequired ?? false,
    approvalMode: modeOf(stages),
    approvalStages: stages.map(stageToBeta),
  };
}

const stageToBeta = (stage: StageSettings): Members => ({
  approvalStageTimeOutInDays: daysIn(stage.durationBeforeAutomaticDenial),
  isApproverJustificationRequired: stage.isApproverJustificationRequired ?? false,
  isEscalationEnabled: stage.isEscalationEnabled ?? false,
  escalationTimeInMinutes: count(stage.durationBeforeEscalation, minuteMillis),
  approverInformationVisibility: stage.approverInformationVisibility ?? 'default',
  primaryApprovers: setsToBeta(stage.primaryApprovers, stage.fallbackPrimaryApprovers),
  escalationApprovers: setsToBeta(stage.escalationApprovers, stage.fallbackEscalationApprovers),
});
