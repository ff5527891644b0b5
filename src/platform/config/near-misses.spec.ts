import { describe, expect, it } from '@jest/globals';
import { Config, settingNames } from './config.js';
import { nearMisses } from './near-misses.js';

const meant = (...given: string[]) => nearMisses(given, settingNames).map((one) => `${one.given} > ${one.meant}`);

describe('names that look like settings', () => {
  it.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASE_ULR', 'DATABASE_URL'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['AZURE_TENANTID', 'AZURE_TENANT_ID'],
    ['AZURE_TENANT', 'AZURE_TENANT_ID'],
    ['azure_client_id', 'AZURE_CLIENT_ID'],
    ['PUBLIC_URI', 'PUBLIC_URL'],
    ['TLS_KEYFILE', 'TLS_KEY_FILE'],
    ['NODE_ENVV', 'NODE_ENV'],
  ])('are told: %s', (given, setting) => expect(meant(given)).toEqual([`${given} > ${setting}`]));

  it('leave alone what others set', () => {
    const others = ['PATH', 'HOME', 'PORTS', 'HOSTNAME', 'AZURE_CLIENT_SECRET', 'XDG_DATA_DIRS', 'NODE_OPTIONS'];
    expect(meant(...others, ...settingNames)).toEqual([]);
  });

  it('are no near miss while they are blank', () => {
    expect(new Config({ DATABSE_URL: ' ', DATABASE_ULR: 'x' }).misspelt).toEqual([
      { given: 'DATABASE_ULR', meant: 'DATABASE_URL' },
    ]);
  });
});
