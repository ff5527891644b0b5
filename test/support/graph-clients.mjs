// Microsoft's client for Graph, as it comes, speaking to the server whose address is the first argument.
import { Client } from '@microsoft/microsoft-graph-client';

export const [, , address] = process.argv;
export const entitlements = '/identityGovernance/entitlementManagement';
export const unique = Math.random().toString(36).slice(2);

async function tokenFor(asked) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${address}/dev/token`, { method: 'POST', headers, body: JSON.stringify(asked) });
  return (await answer.json()).access_token;
}

export const clientOf = (asked) =>
  Client.init({
    baseUrl: address,
    customHosts: new Set([new URL(address).hostname]),
    authProvider: (done) => tokenFor(asked).then((token) => done(null, token), done),
  });

export const administrator = clientOf({ as: 'user' });
