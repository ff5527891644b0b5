import { inspect } from 'node:util';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Config } from '../platform/config/config.js';
import { DeclaredSystems } from './declared-systems.js';
import { systemOf } from './kinds.js';
import type { KindOptions } from './provisions.js';

const tenant = '11111111-1111-4111-8111-111111111111';
const other = '22222222-2222-4222-8222-222222222222';
const production = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: tenant, DATABASE_URL: 'postgres://127.0.0.1/one' };
const wiki = { name: 'wiki', kind: 'scim', address: 'https://wiki.example/scim/v2' };
const kind: KindOptions = {
  settings: {
    quiet: { type: 'flag', default: true },
    office: { type: 'text' },
    order: { type: 'texts', default: ['one', 'two'] },
  },
  secrets: { token: 'needed', before: 'optional' },
};

describe('SYSTEMS_FILE', () => {
  const folder = mkdtempSync(join(tmpdir(), 'systems-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const declared = (text: unknown, env: Record<string, string> = production) =>
    new DeclaredSystems(
      new Config({ ...env, SYSTEMS_FILE: at('systems.json', typeof text === 'string' ? text : JSON.stringify(text)) }),
    ).all;
  const refusal = (text: unknown, env?: Record<string, string>): string => {
    try {
      return JSON.stringify(declared(text, env));
    } catch (error) {
      return (error as Error).message;
    }
  };
  const first = (text: unknown, env?: Record<string, string>) => {
    const [found] = declared(text, env);
    if (!found) throw new Error('Nothing is declared.');
    return found;
  };

  it('declares nothing where it is not set', () => {
    expect(new DeclaredSystems(new Config({})).all).toEqual([]);
  });

  it('declares a system, with what is left out as the page says', () => {
    const { timeLimit, ...rest } = first([wiki]).declared;
    expect(rest).toEqual({ ...wiki, callsPerSecond: 10, concurrency: 4, settings: {}, secrets: {} });
    expect(timeLimit).toBe(10_000);
  });

  it.each<[string, unknown, string]>([
    ['no JSON', '[{ "name": "s3cret-text" ]', 'it is no JSON'],
    ['no list', {}, 'it has to be a list'],
    ['a list of something else', [null], 'system 1: '],
    ['a member that nobody knows', [{ ...wiki, adress: 'x' }], `the system 'wiki': Unrecognized key: "adress"`],
    ['a member that is said twice', '[{"name":"wiki","name":"wiki"}]', "says 'name' twice"],
    ['no name', [{ ...wiki, name: undefined }], 'system 1: name:'],
    ['a name that is none', [{ ...wiki, name: 'Wiki ' }], 'name: must be small letters'],
    ['a name that is taken', [wiki, wiki], "the system 'wiki' is there twice"],
    ['no address', [{ ...wiki, address: 'wiki' }], "the system 'wiki' needs an 'address'"],
    ['an address of another kind', [{ ...wiki, address: 'ftp://wiki' }], "needs an 'address'"],
    ['a user in the address', [{ ...wiki, address: 'https://a:b@wiki' }], "what is secret goes into 'secrets'"],
    ['a query in the address', [{ ...wiki, address: 'https://wiki?key=1' }], "what is secret goes into 'secrets'"],
    ['an address without encryption', [{ ...wiki, address: 'http://wiki.example' }], 'must begin with https://'],
    ['one that only looks like loopback', [{ ...wiki, address: 'http://x.localhost' }], 'must begin with https://'],
    ['a tenant of nobody', [{ ...wiki, tenantId: other }], 'AZURE_TENANT_ID does not name'],
    ['no calls', [{ ...wiki, callsPerSecond: 0 }], 'callsPerSecond'],
    ['too many at once', [{ ...wiki, concurrency: 17 }], 'concurrency'],
    ['a time limit that is none', [{ ...wiki, timeLimit: '10s' }], "timeLimit: must be a duration up to 'PT2M'"],
    ['a time limit without end', [{ ...wiki, timeLimit: 'P1D' }], 'timeLimit'],
    ['a secret itself', [{ ...wiki, secrets: { token: 's3cret-text' } }], "'env:NAME' or 'file:/path'"],
    ['a variable that is not set', [{ ...wiki, secrets: { token: 'env:NOBODY' } }], "'wiki' has no secret: env:NOBODY"],
    ['a setting of the server', [{ ...wiki, secrets: { token: 'env:DATABASE_URL' } }], 'or a setting of the server'],
    ['a file that is not there', [{ ...wiki, secrets: { token: 'file:/none' } }], 'file:/none cannot be read: ENOENT'],
    ['a path from nowhere', [{ ...wiki, secrets: { token: 'file:none' } }], "'env:NAME' or 'file:/path'"],
  ])('is refused with %s, and quotes no secret', (_, text, reason) => {
    const said = refusal(text);
    expect(said).toContain('Wrong configuration: SYSTEMS_FILE: ');
    expect(said).toContain(reason);
    expect(said).not.toContain('s3cret-text');
  });

  it('is refused when it cannot be read', () => {
    const config = new Config({ SYSTEMS_FILE: join(folder, 'none.json') });
    expect(() => new DeclaredSystems(config)).toThrow(/none\.json' cannot be read: ENOENT/);
  });

  it('lets a system be called without encryption on loopback, and anywhere in development mode', () => {
    expect(refusal([{ ...wiki, address: 'http://127.0.0.1:9' }])).toContain('http://127.0.0.1:9');
    expect(refusal([{ ...wiki, address: 'http://wiki.example' }], {})).toContain('http://wiki.example');
  });

  it('has to say whose a system is where there are several tenants', () => {
    const several = { ...production, AZURE_TENANT_ID: `${tenant},${other}` };
    expect(refusal([wiki], several)).toContain("needs a 'tenantId'");
    expect(first([{ ...wiki, tenantId: other }], several).declared.tenantId).toBe(other);
  });

  it('finds secrets in variables and files, and shows them to nobody', () => {
    const token = at('token', 'from-a-file\n');
    const given = { ...wiki, settings: { office: 'x' }, secrets: { token: `file:${token}`, before: 'env:WIKI' } };
    const system = systemOf(first([given], { ...production, WIKI: ' from-the-env ' }), kind);
    expect([system.secret('token'), system.secret('before')]).toEqual(['from-a-file', 'from-the-env']);
    expect(inspect(system, { depth: 9, showHidden: true }) + JSON.stringify(system)).not.toMatch(/from-/);
    expect(system.withoutSecrets('Bearer from-a-file is refused')).toBe('Bearer [secret] is refused');
  });

  it.each<[string, object, string]>([
    ['a setting that its kind does not have', { settings: { office: 'x', loud: true } }, "'settings.loud'"],
    ['a setting less than its kind needs', {}, "needs 'settings.office'"],
    ['a setting of another type', { settings: { office: true } }, "'settings.office' that is not a text"],
    [
      'a secret that its kind does not have',
      { settings: { office: 'x' }, secrets: { key: 'env:WIKI' } },
      "'secrets.key'",
    ],
    ['a secret less than its kind needs', { settings: { office: 'x' } }, "needs 'secrets.token'"],
  ])('is refused by the kind of a system with %s', (_, more, reason) => {
    const given = first([{ ...wiki, ...more }], { ...production, WIKI: 'x' });
    expect(() => systemOf(given, kind)).toThrow(reason);
  });

  it('leaves to the kind of a system what it does not say', () => {
    const given = { ...wiki, settings: { office: 'x' }, secrets: { token: 'env:WIKI' } };
    const system = systemOf(first([given], { ...production, WIKI: 'x' }), kind);
    expect([system.flag('quiet'), system.text('office'), system.texts('order')]).toEqual([true, 'x', ['one', 'two']]);
    expect(system.id).toBe(systemOf(first([given], { ...production, WIKI: 'y' }), kind).id);
  });
});
