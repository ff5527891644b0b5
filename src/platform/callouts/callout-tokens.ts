import type { CalloutTokenSettings } from '../config/callout-settings.js';
import { hostAndPortOf } from './callout-address.js';
import type { CalloutClient } from './callout-client.js';
import { CalloutFailed } from './callout-failed.js';

const earlyMillis = 300_000;
const timeoutMillis = 5_000;

interface Kept {
  readonly token: string;
  /** By `performance.now()`. */
  readonly until: number;
}

/** Gets tokens for what is called (client credentials), only for the pairs of resource and host that an operator names. */
export class CalloutTokens {
  private readonly kept = new Map<string, Kept>();

  /** `client` reaches the address of the settings, which an operator chose. */
  constructor(
    private readonly settings: CalloutTokenSettings | undefined,
    private readonly client: CalloutClient,
  ) {}

  /** Whether a token for this resource may be sent to this address. */
  mayBeSent(resourceId: string, url: string): boolean {
    const called = URL.parse(url);
    if (called?.protocol !== 'https:') return false;
    const host = hostAndPortOf(called);
    return this.settings?.resources.some((pair) => pair.resourceId === resourceId && pair.host === host) ?? false;
  }

  /** Asked anew at each send whether it may be: settings change, and addresses do. */
  async tokenFor(resourceId: string, url: string, signal: AbortSignal): Promise<string> {
    if (!this.settings || !this.mayBeSent(resourceId, url))
      throw new CalloutFailed('CALLOUT_TOKEN_RESOURCES does not name its resource with its host', false);
    const kept = this.kept.get(resourceId);
    if (kept && performance.now() < kept.until) return kept.token;
    const fresh = await this.fetch(this.settings, resourceId, signal);
    this.kept.set(resourceId, fresh);
    return fresh.token;
  }

  private async fetch(settings: CalloutTokenSettings, resourceId: string, signal: AbortSignal): Promise<Kept> {
    const { clientId, clientSecret, url } = settings;
    const body = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
      scope: `${resourceId.replace(/\/$/, '')}/.default`,
    }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const sent = this.client.send({ url, headers, body, timeoutMillis, signal });
    const { text } = await sent.catch((error: unknown) => {
      throw error instanceof CalloutFailed ? inVain(error.message, error.isPassing) : error;
    });
    return tokenIn(text);
  }
}

function tokenIn(text: string): Kept {
  let answered: unknown;
  try {
    answered = JSON.parse(text);
  } catch {
    throw inVain('it answered no JSON', true);
  }
  const { access_token: token, expires_in: seconds } = (answered ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw inVain('it answered no access_token', true);
  return { token, until: performance.now() + Math.max(0, Number(seconds ?? 0) * 1_000 - earlyMillis || 0) };
}

const inVain = (why: string, isPassing: boolean): CalloutFailed =>
  new CalloutFailed(`CALLOUT_TOKEN_URL gave no token: ${why}`, isPassing);
