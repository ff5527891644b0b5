import { enumerated, WireName } from '../platform/edm/type-names.js';
import { instantOf } from '../platform/text/instant.js';
import { Refuses } from '../platform/edm/member-classes.js';
import { check, member, read } from '../platform/edm/member.js';
import { Day, Moment, OneOf, Part, Period, SomeOf, Text, Whole } from '../platform/edm/members.js';

const daysOfWeek = enumerated('dayOfWeek', [
  ...(['sunday', 'monday', 'tuesday', 'wednesday'] as const),
  ...(['thursday', 'friday', 'saturday'] as const),
]);
const weekIndexes = enumerated('weekIndex', ['first', 'second', 'third', 'fourth', 'last']);
const patternTypes = enumerated('recurrencePatternType', [
  'daily',
  'weekly',
  'absoluteMonthly',
  'relativeMonthly',
  'absoluteYearly',
  'relativeYearly',
]);
const rangeTypes = enumerated('recurrenceRangeType', ['endDate', 'noEnd', 'numbered']);
const expirationPatternTypes = enumerated('expirationPatternType', [
  ...(['notSpecified', 'noExpiration', 'afterDateTime', 'afterDuration'] as const),
]);
export type ExpirationPatternType = (typeof expirationPatternTypes)[number];

/** The last day of the calendar, by which clients say that there is no end. */
const lastDay = /^9999-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)$/i;
const endOf = (text: string): string | undefined =>
  lastDay.test(text) ? '9999-12-31T23:59:59.999Z' : instantOf(text)?.toISOString();

/** A Moment, or one in the year 9999, which stands for no end. */
const EndMoment = () =>
  member(
    'optional',
    { type: 'string', format: 'date-time' },
    read((value) => (typeof value === 'string' ? (endOf(value) ?? value) : value)),
    check(
      'end',
      (value) => typeof value === 'string' && endOf(value) !== undefined,
      'must be a real date and time with a zone, between 1900 and 2100, or in 9999 for no end',
    ),
  );

/** When something ends: never, at a moment, or some time after it began. */
@WireName('ExpirationPattern')
export class ExpirationPatternBody {
  @EndMoment() endDateTime: string | null = null;
  @Period() duration: string | null = null;
  @OneOf(expirationPatternTypes) type: ExpirationPatternType | null = null;
}

/** How often something comes again. */
@WireName('RecurrencePattern')
export class RecurrencePattern {
  @OneOf(patternTypes) type: (typeof patternTypes)[number] | null = null;
  @Whole(0, 999, 'omittable') interval = 0;
  @Whole(0, 12, 'omittable') month = 0;
  @Whole(0, 31, 'omittable') dayOfMonth = 0;
  @SomeOf(daysOfWeek, 7) daysOfWeek: (typeof daysOfWeek)[number][] = [];
  @OneOf(daysOfWeek) firstDayOfWeek: (typeof daysOfWeek)[number] | null = null;
  @OneOf(weekIndexes) index: (typeof weekIndexes)[number] | null = null;
}

/** From when to when something comes again. */
@WireName('RecurrenceRange')
export class RecurrenceRange {
  @OneOf(rangeTypes) type: (typeof rangeTypes)[number] | null = null;
  @Whole(0, 9_999, 'omittable') numberOfOccurrences = 0;
  @Text(100) recurrenceTimeZone: string | null = null;
  @Day() startDate: string | null = null;
  @Day() endDate: string | null = null;
}

@WireName('PatternedRecurrence')
export class PatternedRecurrence {
  @Part(() => RecurrencePattern) pattern: RecurrencePattern | null = null;
  @Part(() => RecurrenceRange) range: RecurrenceRange | null = null;
}

/** When something starts, comes again and ends. */
@Refuses("must be null: say the end as 'expiration.endDateTime'", 'stopDateTime')
@WireName('EntitlementManagementSchedule')
export class EntitlementManagementSchedule {
  @Moment() startDateTime: string | null = null;
  @Part(() => PatternedRecurrence) recurrence: PatternedRecurrence | null = null;
  @Part(() => ExpirationPatternBody) expiration: ExpirationPatternBody | null = null;
}
