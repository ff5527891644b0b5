import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CalloutClient } from '../../src/platform/callouts/callout-client.js';
import { CalloutTokens } from '../../src/platform/callouts/callout-tokens.js';
import {
  type Answering,
  type Certificate,
  makeCertificate,
  type Receiver,
  startReceiver,
} from '../support/receiver.js';

const hook = 'https://hooks.example.com/a';
const resources = [{ resourceId: 'api://hooks', host: 'hooks.example.com:443' }];
const { signal } = new AbortController();

let certificate: Certificate;
let issuer: Receiver;
let answering: Answering;

beforeAll(() => {
  certificate = makeCertificate();
});
beforeEach(async () => {
  answering = (_, answer) => void answer.end(JSON.stringify({ access_token: 'first', expires_in: 3600 }));
  issuer = await startReceiver((request, answer) => answering(request, answer), certificate);
});
afterEach(() => issuer.close());

function tokens(): CalloutTokens {
  const host = `localhost:${issuer.port}`;
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }];
  const client = new CalloutClient({ hosts: [host], mayUseHttp: false, ca: certificate.cert, lookup });
  const url = `https://${host}/token`;
  return new CalloutTokens({ url, clientId: 'me', clientSecret: 'se&cret', resources }, client);
}

describe('a token for a call-out', () => {
  it('is got by client credentials, and once for as long as it lasts', async () => {
    const own = tokens();
    expect(await own.tokenFor('api://hooks', hook, signal)).toBe('first');
    expect(await own.tokenFor('api://hooks', hook, signal)).toBe('first');
    expect(issuer.received.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
      { grant_type: 'client_credentials', client_id: 'me', client_secret: 'se&cret', scope: 'api://hooks/.default' },
    ]);
  });

  it('is got again where the one before is about to end', async () => {
    const own = tokens();
    answering = (_, answer) => void answer.end(JSON.stringify({ access_token: 'short', expires_in: 300 }));
    await own.tokenFor('api://hooks', hook, signal);
    answering = (_, answer) => void answer.end(JSON.stringify({ access_token: 'second', expires_in: 3600 }));
    expect(await own.tokenFor('api://hooks', hook, signal)).toBe('second');
  });

  it.each([
    ['another resource', 'api://other', hook],
    ['another host', 'api://hooks', 'https://evil.example.com/a'],
    ['another port', 'api://hooks', 'https://hooks.example.com:8443/a'],
    ['plain http', 'api://hooks', 'http://hooks.example.com:443/a'],
    ['a host that only begins alike', 'api://hooks', 'https://hooks.example.com.evil.example/a'],
    ['a host that only ends alike', 'api://hooks', 'https://evilhooks.example.com/a'],
    ['a host below it', 'api://hooks', 'https://evil.hooks.example.com/a'],
    ['a host behind a name', 'api://hooks', 'https://hooks.example.com:443@evil.example/a'],
    ['no address', 'api://hooks', 'nowhere'],
  ])('is neither got nor sent for %s', async (_, resourceId, url) => {
    const own = tokens();
    expect(own.mayBeSent(resourceId, url)).toBe(false);
    await expect(own.tokenFor(resourceId, url, signal)).rejects.toThrow(/CALLOUT_TOKEN_RESOURCES/);
    expect(issuer.connections()).toBe(0);
  });

  it('is for nobody where nothing is set', async () => {
    const none = new CalloutTokens(undefined, new CalloutClient({ hosts: [], mayUseHttp: false }));
    await expect(none.tokenFor('api://hooks', hook, signal)).rejects.toThrow(/CALLOUT_TOKEN_RESOURCES/);
  });

  it.each<[string, Answering, RegExp]>([
    ['no JSON', (_, answer) => void answer.end('<html>'), /answered no JSON/],
    ['null', (_, answer) => void answer.end('null'), /no access_token/],
    ['another type', (_, answer) => void answer.end('{"access_token":1}'), /no access_token/],
    ['a line of a header', (_, answer) => void answer.end('{"access_token":"a\\r\\nx: y"}'), /no access_token/],
    ['a refusal', (_, answer) => void answer.writeHead(401).end('{"error":"se&cret"}'), /it answered 401$/],
  ])('is none where %s is answered', async (_, given, why) => {
    answering = given;
    await expect(tokens().tokenFor('api://hooks', hook, signal)).rejects.toThrow(why);
  });
});
