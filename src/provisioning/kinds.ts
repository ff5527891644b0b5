import type { KindOptions, SettingOfKind } from './provisions.js';
import { OutsideSystem, type SettingValue } from './outside-system.js';
import type { DeclaredWithSecrets } from './declared-systems.js';

/** A system with all that its kind declares; what does not fit is an error that says what to change. */
export function systemOf({ declared, secrets }: DeclaredWithSecrets, options: KindOptions): OutsideSystem {
  const { timeLimit, ...rest } = declared;
  const settings = settingsOf(declared.settings, options.settings ?? {});
  requireSecrets(Object.keys(secrets), options.secrets ?? {});
  return new OutsideSystem({ ...rest, timeLimitMillis: timeLimit, settings, secrets });
}

type Given = Readonly<Record<string, SettingValue>>;

function settingsOf(given: Given, known: Readonly<Record<string, SettingOfKind>>): Given {
  requireKnown('settings', Object.keys(given), Object.keys(known));
  return Object.fromEntries(
    Object.entries(known).map(([name, setting]) => [name, valueOf(name, given[name] ?? setting.default, setting.type)]),
  );
}

const isOf: Readonly<Record<SettingOfKind['type'], (value: SettingValue) => boolean>> = {
  flag: (value) => typeof value === 'boolean',
  text: (value) => typeof value === 'string',
  texts: (value) => Array.isArray(value),
};

const wordsFor: Readonly<Record<SettingOfKind['type'], string>> = {
  flag: 'true or false',
  text: 'a text',
  texts: 'a list of texts',
};

function valueOf(name: string, value: SettingValue | undefined, type: SettingOfKind['type']): SettingValue {
  if (value === undefined) throw new Error(`needs 'settings.${name}', ${wordsFor[type]}`);
  if (!isOf[type](value)) throw new Error(`has a 'settings.${name}' that is not ${wordsFor[type]}`);
  return value;
}

function requireSecrets(given: readonly string[], known: Readonly<Record<string, 'needed' | 'optional'>>): void {
  requireKnown('secrets', given, Object.keys(known));
  const missing = Object.keys(known).find((name) => known[name] === 'needed' && !given.includes(name));
  if (missing !== undefined)
    throw new Error(`needs 'secrets.${missing}', which says where the secret is: 'env:NAME' or 'file:/path'`);
}

function requireKnown(member: string, given: readonly string[], known: readonly string[]): void {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const allowed = known.length === 0 ? 'takes none' : `takes ${known.map((name) => `'${name}'`).join(', ')}`;
  throw new Error(`has '${member}.${unknown}', and its kind ${allowed}`);
}
