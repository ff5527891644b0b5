import { Config } from '../config/config.js';
import { securityHeaders } from './security-headers.js';

const id = '11111111-1111-4111-8111-111111111111';
const entra = { AZURE_TENANT_ID: id, AZURE_CLIENT_ID: id };
const tls = { TLS_CERT_FILE: 'cert.pem', TLS_KEY_FILE: 'key.pem' };

describe('browsers are told to come over https only', () => {
  it.each<[string, Record<string, string>, object | false]>([
    ['by a server that ends TLS itself', { ...entra, ...tls }, { includeSubDomains: false }],
    ['behind a proxy that does', { ...entra, PUBLIC_URL: 'https://graph.example' }, { includeSubDomains: false }],
    ['never without TLS', entra, false],
    ['never where clients come over http', { ...entra, ...tls, PUBLIC_URL: 'http://graph.example' }, false],
    ['never by a developer’s localhost', tls, false],
  ])('%s', (_, env, said) => {
    expect(securityHeaders(new Config(env)).strictTransportSecurity).toEqual(said);
  });
});
