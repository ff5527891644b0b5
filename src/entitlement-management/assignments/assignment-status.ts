import { type Assignment, type AssignmentState, reminderDays } from './assignment.js';

/** Graph's words for how far an assignment has come. */
export const statusWords: Record<AssignmentState, string> = {
  delivering: 'Delivering',
  partiallyDelivered: 'PartiallyDelivered',
  delivered: 'Delivered',
  expired: 'ExpiredNotificationTriggered',
  deliveryFailed: 'DeliveryFailed',
};

export const nearExpiry = 'NearExpiry1DayNotificationTriggered';
const day = 86_400_000;

type Told = Pick<Assignment, 'state' | 'reminders' | 'startAt' | 'endAt'>;

/** Graph's `status`: the state in its own words, and that the end is near once it was announced for the last time. */
export const statusOf = (assignment: Told): string =>
  isNearItsEnd(assignment) ? nearExpiry : statusWords[assignment.state];

/** Access for a day or less is never announced to end: it says `Delivered` throughout, which is what clients wait for. */
function isNearItsEnd({ state, reminders, startAt, endAt }: Told): boolean {
  if (state !== 'delivered' || reminders < reminderDays.length || endAt === null) return false;
  return endAt.getTime() - startAt.getTime() > day;
}
