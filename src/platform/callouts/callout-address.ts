import { isIP } from 'node:net';
import { isLoopbackName } from '../config/loopback.js';
import { isLoopback, isPublic } from './public-addresses.js';

/** What an operator allows beside https to public addresses. */
export interface AddressRules {
  /** `host:port` whose address is not looked at. */
  readonly hosts: readonly string[];
  /** Whether plain http may lead to this machine (development mode). */
  readonly mayUseHttp: boolean;
}

/** The name to resolve and to ask the certificate for; IPv6 without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** `host:port`, as settings name it. */
export const hostAndPortOf = (url: URL): string =>
  `${url.hostname}:${url.port || (url.protocol === 'http:' ? '80' : '443')}`;

/** Why nothing is ever sent to an address, as far as its text says; undefined where its name has to be resolved first. */
export function faultOfAddress(address: string, rules: AddressRules): string | undefined {
  const url = URL.parse(address);
  if (!url) return 'is no URL';
  if (url.username || url.password) return 'must not carry a name or password';
  if (url.hash) return 'must not have a fragment';
  return faultOfScheme(url, rules) ?? faultOfLiteral(url, rules);
}

function faultOfScheme(url: URL, rules: AddressRules): string | undefined {
  if (url.protocol === 'https:' || isPlainAllowed(url, rules)) return undefined;
  return `must begin with 'https://'${url.protocol === 'http:' ? ': plain http is never sent' : ''}`;
}

function faultOfLiteral(url: URL, rules: AddressRules): string | undefined {
  const host = hostOf(url);
  return isIP(host) && !areAllowed(url, [host], rules)
    ? `leads to an address that is not public: an operator may allow '${hostAndPortOf(url)}' by CALLOUT_HOSTS`
    : undefined;
}

const isPlainAllowed = ({ protocol, hostname }: URL, { mayUseHttp }: AddressRules): boolean =>
  protocol === 'http:' && mayUseHttp && isLoopbackName(hostname);

/** Whether all the addresses that a name leads to may be called; one that may not spoils the others. */
export function areAllowed(url: URL, addresses: readonly string[], rules: AddressRules): boolean {
  if (addresses.length === 0) return false;
  if (url.protocol === 'http:') return isPlainAllowed(url, rules) && addresses.every(isLoopback);
  return rules.hosts.includes(hostAndPortOf(url)) || addresses.every(isPublic);
}
