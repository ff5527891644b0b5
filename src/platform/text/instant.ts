const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)$/i;

const within = (value: number, least: number, most: number): boolean => value >= least && value <= most;

/** The instant that an Edm.DateTimeOffset names, to the millisecond; undefined when it is no real one between 1900 and 2100. */
export function instantOf(text: string): Date | undefined {
  const found = text.length <= 40 ? pattern.exec(text) : null;
  if (!found || !isReal(found.slice(1, 7).map((part) => Number(part ?? 0)))) return undefined;
  const instant = new Date(text.toUpperCase());
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

function isReal(parts: readonly number[]): boolean {
  const [year, month, day, hour, minute, second] = parts as readonly [number, number, number, number, number, number];
  const isDay = within(year, 1900, 2100) && within(month, 1, 12) && within(day, 1, daysIn(year, month));
  return isDay && within(hour, 0, 23) && within(minute, 0, 59) && within(second, 0, 59);
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
