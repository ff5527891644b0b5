import { DomainError } from '../../../platform/errors/domain-error.js';
import { faultOfPattern, saysNothing, spelledOut, type WantedSchedule } from '../../assignment-policies/index.js';

/** A schedule as a request carries it; a recurrence is for reviews. */
interface SentSchedule extends WantedSchedule {
  readonly recurrence?: object | null;
}

/** The window that a request asks for, with the type of its end spelled out; null for a schedule that says nothing. */
export function wantedScheduleOf(schedule: SentSchedule | null | undefined): WantedSchedule | null {
  if (!schedule) return null;
  if (schedule.recurrence) throw invalid("'schedule.recurrence' is for reviews: access is given once");
  const fault = faultOfPattern('schedule.expiration', schedule.expiration);
  if (fault !== undefined) throw invalid(fault);
  const { startDateTime = null, expiration = null } = schedule;
  return saysNothing(schedule) ? null : { startDateTime, expiration: spelledOut(expiration) };
}

const invalid = (why: string): DomainError => new DomainError('InvalidModel', `The model is invalid: ${why}.`);
