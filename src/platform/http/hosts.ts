import type { IncomingMessage } from 'node:http';
import type { Config } from '../config/config.js';
import { isLoopbackName } from '../config/loopback.js';
import { DomainError } from '../errors/domain-error.js';
import { valuesOf } from '../calls/raw-headers.js';

const wellFormed = /^(?:[a-z0-9_][a-z0-9._-]*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const port = /:\d+$/;
const forwarding = /^(?:forwarded|via|x-forwarded-.*|x-real-ip)$/;

/** The host that a call names, with its port; answers make their links of it. Refuses any that is no host. */
export function hostOf(raw: IncomingMessage): string {
  const [host = whereItArrived(raw), ...more] = valuesOf(raw, 'host');
  if (host !== undefined && more.length === 0 && wellFormed.test(host) && URL.canParse(`http://${host}`)) return host;
  throw new DomainError('BadRequest', "Name one host in the 'Host' header, such as 'localhost:3000'.");
}

/** HTTP/1.0 has no `Host`, and load balancers ask by it for the server's health. */
function whereItArrived({ httpVersion, socket }: IncomingMessage): string | undefined {
  const { localAddress, localPort } = socket;
  if (httpVersion !== '1.0' || localAddress === undefined) return undefined;
  return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}

/**
 * Refuses what may come from elsewhere: in development mode everybody who gets through is whoever they like.
 *
 * A page of another site reaches loopback by a name of its own (DNS rebinding), and a proxy brings strangers.
 */
export function requireLocalCall(
  host: string,
  { headers }: IncomingMessage,
  { devHosts }: Pick<Config, 'devHosts'>,
): void {
  const name = host.replace(port, '').toLowerCase();
  if (!isLoopbackName(name) && !devHosts.includes(name)) {
    throw new DomainError(
      'UnAuthorized',
      'In development mode the server answers to localhost only; DEV_HOSTS names other hosts to answer to.',
    );
  }
  const forwarded = Object.keys(headers).find((header) => forwarding.test(header));
  if (forwarded !== undefined) {
    throw new DomainError(
      'UnAuthorized',
      `In development mode the server answers no forwarded call, and this one has '${forwarded}'. Behind a proxy it needs AUTH_MODE=azure-ad.`,
    );
  }
}
