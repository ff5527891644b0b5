import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entraMetadataUrl } from '../../src/platform/auth/keys/entra-keys.js';
import { Config, settingDefaults, settingNames } from '../../src/platform/config/config.js';
import { root } from './tools.js';

const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const tenant = '11111111-1111-4111-8111-111111111111';
const entra = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: tenant };

interface Row {
  readonly name: string;
  readonly unset: string;
  readonly meaning: string;
}

/** The rows of the table of settings, one for each setting that a row names. */
function rowsIn(text: string): Row[] {
  const [table = ''] = text.slice(text.indexOf('| variable | default | meaning |')).split('\n\n');
  return table
    .split('\n')
    .slice(2)
    .flatMap((line) => {
      const [, first = '', unset = '', meaning = ''] = line.split(/^\| | \| | \|$/);
      return wordsIn(first).map((name) => ({ name, unset, meaning }));
    });
}

const wordsIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

const refusalOf = (values: Record<string, string>): string | undefined => {
  try {
    return void new Config(values);
  } catch (error) {
    return (error as Error).message;
  }
};

/** A name that is a setting no more is refused whatever it says. */
const isGone = (name: string): boolean => /is no setting any more/.test(refusalOf({ [name]: '1' }) ?? '');

/** What the page says of settings whose value follows from others, and why that is true. */
const follows: Readonly<Record<string, readonly [said: string, holds: () => boolean]>> = {
  PUBLIC_URL: ["the request's scheme and `Host`", () => new Config({}).publicUrl === undefined],
  AUTH_MODE: [
    '`azure-ad` when `AZURE_TENANT_ID` is set, else `development`',
    () => new Config(entra).authMode === 'azure-ad' && new Config({}).authMode === 'development',
  ],
  AZURE_AUDIENCE: ['`api://<AZURE_CLIENT_ID>`', () => new Config(entra).azureAudience === undefined],
  AZURE_METADATA_URL: ["Microsoft's public cloud", () => entraMetadataUrl.includes('//login.microsoftonline.com/')],
  DEMO_DATA: [
    '`true` in development mode on the embedded database, else `false`',
    () =>
      new Config({}).demoData &&
      !new Config(entra).demoData &&
      !new Config({ DATABASE_URL: 'postgres://127.0.0.1/one' }).demoData,
  ],
};

/** What a page says wrongly of the settings. */
function faultsIn(text: string): string[] {
  const rows = rowsIn(text);
  const names = rows.map(({ name }) => name);
  return [
    ...settingNames.filter((name) => !names.includes(name) && !isGone(name)).map((name) => `${name} is missing`),
    ...names.filter((name) => !settingNames.includes(name)).map((name) => `${name} is no setting`),
    ...rows.filter((row) => !saysDefault(row)).map(({ name, unset }) => `${name} is not ${unset} by itself`),
    ...rows.flatMap((row) => [...boundFaults(row), ...wordFaults(row)]),
  ];
}

function saysDefault({ name, unset }: Row): boolean {
  const value = settingDefaults[name];
  const [said, holds] = follows[name] ?? [];
  if (said !== undefined) return unset === said && holds?.() === true;
  const isUnset = value === undefined || (Array.isArray(value) && value.length === 0);
  if (isUnset) return /^unset\b/.test(unset);
  return unset === `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** "4 to 200": both ends are taken, and nothing beyond. */
function boundFaults({ name, meaning }: Row): string[] {
  const [, least = '', most = ''] = /\b(\d+) to (\d+)\b/.exec(meaning) ?? [];
  if (least === '') return [];
  const beyond = [String(Number(least) - 1), String(Number(most) + 1)];
  return [
    ...[least, most].filter((value) => refusalOf({ [name]: value })).map((value) => `${name} cannot be ${value}`),
    ...beyond.filter((value) => !refusalOf({ [name]: value })).map((value) => `${name} can be ${value}`),
  ];
}

/** A meaning that only lists words lists all of them. */
function wordFaults({ name, meaning }: Row): string[] {
  if (!/^(`\w+`(, | or )?)+$/.test(meaning)) return [];
  return [
    ...wordsIn(meaning).filter((word) => refusalOf({ [name]: word })),
    ...(refusalOf({ [name]: 'a word of none' }) ? [] : ['a word of none']),
  ].map((word) => `${name} and '${word}'`);
}

describe('the table of settings for operators', () => {
  it('says what settings there are, and what each is by itself', () => {
    expect(rowsIn(page).length).toBeGreaterThan(20);
    expect(faultsIn(page)).toEqual([]);
  });

  it.each([
    ['a setting less', '| `DATA_DIR`', '| `DATA_FOLDER`', 3],
    ['another default', '| `3000` |', '| `8080` |', 1],
    ['a default where there is none', '| `REQUEST_RETENTION` | unset', '| `REQUEST_RETENTION` | `P90D`', 1],
    ['another bound', '4 to 200', '4 to 100', 1],
    ['a word that is none', '`debug`', '`verbose`', 1],
    ['a default that does not follow', 'else `development`', 'else `none`', 1],
  ])('would be wrong with %s', (_, text, other, count) => {
    expect(page).toContain(text);
    expect(faultsIn(page.replace(text, other)).length - faultsIn(page).length).toBe(count);
  });
});
