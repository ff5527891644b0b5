import { DomainError } from '../../platform/errors/domain-error.js';
import { durationMillis } from '../../platform/time/duration.js';
import type { ExpirationPattern } from './policy-settings.js';

/** When access is wanted (the parts of Graph's entitlementManagementSchedule that a request may carry). */
export interface WantedSchedule {
  readonly startDateTime?: string | null;
  readonly expiration?: ExpirationPattern | null;
}

/** The instant that a pattern names, counted from a moment: null for never, undefined when it names none. */
export function instantNamed(pattern: ExpirationPattern | null | undefined, from: Date): Date | null | undefined {
  switch (pattern?.type) {
    case 'noExpiration':
      return null;
    case 'afterDateTime':
      return pattern.endDateTime ? new Date(pattern.endDateTime) : undefined;
    case 'afterDuration':
      return later(from, pattern.duration);
    default:
      return undefined;
  }
}

/** The last instant that a policy allows for access that starts at a moment; null for no limit. */
export const limitOf = (policy: ExpirationPattern | null | undefined, from: Date): Date | null =>
  instantNamed(policy, from) ?? null;

/** The end that was asked for, else the policy's; null for never. */
export function endFor(
  asked: WantedSchedule | null,
  policy: ExpirationPattern | null | undefined,
  from: Date,
): Date | null {
  const wanted = instantNamed(asked?.expiration, from);
  return wanted === undefined ? limitOf(policy, from) : wanted;
}

/** What is wrong with the window asked for under this policy, if anything. */
export function faultOfWindow(
  asked: WantedSchedule | null,
  policy: ExpirationPattern | null | undefined,
  from: Date,
): DomainError | undefined {
  const limit = limitOf(policy, from);
  const end = endFor(asked, policy, from);
  if (limit && limit <= from) return policyHasEnded(limit);
  if (end && end <= from) return endsBeforeItStarts(end);
  return limit && (end === null || end > limit) ? endsTooLate(end, limit) : undefined;
}

const policyHasEnded = (limit: Date): DomainError =>
  new DomainError(
    'PolicyRequirementsNotMet',
    `The policy's expiration, ${limit.toISOString()}, leaves no time for access.`,
  );

const endsBeforeItStarts = (end: Date): DomainError =>
  new DomainError('InvalidModel', `The schedule ends at ${end.toISOString()}, which is not after its start.`);

function endsTooLate(end: Date | null, limit: Date): DomainError {
  const wanted = end ? `ends at ${end.toISOString()}` : 'never ends';
  return new DomainError(
    'InvalidModel',
    `The schedule ${wanted}; the policy allows ${limit.toISOString()} at the latest.`,
  );
}

function later(from: Date, duration: string | null | undefined): Date | undefined {
  const millis = duration ? durationMillis(duration) : undefined;
  return millis === undefined ? undefined : new Date(Math.min(from.getTime() + millis, latest));
}

const latest = Date.UTC(9999, 0);
