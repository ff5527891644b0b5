import { promises as dns, type LookupAddress } from 'node:dns';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { areAllowed, type AddressRules, faultOfAddress, hostAndPortOf, hostOf } from './callout-address.js';
import { CalloutFailed, HostIsBusy } from './callout-failed.js';

const mostBytes = 64 * 1024;
const mostOfAHost = 4;

/** What is sent outside. */
export interface Callout {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For all of it: finding the address, TLS, sending, and the whole answer. */
  readonly timeoutMillis: number;
  readonly signal: AbortSignal;
}

/** What came back; of a longer body its first 64 KiB. */
export interface CalloutAnswer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

export interface CalloutRules extends AddressRules {
  /** Certificates to trust beside those that Node brings. */
  readonly ca?: string | undefined;
  /** Finds the addresses of a name; the machine's own way, where it is left out. */
  readonly lookup?: (host: string) => Promise<readonly LookupAddress[]>;
}

/**
 * Sends call-outs to addresses that others chose, without being led inside (server-side request forgery).
 *
 * Every address that the name leads to is checked, and the checked one is connected to. Redirects are not followed, and nothing is logged.
 * Connections are not kept, and HTTPS_PROXY is not heeded: a proxy would look the name up once more.
 */
export class CalloutClient {
  private readonly underWay = new Map<string, number>();

  constructor(private readonly rules: CalloutRules) {}

  /** Why nothing is ever sent to an address, as far as its text says. */
  faultOf(address: string): string | undefined {
    return faultOfAddress(address, this.rules);
  }

  /** Fails with `CalloutFailed` unless it was answered 2xx, and with `HostIsBusy` where nothing was sent for now. */
  async send(callout: Callout): Promise<CalloutAnswer> {
    const fault = this.faultOf(callout.url);
    if (fault) throw new CalloutFailed(`its address ${fault}`, false);
    const url = new URL(callout.url);
    const end = this.begin(hostAndPortOf(url));
    const deadline = AbortSignal.any([AbortSignal.timeout(callout.timeoutMillis), callout.signal]);
    try {
      return succeeded(await this.exchange(url, callout, deadline));
    } catch (error) {
      throw asFailure(error, deadline, callout);
    } finally {
      end();
    }
  }

  /** A host that hangs takes four calls, and nobody else's. */
  private begin(host: string): () => void {
    const count = this.underWay.get(host) ?? 0;
    if (count >= mostOfAHost) throw new HostIsBusy(`${host} has ${count} calls under way.`);
    this.underWay.set(host, count + 1);
    return () => {
      const left = (this.underWay.get(host) ?? 1) - 1;
      if (left === 0) this.underWay.delete(host);
      else this.underWay.set(host, left);
    };
  }

  private async exchange(url: URL, callout: Callout, signal: AbortSignal): Promise<CalloutAnswer> {
    const host = hostOf(url);
    const found = await this.addressesOf(host, signal);
    const addresses = found.map(({ address }) => address);
    const [first] = found;
    if (!first || !areAllowed(url, addresses, this.rules))
      throw new CalloutFailed('its name leads to an address that is not public', false);
    const options: RequestOptions = {
      ...{ host: first.address, family: first.family, port: url.port || undefined, path: url.pathname + url.search },
      ...{ method: 'POST', agent: false, signal, maxHeaderSize: 8192 },
      headers: { ...callout.headers, host: url.host, 'content-length': Buffer.byteLength(callout.body) },
    };
    const tls = {
      servername: isIP(host) ? '' : host,
      checkServerIdentity: (_: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
        checkServerIdentity(host, certificate),
      ...(this.rules.ca === undefined ? {} : { ca: this.rules.ca }),
    };
    return answerOf((answered) => {
      const sent = url.protocol === 'http:' ? plain(options, answered) : secure({ ...options, ...tls }, answered);
      return sent.end(callout.body);
    });
  }

  /** `dns.lookup` cannot be given up: what hangs is left to itself. */
  private async addressesOf(host: string, signal: AbortSignal): Promise<readonly LookupAddress[]> {
    const family = isIP(host);
    if (family) return [{ address: host, family }];
    const lookup = this.rules.lookup ?? ((name) => dns.lookup(name, { all: true }));
    const over = new Promise<never>((_, reject) => {
      if (signal.aborted) reject(signal.reason as Error);
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    return Promise.race([lookup(host), over]);
  }
}

type Sent = ReturnType<typeof secure>;

function answerOf(begin: (answered: (answer: IncomingMessage) => void) => Sent): Promise<CalloutAnswer> {
  return new Promise((resolve, reject) => {
    const sent = begin((answer) => {
      readText(answer).then((text) => resolve(readable(answer, text)), reject);
    });
    sent.on('error', reject);
  });
}

const readable = ({ statusCode = 0, headers }: IncomingMessage, text: string): CalloutAnswer => ({
  status: statusCode,
  text,
  header: (name) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  },
});

/** What is behind the limit is cut, and the connection with it. */
async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, mostBytes - size));
    size += chunk.length;
    if (size >= mostBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function succeeded(answer: CalloutAnswer): CalloutAnswer {
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  if (status >= 300 && status < 400)
    throw new CalloutFailed(`it answered ${status}: redirects are not followed`, false);
  throw new CalloutFailed(`it answered ${status}`, status >= 500 || status === 408 || status === 429);
}

function asFailure(error: unknown, deadline: AbortSignal, { signal, timeoutMillis }: Callout): unknown {
  if (error instanceof CalloutFailed || signal.aborted) return error;
  if (deadline.aborted) return new CalloutFailed(`it did not answer within ${timeoutMillis} ms`, true);
  const code = (error as { readonly code?: unknown }).code;
  return new CalloutFailed(`it could not be reached (${typeof code === 'string' ? code : 'no reason'})`, true);
}
