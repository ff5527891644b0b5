/** Whether an address to listen on is this machine's own: nobody else's calls arrive there. */
export const isLoopbackAddress = (host: string): boolean =>
  ['localhost', '::1', '[::1]'].includes(host) || /^127(\.\d{1,3}){3}$/.test(host);

/** Whether the name by which a server is called leads to the caller's own machine, whoever calls (RFC 6761). */
export const isLoopbackName = (host: string): boolean =>
  isLoopbackAddress(host.toLowerCase()) || host.toLowerCase().endsWith('.localhost');
