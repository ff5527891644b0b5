import { describe, expect, it } from '@jest/globals';
import { Config } from './config.js';

const id = '11111111-1111-4111-8111-111111111111';

/** What each setting may say, `undefined` for not set. */
const words = {
  AUTH_MODE: [undefined, ' ', 'development', 'azure-ad'],
  AZURE_TENANT_ID: [undefined, '', ' ', id],
  AZURE_CLIENT_ID: [undefined, '\t', id],
  AZURE_AUDIENCE: [undefined, 'api://entitlements'],
  AZURE_METADATA_URL: [undefined, 'https://login.example/{tenantid}'],
  NODE_ENV: [undefined, ' ', 'development', 'test', 'production', 'Production', 'staging'],
  HOST: [undefined, '127.0.0.2', '0.0.0.0'],
  PUBLIC_URL: [undefined, 'http://mine.localhost:3000', 'https://entitlements.example'],
  DEV_HOSTS: [undefined, 'other.example, entitlements.example'],
  DATABASE_URL: [undefined, 'postgres://127.0.0.1/db', 'postgres://localhost/db?host=db.example'],
  EMBEDDED_IN_PRODUCTION: [undefined, 'true'],
};
type Name = keyof typeof words;
type Settings = Partial<Record<Name, string>>;

function* everyCombination(names = Object.keys(words) as Name[]): Generator<Settings> {
  const [name, ...others] = names;
  if (!name) return yield {};
  for (const rest of everyCombination(others))
    for (const word of words[name]) yield word === undefined ? rest : { ...rest, [name]: word };
}

/** Every so manyth combination, so that each pair of words still comes often; the step shares no factor with the words. */
const stride = 47;

const isSet = (settings: Settings, name: Name): boolean => Boolean(settings[name]?.trim());
const is = (settings: Settings, name: Name, ...wanted: string[]): boolean => wanted.includes(settings[name] ?? '');

const isProduction = (settings: Settings): boolean =>
  isSet(settings, 'NODE_ENV') && !is(settings, 'NODE_ENV', 'development', 'test');
const isUnsaid = (settings: Settings): boolean => !isSet(settings, 'AUTH_MODE');
const isEntra = (settings: Settings): boolean =>
  is(settings, 'AUTH_MODE', 'azure-ad') || (isUnsaid(settings) && isSet(settings, 'AZURE_TENANT_ID'));
const lacksDatabase = (settings: Settings): boolean =>
  isProduction(settings) && !isSet(settings, 'DATABASE_URL') && !isSet(settings, 'EMBEDDED_IN_PRODUCTION');

/** What refuses either mode, as the documentation says it: the settings to name, and when. */
const refusals: Readonly<Record<'entra' | 'development', readonly (readonly [Name[], (said: Settings) => boolean])[]>> =
  {
    entra: [
      [['AZURE_TENANT_ID'], (said) => !isSet(said, 'AZURE_TENANT_ID')],
      [['AZURE_CLIENT_ID'], (said) => isSet(said, 'AZURE_TENANT_ID') && !isSet(said, 'AZURE_CLIENT_ID')],
      [
        ['EMBEDDED_IN_PRODUCTION', 'DATABASE_URL'],
        (said) => isSet(said, 'AZURE_TENANT_ID') && isSet(said, 'AZURE_CLIENT_ID') && lacksDatabase(said),
      ],
    ],
    development: [
      [['NODE_ENV'], isProduction],
      [['HOST'], (said) => is(said, 'HOST', '0.0.0.0')],
      [
        ['PUBLIC_URL', 'DEV_HOSTS'],
        (said) => is(said, 'PUBLIC_URL', 'https://entitlements.example') && !isSet(said, 'DEV_HOSTS'),
      ],
      ...(['AZURE_CLIENT_ID', 'AZURE_AUDIENCE', 'AZURE_METADATA_URL'] as const).map(
        (name) => [['AUTH_MODE', name] as Name[], (said: Settings) => isUnsaid(said) && isSet(said, name)] as const,
      ),
      [['AUTH_MODE', 'DATABASE_URL'], (said) => isUnsaid(said) && Boolean(said.DATABASE_URL?.endsWith('db.example'))],
      [['EMBEDDED_IN_PRODUCTION', 'DATABASE_URL'], lacksDatabase],
    ],
  };

/** The names that a refusal has to say, or the mode that starts. */
function expected(settings: Settings): string[] | 'development' | 'azure-ad' {
  const rows = refusals[isEntra(settings) ? 'entra' : 'development'];
  const names = rows.flatMap(([named, applies]) => (applies(settings) ? named : []));
  if (names.length > 0) return names;
  return isEntra(settings) ? 'azure-ad' : 'development';
}

function found(settings: Settings): string {
  try {
    return new Config({ ...settings }).authMode;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the settings of a server', () => {
  it('start the mode that they say, or nothing and name what allows it', () => {
    const seen = { cells: 0, starts: 0 };
    const wrong: unknown[] = [];
    let place = 0;
    for (const settings of everyCombination()) {
      place += 1;
      if (place % stride !== 0) continue;
      const [wanted, said] = [expected(settings), found(settings)];
      const isRight =
        typeof wanted === 'string'
          ? said === wanted
          : said.startsWith('Wrong configuration: ') && wanted.every((name) => said.includes(name));
      if (!isRight) wrong.push({ settings, wanted, said });
      seen.cells += 1;
      if (typeof wanted === 'string') seen.starts += 1;
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(seen.cells).toBeGreaterThan(3_000);
    expect(seen.starts).toBeGreaterThan(150);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['the client id alone', { AZURE_CLIENT_ID: id, AZURE_TENANT_ID: '' }, /refuses AZURE_CLIENT_ID; AUTH_MODE=dev/],
    ['a misspelt tenant id', { AZURE_TENANTID: id }, /refuses AZURE_TENANTID; AUTH_MODE=development/],
    ['personal accounts', { AZURE_ALLOW_PERSONAL_IDP: 'true' }, /refuses AZURE_ALLOW_PERSONAL_IDP; AUTH_MODE=dev/],
    ['a public name', { PUBLIC_URL: 'https://Mine.Example/x' }, /PUBLIC_URL=.*; DEV_HOSTS=mine\.example allows/],
    ['another environment', { AUTH_MODE: 'development', NODE_ENV: 'prod' }, /NODE_ENV=prod; .*development, test/],
    ['several at once', { HOST: '::', NODE_ENV: 'production' }, /NODE_ENV=production;.*HOST=::;.*EMBEDDED_IN_PROD/],
  ])('refuse development mode over %s', (_, settings, message) => {
    expect(() => new Config(settings)).toThrow(message);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:3000', 'http://a.b.localhost', 'http://127.1'])(
    'let development mode be called %s',
    (url) => expect(new Config({ PUBLIC_URL: url }).authMode).toBe('development'),
  );

  it('never repeat the password of a database', () => {
    expect(found({ DATABASE_URL: 'postgres://me:secret@db.example/db', NODE_ENV: 'production' })).not.toMatch('secret');
  });
});
