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
