const pattern = /^P(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})(?:\.(\d{1,12}))?S)?)?$/;

/** The milliseconds of a non-negative Edm.Duration (days and time, no months or years); undefined when it is none. */
export function durationMillis(text: string): number | undefined {
  const found = text.length > 2 ? pattern.exec(text) : null;
  if (!found || text.endsWith('T')) return undefined;
  const [days, hours, minutes, seconds] = found.slice(1, 5).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const fraction = Number(`0.${found[5] ?? 0}`);
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + Math.floor(fraction * 1000);
}

const most = { days: 999_999, hours: 9_999_999, minutes: 99_999_999, seconds: 999_999_999 };

/** Whole minutes as a duration that `durationMillis` reads, in days first: what one unit has no digits for goes into the next. */
export function durationOfMinutes(whole: number): string {
  const days = Math.min(Math.floor(whole / 1_440), most.days);
  const hours = Math.min(Math.floor((whole - days * 1_440) / 60), most.hours);
  const minutes = Math.min(whole - days * 1_440 - hours * 60, most.minutes);
  const seconds = Math.min((whole - days * 1_440 - hours * 60 - minutes) * 60, most.seconds);
  const time = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 ? `${seconds}S` : ''}`;
  return `P${days > 0 || time === '' ? `${days}D` : ''}${time && `T${time}`}`;
}
