import type { Endpoint } from './extension-values.js';

/** Where an extension is called, and which member says it. */
export function addressOf(endpoint: Endpoint): { readonly member: string; readonly url: string } {
  const name = endpoint['@odata.type'].endsWith('.httpRequestEndpoint') ? 'targetUrl' : 'url';
  return { member: `endpointConfiguration.${name}`, url: endpoint[name] ?? '' };
}
