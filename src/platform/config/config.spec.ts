import { describe, expect, it } from '@jest/globals';
import { Config } from './config.js';

const tenant = '11111111-1111-4111-8111-111111111111';
const entra = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: tenant };

const tokens = {
  CALLOUT_TOKEN_RESOURCES: 'api://hooks=hooks.example.com:443',
  CALLOUT_TOKEN_URL: 'https://login.example/token',
  CALLOUT_CLIENT_ID: 'me',
  CALLOUT_CLIENT_SECRET: 'secret',
};

describe('the configuration', () => {
  it('needs nothing: an embedded database, development mode, loopback', () => {
    expect(new Config({ HOST: '', PORT: '' })).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      databasePoolSize: 16,
      dataDir: './data',
      authMode: 'development',
      azureTenantIds: [],
      azureAllowPersonalIdp: false,
      callsPerTenSeconds: 3_500,
      devHosts: [],
      logLevel: 'info',
      demoData: true,
    });
  });

  it('reads a limit of calls, none, and names for development', () => {
    const read = (values: Record<string, string>) => new Config(values);
    expect(['off', '0', '20', ' '].map((limit) => read({ CALLS_PER_10_SECONDS: limit }).callsPerTenSeconds)).toEqual([
      0, 0, 20, 3_500,
    ]);
    expect(read({ DEV_HOSTS: 'Dev.example, host_2, [FE80::1]' }).devHosts).toEqual([
      'dev.example',
      'host_2',
      '[fe80::1]',
    ]);
    expect(read({ CALLS_PER_MINUTE: '' }).callsPerTenSeconds).toBe(3_500);
  });

  it('names the hosts of call-outs with their ports, and who may have which token', () => {
    const { calloutHosts, calloutTokens } = new Config({
      ...tokens,
      CALLOUT_HOSTS: 'Hooks.Intern:8443, [::1]:443',
      CALLOUT_TOKEN_RESOURCES: 'api://hooks=Hooks.Example.com:443, https://a.example/?b=c=d.example:1',
    });
    expect(calloutHosts).toEqual(['hooks.intern:8443', '[::1]:443']);
    expect(calloutTokens).toEqual({
      ...{ url: tokens.CALLOUT_TOKEN_URL, clientId: 'me', clientSecret: 'secret' },
      resources: [
        { resourceId: 'api://hooks', host: 'hooks.example.com:443' },
        { resourceId: 'https://a.example/?b=c', host: 'd.example:1' },
      ],
    });
    expect(new Config({})).toMatchObject({ calloutHosts: [], calloutTokens: undefined });
  });

  it('is about Entra as soon as a tenant is named', () => {
    const read = new Config({
      ...entra,
      AZURE_TENANT_ID: ` ${tenant.toUpperCase()} , 22222222-2222-4222-8222-222222222222`,
      AZURE_METADATA_URL: 'https://localhost:8443/{tenantid}/v2.0/.well-known/openid-configuration',
      AZURE_ALLOW_PERSONAL_IDP: 'true',
    });
    expect(read).toMatchObject({
      authMode: 'azure-ad',
      azureTenantIds: [tenant, '22222222-2222-4222-8222-222222222222'],
      azureMetadataUrl: 'https://localhost:8443/{tenantid}/v2.0/.well-known/openid-configuration',
      azureAllowPersonalIdp: true,
      demoData: false,
    });
  });

  it.each<[string, Record<string, string>]>([
    ['PORT', { PORT: '70000' }],
    ['PORT', { PORT: 'http' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://localhost/db' }],
    ['DATABASE_POOL_SIZE', { DATABASE_POOL_SIZE: 'many' }],
    ['DATABASE_POOL_SIZE', { DATABASE_POOL_SIZE: '3' }],
    ['DATABASE_POOL_SIZE', { DATABASE_POOL_SIZE: '201' }],
    ['DATABASE_POOL_SIZE', { DATABASE_POOL_SIZE: '4.5' }],
    ...['often', '-1', '1e3', '3.5', '10000000'].map((wrong): [string, Record<string, string>] => [
      'CALLS_PER_10_SECONDS',
      { CALLS_PER_10_SECONDS: wrong },
    ]),
    ['CALLS_PER_MINUTE: is no setting any more; set CALLS_PER_10_SECONDS', { CALLS_PER_MINUTE: '60' }],
    ['DEV_HOSTS', { DEV_HOSTS: 'https://dev.example' }],
    ['DEV_HOSTS', { DEV_HOSTS: 'dev.example,' }],
    ...['hooks.example.com', 'https://hooks.example.com:443', 'hooks.example.com:443/a', '10.0.0.1', 'a:1,'].map(
      (wrong): [string, Record<string, string>] => ['CALLOUT_HOSTS', { CALLOUT_HOSTS: wrong }],
    ),
    ...['api://hooks', 'api://hooks=hooks.example.com', '=hooks.example.com:443', 'a=b:1,'].map(
      (wrong): [string, Record<string, string>] => [
        'CALLOUT_TOKEN_RESOURCES',
        { ...tokens, CALLOUT_TOKEN_RESOURCES: wrong },
      ],
    ),
    ...Object.keys(tokens).map((missing): [string, Record<string, string>] => [
      'set all of CALLOUT_TOKEN_RESOURCES',
      { ...tokens, [missing]: '' },
    ]),
    ['CALLOUT_TOKEN_URL', { ...tokens, CALLOUT_TOKEN_URL: 'http://login.example/token' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['DEMO_DATA', { DEMO_DATA: 'yes' }],
    ['AUTH_MODE', { AUTH_MODE: 'none' }],
    ['AZURE_TENANT_ID', { ...entra, AZURE_TENANT_ID: 'contoso.example' }],
    ['AZURE_TENANT_ID', { AUTH_MODE: 'azure-ad', AZURE_CLIENT_ID: tenant }],
    ['AZURE_CLIENT_ID', { AZURE_TENANT_ID: tenant }],
    ['AZURE_METADATA_URL', { ...entra, AZURE_METADATA_URL: 'http://localhost/metadata' }],
    [
      'AZURE_METADATA_URL',
      { ...entra, AZURE_TENANT_ID: `${tenant},${tenant}`, AZURE_METADATA_URL: 'https://localhost/metadata' },
    ],
    ['AZURE_ALLOW_PERSONAL_IDP', { ...entra, AZURE_ALLOW_PERSONAL_IDP: '1' }],
    ['TLS_KEY_FILE', { TLS_CERT_FILE: 'cert.pem' }],
    ['NODE_ENV', { NODE_ENV: 'production' }],
    ['HOST', { HOST: '0.0.0.0' }],
  ])('stops the start over a wrong %s and names it', (name, values) => {
    expect(() => new Config(values)).toThrow(new RegExp(`^Wrong configuration: .*${name}`));
  });
});
