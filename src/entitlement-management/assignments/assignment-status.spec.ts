import type { Assignment } from './assignment.js';
import { statusOf } from './assignment-status.js';

const startAt = new Date('2026-11-24T12:00:00Z');
const after = (hours: number): Date => new Date(startAt.getTime() + hours * 3_600_000);
const monthLater = after(720);
const nearExpiry = 'NearExpiry1DayNotificationTriggered';

describe('the status of an assignment', () => {
  it.each<[Assignment['state'], number, Date | null, string]>([
    ['delivering', 0, monthLater, 'Delivering'],
    ['partiallyDelivered', 2, monthLater, 'PartiallyDelivered'],
    ['deliveryFailed', 2, monthLater, 'DeliveryFailed'],
    ['delivered', 0, null, 'Delivered'],
    ['delivered', 0, monthLater, 'Delivered'],
    ['delivered', 1, monthLater, 'Delivered'],
    ['delivered', 2, monthLater, nearExpiry],
    ['delivered', 2, after(24), 'Delivered'],
    ['delivered', 2, after(25), nearExpiry],
    ['expired', 2, monthLater, 'ExpiredNotificationTriggered'],
    ['expired', 0, null, 'ExpiredNotificationTriggered'],
  ])('that is %s with %i reminders behind it, until %s, is %s', (state, reminders, endAt, status) => {
    expect(statusOf({ state, reminders, startAt, endAt })).toBe(status);
  });
});
