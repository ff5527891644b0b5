const longest = 3_600_000;

/**
 * How long an answer asks for peace (Retry-After), in seconds or until an instant; an hour at most.
 *
 * An instant is compared with the answer's own `Date`, so that clocks which differ do no harm.
 */
export function retryAfterMillis(headers: Headers, now: Date): number | undefined {
  const said = headers.get('retry-after')?.trim() ?? '';
  const millis = /^\d{1,15}$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - sentAt(headers, now);
  return Number.isNaN(millis) ? undefined : Math.min(Math.max(millis, 0), longest);
}

function sentAt(headers: Headers, now: Date): number {
  const sent = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(sent) ? now.getTime() : sent;
}
