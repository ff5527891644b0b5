import type { OutsideSystem } from '../outside-system.js';
import { ProvisioningError } from '../provisioner.js';
import { retryAfterMillis } from './retry-after.js';

const codes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections',
  ECONNRESET: 'cut the connection before it had answered',
  UND_ERR_SOCKET: 'cut the connection before it had answered',
  ENOTFOUND: 'has an address whose name nobody knows',
  EAI_AGAIN: 'has an address whose name cannot be looked up now',
};

const certificate = /CERT|SIGNATURE|ERR_TLS|ERR_SSL|SELF_SIGNED/;

/** Why a call came to no answer; what is a reason already stays. */
export function failedCall(error: unknown, system: OutsideSystem, signal: AbortSignal): ProvisioningError {
  if (error instanceof ProvisioningError) return error;
  const isSystemAway = true;
  if (signal.aborted)
    return new ProvisioningError(`${system.name} did not answer in time.`, { isSystemAway, cause: error });
  const { code = '', message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
  const known = certificate.test(code) ? `has a certificate that is not trusted (${code})` : codes[code];
  const reason = known ?? `cannot be reached (${code === '' ? message : code})`;
  return new ProvisioningError(`${system.name} ${reason}.`, { isSystemAway, cause: error });
}

/** An answer that cannot be used. */
export const refusedAnswer = (system: OutsideSystem, why: string): ProvisioningError =>
  new ProvisioningError(`${system.name} ${why}.`);

/** What an answer looks like that was no success. */
export interface FailedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** What the system says itself. */
  readonly detail?: string | undefined;
}

const away: readonly number[] = [401, 502, 503, 504];
const inWords: Readonly<Record<number, string>> = {
  401: "refuses our credentials (401); check its 'secrets'",
  403: 'does not let us do that (403)',
  429: 'is called too often (429)',
  503: 'is not available (503)',
};
const longestDetail = 200;

/** Why an answer was no success, in words; the system's own are cut, and hold no secret of it. */
export function failedAnswer(system: OutsideSystem, answer: FailedAnswer, now: Date): ProvisioningError {
  const { status, headers } = answer;
  const said = cleaned(system, answer.detail ?? '');
  const reason = `${system.name} ${inWords[status] ?? `answered ${status}`}${said && `: ${said}`}.`;
  const wait = [429, 503].includes(status) ? retryAfterMillis(headers, now) : undefined;
  return new ProvisioningError(reason, {
    isSystemAway: away.includes(status),
    ...(wait === undefined ? {} : { retryAfter: wait }),
  });
}

const cleaned = (system: OutsideSystem, detail: string): string =>
  system
    .withoutSecrets(detail)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, longestDetail)
    .replace(/\.$/, '');
