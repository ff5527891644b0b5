import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IPv4 that leads nowhere outside: private, shared, local, of documentation, of tests, to many, reserved (RFC 6890). */
const notPublic = blocks('ipv4', [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
]);

/** All of IPv6 that is given out; whatever else there is (mapped, translated, link-local) is not among it. */
const global = blocks('ipv6', ['2000::/3']);
const notGlobal = blocks('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

const loopback = blocks('ipv4', ['127.0.0.0/8']);

/** Whether an address is one of the internet's, so that nothing inside is reached by it. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4');
  return isBareIPv6(address) && global.check(address, 'ipv6') && !notGlobal.check(address, 'ipv6');
}

/** Whether an address is this machine's own. */
export const isLoopback = (address: string): boolean =>
  address === '::1' || (isIPv4(address) && loopback.check(address, 'ipv4'));

/** A zone (`fe80::1%eth0`) names an interface of this machine. */
const isBareIPv6 = (address: string): boolean => isIPv6(address) && !address.includes('%');

function blocks(family: 'ipv4' | 'ipv6', networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
